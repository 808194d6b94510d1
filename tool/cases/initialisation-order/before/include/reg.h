#pragma once

namespace reg {
int make();
extern int first;
extern int second;
} // namespace reg
