#include "m/m.h"
#include <cstdio>
int main() { std::printf("%d %d\n", a::use(a::W{}), a::use(W{})); std::printf("%d %d %ld\n", a::Box<a::W>{}.get(), a::Box<a::W>::count, a::Box<a::W>{}.as<long>()); }
