#pragma once

namespace shape {

class Shape {
public:
  virtual ~Shape() = default;
  virtual int surface() const = 0;
};

const Shape &circle();
const Shape &corners();

} // namespace shape
