#pragma once

namespace net {

enum class State : unsigned char {
  Down, ///< no carrier
  Up    ///< carrier
};

inline bool works(State state) { return state == State::Up; }

} // namespace net
