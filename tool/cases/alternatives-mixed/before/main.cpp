#include "a.hpp"
#include <cstdio>
int main() { old::Handle h{3}; old::User u{h}; std::printf("%d %d\n", (int)u.h.value, old::width()); }
