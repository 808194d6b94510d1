#pragma once

namespace mix {

struct Early {
  int minutes = 1;
};

} // namespace mix
