#pragma once

#include "cache/entry.h"

namespace cache {

template <class Key, int Size> class Table;

template <class Key, int Size = 8> class Table {
public:
  Entry<Key> entries[Size];
  int size() const { return Size; }
};

} // namespace cache
