#pragma once

#include "text.h"

namespace text {

int print(int number);
int print(const char *text);
inline int print() { return print("") + width(); }

} // namespace text
