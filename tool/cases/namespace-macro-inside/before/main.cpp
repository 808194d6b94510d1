#include "split.h"
#include <cstdio>
namespace absl {
ABSL_NAMESPACE_BEGIN
namespace flags {
int go() {
  for (int i = 0; i < 2; ++i)
    if (absl::StrSplit("abc", absl::ByChar("b"[0])) != 1)
      return 1;
  return absl::StrSplit("abc", absl::ByString("b"));
}
}
ABSL_NAMESPACE_END
}
int main() {
  absl::ByString s("c");
  std::printf("%lu %d\n", s.Find("abc"), absl::flags::go());
}
