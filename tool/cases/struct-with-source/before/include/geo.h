#pragma once

namespace geo {

struct Point {
  int x = 0;
  int y = 0;

  int length() const;
  void scale(int factor);
};

int area(int width, int height);

} // namespace geo
