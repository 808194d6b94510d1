#include "ab.h"

namespace a::b {
void start(Engine &engine) { engine.speed = 10 + rest(); }
} // namespace a::b
