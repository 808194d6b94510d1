#include "util/random.h"
#include "util/testutil.h"

#include <cstdio>

int main() {
  lib::Random random(301);
  std::printf("%s\n", lib::test::randomString(&random, 5).c_str());
}
