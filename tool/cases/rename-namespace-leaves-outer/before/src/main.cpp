#include "last.h"

#include <cstdio>

namespace hal {
int cores() { return 1; }
} // namespace hal

int main() {
  hal::virtio::Queue queue{2};
  std::printf("%d %d %d %d\n", hal::virtio::used(queue), hal::virtio::free(queue), hal::lines(),
              hal::cores());
}
