#include "lic.hpp"

#include <cstdio>

int main() { std::printf("%d%d\n", a(lic::A()), b(lic::B())); }
