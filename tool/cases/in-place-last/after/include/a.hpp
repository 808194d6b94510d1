#pragma once
namespace old {
struct Before { int a; };
struct Mid { Before b; };
struct Mid2 { Before b; };
} // namespace old

namespace fresh {
struct After { old::Mid m; };
int use(const After &a);
} // namespace fresh
