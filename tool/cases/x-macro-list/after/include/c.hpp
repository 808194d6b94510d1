#ifndef C_HPP
#define C_HPP

namespace fresh {
enum class Color {
#define ITEM(name, value) name = value,
#include "list.def"
#undef ITEM
};
inline const char *text(Color c) {
  switch (c) {
#define ITEM(name, value) case ::fresh::Color::name: return #name;
#include "list.def"
#undef ITEM
  }
  return "";
}
}

#endif
