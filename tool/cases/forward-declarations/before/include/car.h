#pragma once

namespace core {
class Engine;
class Wheel;
} // namespace core

class Car {
public:
  explicit Car(core::Engine &engine) : engine(engine) {}
  int power() const;
  core::Wheel *wheel = nullptr;

private:
  core::Engine &engine;
};
