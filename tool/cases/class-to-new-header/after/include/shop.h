#pragma once

namespace shop {

// Where it is paid.
class Till {
public:
  int taken = 0;
};

} // namespace shop
