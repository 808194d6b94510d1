#pragma once

namespace base {

struct Socket {
  int port = 80;
};

struct Buffer {
  int size = 1;
};

} // namespace base
