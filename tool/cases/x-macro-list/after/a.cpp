#include "a.hpp"
#include "c.hpp"
int old::other() { return static_cast<int>(fresh::Color::Blue); }
