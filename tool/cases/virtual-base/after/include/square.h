#pragma once

#include "base/shape.h"
#include "shape.h"

namespace shape {

class Square : public Shape {
public:
  int corners() const override { return 4; }
};

} // namespace shape
