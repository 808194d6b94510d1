#pragma once

namespace geo {
struct Point {
  int x = 0;
  int twice() const;
};
} // namespace geo
