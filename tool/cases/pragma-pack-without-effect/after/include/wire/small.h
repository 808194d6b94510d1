#pragma once

namespace wire {

using Byte = char;

#pragma pack(push)
#pragma pack(8)
struct Small {
  int a = 1;
  Byte b = 2;
};
#pragma pack(pop)

} // namespace wire
