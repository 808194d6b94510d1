// SHA-256 (FIPS 180-4), to name kernels, disks and scenario files in reports.
#pragma once

#include <string>
#include <string_view>

namespace levitate::boot {

/// The digest in 64 lower-case hex digits.
std::string sha256(std::string_view bytes);

} // namespace levitate::boot
