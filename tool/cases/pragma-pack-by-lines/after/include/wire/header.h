#pragma once

namespace wire {

#pragma pack(1)
struct Header {
  char kind = 1;
  int length = 2;
};
#pragma pack()

} // namespace wire
