#pragma once

#include <string>

namespace lib {

struct Name {
  std::string text;
};

} // namespace lib
