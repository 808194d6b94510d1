#pragma once

namespace virtio {
struct Queue {
  int size;
};
} // namespace virtio

namespace hal {

int cores();

} // namespace hal
