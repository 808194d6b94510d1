#pragma once

#include "shape.h"

namespace shape {

class Square : public Shape {
public:
  int corners() const override { return 4; }
};

} // namespace shape
