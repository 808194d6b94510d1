#pragma once

#include <cstdint>

namespace disk {

#pragma pack(push, 1)
struct Sector {
  std::uint8_t flags;
  std::uint32_t number;
};
#pragma pack(pop)

} // namespace disk
