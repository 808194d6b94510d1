#pragma once

namespace eu {

struct Euro {
  int cents;
};

inline int print(Euro euro) { return euro.cents; }

} // namespace eu
