#include "net.h"

#include <cstdio>

int number(net::State state) {
  using enum net::State;
  switch (state) {
  case Down:
    return 0;
  case Up:
    return 1;
  }
  return 2;
}

int main() {
  using net::State;
  std::printf("%d %d\n", number(State::Up), net::works(net::State::Down));
}
