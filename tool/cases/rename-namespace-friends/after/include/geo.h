#pragma once

#include <cstddef>
#include <functional>

namespace space::geo {
class Point;
int norm(const Point &point);

class Point {
public:
  explicit Point(int x) : x(x) {}
  friend int norm(const Point &point);
  friend bool operator==(const Point &a, const Point &b) { return a.x == b.x; }
  friend struct std::hash<space::geo::Point>;
  template <class T> T as() const;

private:
  int x;
};
} // namespace space::geo

template <> struct std::hash<space::geo::Point> {
  std::size_t operator()(const space::geo::Point &point) const { return static_cast<std::size_t>(point.x); }
};

template <class T> T space::geo::Point::as() const { return static_cast<T>(x); }
