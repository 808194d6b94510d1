#pragma once

namespace tools {

template <typename T> T twice(T value) { return value + value; }

} // namespace tools
