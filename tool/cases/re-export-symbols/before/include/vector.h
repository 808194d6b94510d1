#pragma once

#define APP_LIMIT 5

namespace core::math {
template <class T> struct Vector {
  T x, y;
};
} // namespace core::math
