#include "a.hpp"
int main() { fresh::After a{{{3}}}; return fresh::use(a) - 3 + old::Mid2{{0}}.b.a; }
