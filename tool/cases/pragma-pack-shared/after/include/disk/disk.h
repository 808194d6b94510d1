#pragma once

#include <cstdint>

namespace disk {

#pragma pack(push, 1)

struct Header {
  std::uint8_t kind;
  std::uint32_t length;
};

#pragma pack(pop)

} // namespace disk
