#include <cstdio>

namespace util {
int one() { return 1; }
} // namespace util

namespace app {
namespace util {
int two() { return 2; }
} // namespace util
int sum() { return ::util::one() + util::two(); }
} // namespace app

int main() { std::printf("%d\n", app::sum()); }
