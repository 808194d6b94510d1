#pragma once

namespace shape {

// The surface of a rectangle.
inline int surface(int width, int height) noexcept { return width * height; }

} // namespace shape

namespace old {

[[deprecated("use shape::surface; this name will go after 2099-01-31")]] inline constexpr auto &area = shape::surface;

} // namespace old
