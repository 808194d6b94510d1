#pragma once

#include <string>

namespace text {

std::string show(const char* value);
std::string show(int value);
#ifdef TEXT_WITH_LONG
std::string show(long value);
#endif

int width();

} // namespace text
