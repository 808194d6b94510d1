#pragma once

#include "sector.h"

namespace disk {

constexpr int Cylinders = 1024; // as the BIOS counts

constexpr int TrackSize = 63 * SectorSize; // bytes

} // namespace disk
