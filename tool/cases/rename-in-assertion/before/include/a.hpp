#pragma once
namespace old {
enum Limit { Least, Most };
inline int width(Limit l) { return l == Most ? 2 : 1; }
} // namespace old
