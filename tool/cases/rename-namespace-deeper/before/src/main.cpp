#include "net.h"

#include <cstdio>

namespace app {
namespace os {
int name() { return 7; }
} // namespace os
int run() { return net::payload() + os::name(); }
} // namespace app

int main() { std::printf("%d %d\n", app::run(), net::mtu()); }
