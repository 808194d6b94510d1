#pragma once

namespace geo::flat {

class Point {
public:
  explicit Point(int x) : x(x) {}
  friend int distance(const Point &from, const Point &to);

private:
  int x;
};

int distance(const Point &from, const Point &to);

} // namespace geo::flat
