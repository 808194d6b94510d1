#include "win/win.h"

#include <cstdio>

int main() { std::printf("%s %s\n", win::Window().title.c_str(), win::Screen().name.c_str()); }
