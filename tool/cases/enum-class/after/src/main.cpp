#include "net.h"
#include "state.h"

#include <cstdio>

int number(net::link::State state) {
  using enum net::link::State;
  switch (state) {
  case Down:
    return 0;
  case Up:
    return 1;
  }
  return 2;
}

int main() {
  using net::link::State;
  std::printf("%d %d\n", number(State::Up), net::works(net::link::State::Down));
}
