#include <cstdio>

namespace util {
int one() { return 1; }
} // namespace util

namespace app {
namespace helpers {
int two() { return 2; }
} // namespace helpers
int sum() { return util::one() + helpers::two(); }
} // namespace app

int main() { std::printf("%d\n", app::sum()); }
