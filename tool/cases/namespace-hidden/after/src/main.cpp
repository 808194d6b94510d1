#include "base.h"
#include "net/socket.h"

#include <cstdio>

namespace app {

namespace net {
constexpr int Default = 8;
}

int port() {
  ::net::Socket socket;
  base::Buffer buffer;
  return socket.port + buffer.size + net::Default;
}

} // namespace app

int main() { std::printf("%d\n", app::port()); }
