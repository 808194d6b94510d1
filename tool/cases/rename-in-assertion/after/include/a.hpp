#pragma once
namespace old {
enum Limit { Least, Maximum };
inline int width(Limit l) { return l == Maximum ? 2 : 1; }
} // namespace old
