#pragma once

#include <string>

namespace text {

std::string doubled(const std::string &text);

} // namespace text
