#include "fmt/fmt.h"
#include "fmt/print.h"

#include <cstdio>

int main() { std::printf("%d %d\n", out::print(), out::Sink<fmt::Plain, 1>().width + fmt::pad(1)); }
