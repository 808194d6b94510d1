#pragma once

namespace seq {

inline int first() { return 1; }

} // namespace seq
