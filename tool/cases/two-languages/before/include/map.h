#ifndef LIB_MAP_H
#define LIB_MAP_H

#include <map>

namespace lib {

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
