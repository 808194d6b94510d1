#pragma once

#include "state.h"

namespace net {

inline bool works(link::State state) { return state == link::State::Up; }

} // namespace net
