#pragma once

namespace span {

struct Range {
  int items[3] = {1, 2, 3};
};

inline const int *begin(const Range &range) { return range.items; }
inline const int *end(const Range &range) { return range.items + 3; }

} // namespace span
