#pragma once

namespace drive {

class Engine {
public:
  int power = 90;
};

} // namespace drive
