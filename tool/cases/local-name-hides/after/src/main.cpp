#include "net/socket.h"

#include <cstdio>

struct Counter {
  int net = 0;
  int add() {
    net += net::Socket().port;
    return net;
  }
};

int main() {
  int net = 2;
  net::Socket socket;
  std::printf("%d\n", socket.port + net + Counter().add());
}
