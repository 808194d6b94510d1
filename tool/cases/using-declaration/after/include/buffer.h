#pragma once

namespace mid {

struct Buffer {
  int size = 4;
};

} // namespace mid
