// VirtIO 1.2, section 5.4: entropy device. It has one queue, no features and no configuration.
#pragma once

#include <cstdint>

namespace virtio_drivers::spec::rng {

inline constexpr std::uint16_t request_queue = 0;

} // namespace virtio_drivers::spec::rng
