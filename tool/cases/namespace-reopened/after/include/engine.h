#pragma once

namespace a::motor {

struct Engine {
  int speed = 0;
};

void start(Engine &engine);

void stop(Engine &engine);

} // namespace a::motor
