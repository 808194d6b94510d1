#pragma once

namespace n {

inline int f(){return 1;}

} // namespace n
