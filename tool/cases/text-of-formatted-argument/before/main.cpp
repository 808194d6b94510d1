#include "all.h"
#include "expect.h"

int main() {
  const char *some_texts = "x";
  return EXPECT(0 !=
                check_all_of(reinterpret_cast<const char *>(some_texts))) == 0;
}
