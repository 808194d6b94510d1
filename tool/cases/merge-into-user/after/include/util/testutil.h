#ifndef UTIL_TESTUTIL_H_
#define UTIL_TESTUTIL_H_

#include <cstdint>

#include <string>

namespace lib {

// A very simple random number generator.
class Random {
public:
  explicit Random(std::uint32_t seed) : seed(seed) {}
  std::uint32_t next() { return seed = seed * 16807u % 2147483647u; }

private:
  std::uint32_t seed;
};

namespace test {

int answer();

// A string of random letters.
std::string randomString(Random *random, int length);

} // namespace test
} // namespace lib

#endif // UTIL_TESTUTIL_H_
