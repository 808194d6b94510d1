#ifndef UTIL_RANDOM_H_
#define UTIL_RANDOM_H_

#include <cstdint>

namespace lib {

// A very simple random number generator.
class Random {
public:
  explicit Random(std::uint32_t seed) : seed(seed) {}
  std::uint32_t next() { return seed = seed * 16807u % 2147483647u; }

private:
  std::uint32_t seed;
};

} // namespace lib

#endif // UTIL_RANDOM_H_
