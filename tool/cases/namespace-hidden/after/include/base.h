#pragma once

namespace base {

struct Buffer {
  int size = 1;
};

} // namespace base
