#pragma once
namespace kinds {
enum class Kind {
#define ITEM(name) name,
#include "list.def"
#undef ITEM
};
inline const char *text(Kind k) {
  switch (k) {
#define ITEM(name) case ::kinds::Kind::name: return #name;
#include "list.def"
#undef ITEM
  }
  return "";
}
}
