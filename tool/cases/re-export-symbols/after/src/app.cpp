#include "app.h"

#include "core.h"
#include "vector.h"

#include <cstdio>

namespace app {
int start() { return core::run(core::Engine()) + core::math::Vector<int>{1, 2}.y + APP_LIMIT; }
} // namespace app

int main() { std::printf("%d\n", app::start()); }
