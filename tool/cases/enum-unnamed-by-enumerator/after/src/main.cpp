#include "n.h"
#include "u.h"
#include <cstdio>
int main() { n::Foo f{1, nullptr}; n::FooPtr p = &f; std::printf("%d %d %d\n", p->a, n::table[3], u::use(nullptr)); }
