#pragma once

namespace low {

struct Buffer {
  int size = 4;
};

struct Page {};

} // namespace low
