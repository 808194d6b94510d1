#include "a.hpp"
#include <cstdio>
#define CHECK(x) ((x) ? 0 : (std::printf("failed: %s\n", #x), 1))
#define SAY(x) ((x) ? nullptr : #x)
int main() {
  const char *said = SAY(old::width(old::Most) == 2);
  return (said != nullptr) + CHECK(old::width(old::Most) == 2);
}
