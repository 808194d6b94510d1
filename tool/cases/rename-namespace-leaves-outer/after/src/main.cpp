#include "last.h"

#include <cstdio>

namespace hal {
int cores() { return 1; }
} // namespace hal

int main() {
  virtio::Queue queue{2};
  std::printf("%d %d %d %d\n", virtio::used(queue), virtio::free(queue), hal::lines(),
              hal::cores());
}
