#include "fmt/fmt.h"

#include <cstdio>

int main() { std::printf("%d %d\n", fmt::print(), fmt::Sink<fmt::Plain, 1>().width + fmt::pad(1)); }
