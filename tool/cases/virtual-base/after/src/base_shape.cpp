#include "base/shape.h"

namespace shape {
Shape::~Shape() = default;
} // namespace shape
