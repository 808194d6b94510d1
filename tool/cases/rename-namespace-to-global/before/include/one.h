#pragma once

namespace project {

struct One {
  int value;
};

namespace inner {
inline int plus(const One &one) { return one.value + 1; }
} // namespace inner

} // namespace project
