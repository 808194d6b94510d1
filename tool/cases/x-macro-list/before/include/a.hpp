#ifndef A_HPP
#define A_HPP
namespace old {
enum class Color {
#define ITEM(name, value) name = value,
#include "list.def"
#undef ITEM
};
inline const char *text(Color c) {
  switch (c) {
#define ITEM(name, value) case Color::name: return #name;
#include "list.def"
#undef ITEM
  }
  return "";
}
int other();
}
#endif
