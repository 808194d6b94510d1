#ifndef LIB_PROPERTIES_H
#define LIB_PROPERTIES_H

namespace lib {

struct Key {
  int number;
};

inline bool operator<(const Key &a, const Key &b) { return a.number < b.number; }

int properties();

} // namespace lib

#endif
