#pragma once
#include <cstddef>

namespace pool {

template <class T> struct List {
  T items[4];
  std::size_t count = 0;
  void push(T item) { items[count++] = item; }
};

template <std::size_t Size> class Pool {
public:
  struct Block {
    Block() : used(0) {}
    char bytes[Size];
    int used;
  };
  Block *grow() {
    blocks.push(new Block());
    return blocks.items[blocks.count - 1];
  }

private:
  List<Block *> blocks;
};

} // namespace pool
