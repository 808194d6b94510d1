#pragma once

namespace base {

struct Socket {
  int port = 80;
};

} // namespace base
