#include "a.hpp"
namespace fresh {
int use(const After &a) { return a.m.b.a; }
}
