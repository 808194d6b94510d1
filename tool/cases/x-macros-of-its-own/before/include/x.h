#pragma once
namespace n {
enum class Kind {
#define ITEM(name) name,
#include "list.def"
#undef ITEM
};
inline const char *text(Kind k) {
  switch (k) {
#define ITEM(name) case Kind::name: return #name;
#include "list.def"
#undef ITEM
  }
  return "";
}
struct Stay {};
}
