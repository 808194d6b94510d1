#pragma once

#pragma pack(1)

namespace wire {

struct Tail {
  char kind = 1;
  long length = 2;
};

} // namespace wire

#pragma pack()
