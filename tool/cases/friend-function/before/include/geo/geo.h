#pragma once

namespace geo {

class Point {
public:
  explicit Point(int x) : x(x) {}
  friend int distance(const Point &from, const Point &to);

private:
  int x;
};

int distance(const Point &from, const Point &to);

inline int zoom() { return 4; }

} // namespace geo
