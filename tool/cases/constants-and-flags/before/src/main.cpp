#include "flag/flag.h"

#include <cstdio>

static int values[flag::Both];

int main() {
  switch (12u) {
  case flag::Both:
    std::printf("%u %u %zu\n", flag::Read, flag::Write, sizeof(values) / sizeof(int));
  }
}
