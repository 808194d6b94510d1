#pragma once
namespace old {
class Inspector;
} // namespace old

namespace fresh {
class Point {
public:
  explicit Point(int x) : x(x) {}
  friend bool operator==(const Point &a, const Point &b) { return a.x == b.x; }
  friend int peek(const Point &p) { return p.x; }
  friend class old::Inspector;
private:
  int x;
};
} // namespace fresh
