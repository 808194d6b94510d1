#pragma once

#include "middle.h"

namespace hal {

inline int ports() { return 4; }

} // namespace hal

// What the queues need.
namespace virtio {
inline int free(const Queue &queue) { return hal::ports() - queue.size; }
} // namespace virtio
