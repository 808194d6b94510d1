#pragma once

#include "middle.h"

namespace hal {

inline int ports() { return 4; }

// What the queues need.
namespace virtio {
inline int free(const Queue &queue) { return ports() - queue.size; }
} // namespace virtio

} // namespace hal
