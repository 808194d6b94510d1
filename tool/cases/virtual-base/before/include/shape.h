#pragma once

namespace shape {

class Shape {
public:
  virtual ~Shape();
  virtual int corners() const = 0;
};

class Square;

} // namespace shape
