#include "money.h"

#include <cstdio>

int main() {
  money::Euro euro{250};
  money::Purse purse;
  std::printf("%d %d\n", print(euro), purse.size);
}
