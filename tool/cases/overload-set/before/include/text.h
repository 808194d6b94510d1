#pragma once

namespace text {

int width();

int print(int number);
int print(const char *text);
inline int print() { return print("") + width(); }

} // namespace text
