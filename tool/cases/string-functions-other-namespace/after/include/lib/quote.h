#pragma once

#include "lib/text.h"

#include <string>

namespace lib::quote {

std::string quoted(const Name &name);
std::string quoted(const Name &name, char mark);
template <typename T> std::string twice(const T &value) { return value.text + value.text; }

} // namespace lib::quote
