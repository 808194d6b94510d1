#include "a.hpp"
namespace old {
int other(int x) { return x; }
}
