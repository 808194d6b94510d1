#pragma once

namespace v {
inline int left = 1, right = 2;
} // namespace v
