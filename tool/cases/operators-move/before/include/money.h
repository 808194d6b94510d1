#pragma once

namespace money {

struct Euro {
  int cents;
};

inline Euro operator+(Euro a, Euro b) { return {a.cents + b.cents}; }
inline Euro operator<<(Euro a, int count) { return {a.cents << count}; }

struct Purse {};

} // namespace money
