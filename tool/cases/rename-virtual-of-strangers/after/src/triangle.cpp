#include "shape.hpp"

namespace shape {

class Triangle : public Shape {
public:
  int surface() const override { return 1; }
};

const Shape &corners() {
  static Triangle one;
  return one;
}

} // namespace shape
