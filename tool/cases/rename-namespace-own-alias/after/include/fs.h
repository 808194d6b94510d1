#pragma once

namespace fs {
inline int blocks() { return 9; }
} // namespace fs
