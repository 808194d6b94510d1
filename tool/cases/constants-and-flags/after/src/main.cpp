#include "flag/flag.h"
#include "flag/write.h"

#include <cstdio>

static int values[access::Both];

int main() {
  switch (12u) {
  case access::Both:
    std::printf("%u %u %zu\n", flag::Read, access::Write, sizeof(values) / sizeof(int));
  }
}
