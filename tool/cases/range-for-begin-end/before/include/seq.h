#pragma once

namespace seq {

struct Range {
  int items[3] = {1, 2, 3};
};

inline const int *begin(const Range &range) { return range.items; }
inline const int *end(const Range &range) { return range.items + 3; }

inline int first() { return 1; }

} // namespace seq
