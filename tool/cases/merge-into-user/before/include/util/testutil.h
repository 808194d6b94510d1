#ifndef UTIL_TESTUTIL_H_
#define UTIL_TESTUTIL_H_

#include "util/random.h"

#include <string>

namespace lib {
namespace test {

int answer();

// A string of random letters.
std::string randomString(Random *random, int length);

} // namespace test
} // namespace lib

#endif // UTIL_TESTUTIL_H_
