#pragma once

#include <cstdint>

namespace disk {

struct Geometry {
  std::uint8_t heads;
  std::uint32_t cylinders;
};

} // namespace disk
