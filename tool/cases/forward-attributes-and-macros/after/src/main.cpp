#include "dll/dll.h"

#include <cstdio>

static void print(const dll::Event &event) { std::printf("%d\n", event.code); }

int main() {
  dll::Event event;
  event.hook.call = print;
  event.hook.call(event);
}
