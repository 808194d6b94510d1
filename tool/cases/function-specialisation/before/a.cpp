#include "a.hpp"
namespace old {
template <> int size<int>(const int &v) { return v; }
template <> int size<char>(const char &v) { return v + 1; }
int other() { return 1; }
}
