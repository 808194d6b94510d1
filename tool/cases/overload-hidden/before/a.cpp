#include "a.hpp"
namespace old { int f(long) { return 1; } namespace inner { int f(int) { return 2; } int user() { return f(3L); } } }
