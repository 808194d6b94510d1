#pragma once

namespace log {

extern int level;
inline int written = 0;
bool wanted(int of);

} // namespace log
