#pragma once

#include "first.h"

namespace hal {

inline int pages() { return 2; }

} // namespace hal

namespace virtio {
inline int used(const Queue &queue) { return queue.size * hal::pages(); }
} // namespace virtio

namespace hal {

inline int lines() { return 3; }

} // namespace hal
