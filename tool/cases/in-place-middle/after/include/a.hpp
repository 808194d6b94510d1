#pragma once
namespace old {
struct Before { int a; };
} // namespace old

namespace fresh {
struct Mid { old::Before b; };
struct Mid2 { old::Before b; };
} // namespace fresh

namespace old {
struct After { fresh::Mid m; };
int use(const After &a);
} // namespace old
