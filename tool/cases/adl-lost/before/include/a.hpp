#pragma once
namespace old {
struct Point { int x; };
inline int helper(const Point &p) { return p.x; }
inline int user(const Point &p) { return helper(p); }
} // namespace old
