#pragma once

namespace core {

class Engine {
public:
  int power = 90;
};

class Wheel {};

} // namespace core
