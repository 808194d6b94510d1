#ifndef SHAPE_H
#define SHAPE_H

#include <cstddef>

#define SIDES 4

namespace app {
class Canvas;

// A shape with sides.
struct Shape {
  int sides = SIDES;
  void draw(Canvas &canvas) const;
};

enum Kind { Flat, Solid };
} // namespace app

namespace detail {
inline int twice(const app::Shape &shape) { return 2 * shape.sides; }
} // namespace detail

extern "C" int shape_count(void);

namespace app {
template <class T> T most(T a, T b) { return a < b ? b : a; }
} // namespace app

#endif // SHAPE_H
