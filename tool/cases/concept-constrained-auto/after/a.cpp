#include "a.hpp"
#include "p.hpp"
namespace io { int other() { return 1; } 
int drain(fresh::Source auto &x) { return x.read(); }
struct One { int read() { return 3; } };
static One one;
int more() { return drain(one); }
}
