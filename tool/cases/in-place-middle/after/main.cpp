#include "a.hpp"
int main() { old::After a{{{3}}}; return old::use(a) - 3 + fresh::Mid2{{0}}.b.a; }
