#pragma once

namespace cache {

template <class Key, int Size> class Table;

template <class Key> struct Entry {
  Key key{};
  Table<Key, 8> *home = nullptr;
};

} // namespace cache
