#pragma once

namespace op {
inline int RunTask() { return 1; }
inline int StopTask() { return 2; }
} // namespace op
