#pragma once

namespace disk {

// Bytes in a sector.
// Older disks have the same.
constexpr int SectorSize = 512; // bytes

} // namespace disk
