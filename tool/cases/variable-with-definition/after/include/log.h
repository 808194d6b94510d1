#pragma once

namespace log {

inline int written = 0;
bool wanted(int of);

} // namespace log
