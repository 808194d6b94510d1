#include "util/testutil.h"

namespace lib {
namespace test {

int answer() { return 42; }

std::string randomString(Random *random, int length) {
  std::string text;
  for (int i = 0; i < length; ++i)
    text += static_cast<char>('a' + random->next() % 26);
  return text;
}

} // namespace test
} // namespace lib
