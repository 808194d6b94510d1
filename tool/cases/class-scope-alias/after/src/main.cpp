#include "app.h"

#include <cstdio>

int main() {
  app::Timer timer(4);
  std::printf("%ld %d %ld\n", timer.read(), timer.get(), app::Timer::Clock().now);
}
