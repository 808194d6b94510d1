#include "u.h"
#include <cstdio>
int main() { u::Foo f{1, nullptr}; u::FooPtr p = &f; std::printf("%d %d %d\n", p->a, u::table[3], u::use(nullptr)); }
