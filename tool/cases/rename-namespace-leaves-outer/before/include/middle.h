#pragma once

#include "first.h"

namespace hal {

inline int pages() { return 2; }

namespace virtio {
inline int used(const Queue &queue) { return queue.size * pages(); }
} // namespace virtio

inline int lines() { return 3; }

} // namespace hal
