#include "a.hpp"
int old::other() { return static_cast<int>(Color::Blue); }
