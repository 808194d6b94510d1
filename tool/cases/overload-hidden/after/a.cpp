#include "a.hpp"
#include "p.hpp"
namespace old { int f(long) { return 1; } namespace inner { int user() { return fresh::f(3L); } } }
