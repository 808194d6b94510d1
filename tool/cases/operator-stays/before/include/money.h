#pragma once

namespace money {

struct Euro {
  int cents;
};

inline Euro operator+(Euro a, Euro b) { return {a.cents + b.cents}; }

} // namespace money
