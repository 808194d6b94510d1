#include "ab.h"

namespace a {
namespace b {
int rest() { return 4; }
} // namespace b
} // namespace a
