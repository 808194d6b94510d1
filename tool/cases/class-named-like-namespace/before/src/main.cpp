#include "base.h"

#include <cstdio>

namespace app {

struct net {
  int value = 3;
};

int port() { return base::Socket().port + net().value; }

} // namespace app

int main() { std::printf("%d\n", app::port()); }
