#pragma once

namespace io {

struct Buffer {
  int size = 1;
};
typedef Buffer Block;

struct Stream {
  void write(const Block *block) { written += block != nullptr; }
  int written = 0;
};

struct File {
  Stream stream;
};

} // namespace io
