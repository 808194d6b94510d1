#include "delimiter.h"
#include "split.h"
#include <cstdio>
int main() {
  std::printf("%lu %lu\n", absl::StrSplit("abc", 'b'), absl::StrSplit("abc", "c"));
  absl::ByString s("c");
  std::printf("%lu\n", s.Find("abc"));
}
