#pragma once
namespace old {
struct Before { int a; };
struct Mid { Before b; };
struct Mid2 { Before b; };
struct After { Mid m; };
int use(const After &a);
} // namespace old
