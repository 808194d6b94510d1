#include "parse.h"

#include <memory>

namespace io {

struct Token {
  int value = 0;
};

#ifdef OLD_LIBRARY
using TokenPointer = std::shared_ptr<Token>;
#else
using TokenPointer = std::unique_ptr<Token>;
#endif

int parse(const char* text) {
  TokenPointer token(new Token);
  for (; *text; ++text)
    token->value = token->value * 10 + (*text - '0');
  return token->value;
}

} // namespace io
