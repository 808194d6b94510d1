#ifndef LIB_PROPERTIES_H
#define LIB_PROPERTIES_H

#include <map>

namespace lib {

struct Key {
  int number;
};

inline bool operator<(const Key &a, const Key &b) { return a.number < b.number; }

int properties();

/// A map that knows a default.
template <class Key, class T> class Map {
public:
  typedef typename std::map<Key, T>::const_iterator ConstIterator;

  T value(const Key &key, const T &fallback) const
  {
    ConstIterator it = map.find(key);
    return it == map.end() ? fallback : it->second;
  }
  void insert(const Key &key, const T &value) { map[key] = value; }

private:
  std::map<Key, T> map;
};

} // namespace lib

#endif
