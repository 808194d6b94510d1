#pragma once

#pragma pack(push)
#pragma pack(8)

namespace wire {

struct Other {
  double d = 3;
};

} // namespace wire

#pragma pack(pop)
