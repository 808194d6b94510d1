#include "engine.h"

#include "ab.h"

namespace a::motor {
void start(Engine &engine) { engine.speed = 10 + b::rest(); }

void stop(Engine &engine) { engine.speed -= 1; }
} // namespace a::motor
