#pragma once

namespace old {

// The surface of a rectangle.
inline int area(int width, int height) noexcept { return width * height; }

inline int width() { return 3; }

} // namespace old
