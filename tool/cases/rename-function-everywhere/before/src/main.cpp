#include "calc.h"

#include <cstdio>

using calc::sum;

namespace other {
int sum(char) { return 100; }
template <class T> auto twice(const T &value) -> decltype(calc::sum(value)) { return 2 * calc::sum(value); }
} // namespace other

int main() {
  calc::Pair pair{1, 2};
  std::printf("%d %d %d %d %d %d\n", sum(pair), sum(3, 4), calc::apply<calc::sum>(5, 6), SUM_OF(pair),
              other::sum('a'), other::twice(pair));
}
