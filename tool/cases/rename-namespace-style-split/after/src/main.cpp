#include <cstdio>

namespace x {
namespace y {

int f() { return 1; }

} // namespace y
} // namespace x

namespace x::y {
int g() { return f(); }
} // namespace x::y

namespace x { namespace y { int h() { return g() + 1; } } }

int main() { std::printf("%d %d\n", x::y::f(), x::y::h()); }
