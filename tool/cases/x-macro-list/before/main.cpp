#include "a.hpp"
#include <cstdio>
int main() { std::printf("%s %d\n", text(old::Color::Red), old::other()); }
