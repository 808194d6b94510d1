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
  struct Chunk {
    Chunk() : used(0) {}
    char bytes[Size];
    int used;
  };
  Chunk *grow() {
    blocks.push(new Chunk());
    return blocks.items[blocks.count - 1];
  }

private:
  List<Chunk *> blocks;
};

} // namespace pool
