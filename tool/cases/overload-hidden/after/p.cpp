#include "p.hpp"

namespace fresh {
int f(int) { return 2; }
}
