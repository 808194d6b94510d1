#include "a.hpp"
int main() { old::After a{{{3}}}; return old::use(a) - 3 + old::Mid2{{0}}.b.a; }
