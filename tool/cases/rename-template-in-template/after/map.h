#pragma once
#include <map>

template <class Key, class T> class Map {
public:
  Map();
  ~Map();
  T &operator[](const Key &key);

private:
  template <class KeyP, class TP> class Store;
  Store<Key, T> *d;
};

#include "map.tcc"
