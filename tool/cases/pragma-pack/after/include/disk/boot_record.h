#pragma once

#include <cstdint>

namespace disk {

#pragma pack(push, 1)
struct BootRecord {
  std::uint8_t jump[3];
  std::uint32_t sectors;
};
#pragma pack(pop)

static_assert(sizeof(BootRecord) == 7);

} // namespace disk
