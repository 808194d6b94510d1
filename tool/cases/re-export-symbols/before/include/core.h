#pragma once

namespace core {
struct Engine {
  int power = 4;
};
inline int run(const Engine &engine) { return engine.power; }
inline int run(int power) { return power; }
} // namespace core
