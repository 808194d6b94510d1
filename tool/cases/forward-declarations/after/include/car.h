#pragma once

namespace drive {
class Engine;
} // namespace drive

namespace core {
class Wheel;
} // namespace core

class Car {
public:
  explicit Car(drive::Engine &engine) : engine(engine) {}
  int power() const;
  core::Wheel *wheel = nullptr;

private:
  drive::Engine &engine;
};
