#pragma once

namespace mix {

struct Later {
  int minutes = 9;
};

} // namespace mix
