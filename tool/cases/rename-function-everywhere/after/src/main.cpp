#include "calc.h"

#include <cstdio>

using calc::total;

namespace other {
int sum(char) { return 100; }
template <class T> auto twice(const T &value) -> decltype(calc::total(value)) { return 2 * calc::total(value); }
} // namespace other

int main() {
  calc::Pair pair{1, 2};
  std::printf("%d %d %d %d %d %d\n", total(pair), total(3, 4), calc::apply<calc::total>(5, 6), SUM_OF(pair),
              other::sum('a'), other::twice(pair));
}
