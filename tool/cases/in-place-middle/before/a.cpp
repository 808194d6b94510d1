#include "a.hpp"
namespace old {
int use(const After &a) { return a.m.b.a; }
}
