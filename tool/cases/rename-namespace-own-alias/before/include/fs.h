#pragma once

namespace levitate_filesystem {
inline int blocks() { return 9; }
} // namespace levitate_filesystem

namespace fs = levitate_filesystem;
