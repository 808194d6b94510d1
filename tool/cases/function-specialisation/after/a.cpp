#include "a.hpp"
namespace old {
int other() { return 1; }
}
