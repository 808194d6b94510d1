#include "a.hpp"
#include "c.hpp"
#include <cstdio>
int main() { std::printf("%s %d\n", text(fresh::Color::Red), old::other()); }
