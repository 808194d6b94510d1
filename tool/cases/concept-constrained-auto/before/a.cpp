#include "a.hpp"
namespace io { int other() { return 1; } 
int drain(Readable auto &x) { return x.read(); }
struct One { int read() { return 3; } };
static One one;
int more() { return drain(one); }
}
