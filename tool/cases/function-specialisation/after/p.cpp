#include "p.hpp"

namespace fresh {
template <> int size<int>(const int &v) { return v; }
template <> int size<char>(const char &v) { return v + 1; }
}
