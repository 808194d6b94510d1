#pragma once

namespace shape {

class Shape {
public:
  virtual ~Shape() = default;
  virtual int area() const = 0;
};

const Shape &circle();
const Shape &corners();

} // namespace shape
