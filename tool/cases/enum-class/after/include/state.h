#pragma once

namespace net::link {

enum class State : unsigned char {
  Down, ///< no carrier
  Up    ///< carrier
};

} // namespace net::link
