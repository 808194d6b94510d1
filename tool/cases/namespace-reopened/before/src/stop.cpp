#include "ab.h"

namespace a {
namespace b {
void stop(Engine &engine) { engine.speed -= 1; }

int rest() { return 4; }
} // namespace b
} // namespace a
