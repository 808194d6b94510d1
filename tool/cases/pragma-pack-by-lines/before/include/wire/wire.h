#pragma once

#pragma pack(1)

namespace wire {

struct Header {
  char kind = 1;
  int length = 2;
};

struct Tail {
  char kind = 1;
  long length = 2;
};

} // namespace wire

#pragma pack()
