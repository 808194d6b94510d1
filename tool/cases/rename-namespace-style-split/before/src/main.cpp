#include <cstdio>

namespace a {
namespace b {
namespace c {

int f() { return 1; }

} // namespace c
} // namespace b
} // namespace a

namespace a::b {
namespace c {
int g() { return f(); }
} // namespace c
} // namespace a::b

namespace a { namespace b { namespace c { int h() { return g() + 1; } } } }

int main() { std::printf("%d %d\n", a::b::c::f(), a::b::c::h()); }
