#pragma once
namespace old {
struct Point { int x; };
inline int helper(const Point &p) { return p.x; }
} // namespace old
