#pragma once

namespace hal {

namespace virtio {
struct Queue {
  int size;
};
} // namespace virtio

int cores();

} // namespace hal
