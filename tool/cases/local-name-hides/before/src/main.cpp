#include "base.h"

#include <cstdio>

struct Counter {
  int net = 0;
  int add() {
    net += base::Socket().port;
    return net;
  }
};

int main() {
  int net = 2;
  base::Socket socket;
  std::printf("%d\n", socket.port + net + Counter().add());
}
