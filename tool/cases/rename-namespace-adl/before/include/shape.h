#pragma once

namespace shape {
struct Box {};
struct Square : Box {};
inline int area(const Box &) { return 1; }
} // namespace shape
