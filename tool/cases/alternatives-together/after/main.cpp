#include "a.hpp"
#include "p.hpp"
#include <cstdio>
int main() { fresh::Handle h{3}; old::User u{h}; std::printf("%d %d\n", (int)u.h.value, fresh::width()); }
