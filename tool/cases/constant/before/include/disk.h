#pragma once

namespace disk {

constexpr int Cylinders = 1024; // as the BIOS counts

// Bytes in a sector.
// Older disks have the same.
constexpr int SectorSize = 512; // bytes

constexpr int TrackSize = 63 * SectorSize; // bytes

} // namespace disk
