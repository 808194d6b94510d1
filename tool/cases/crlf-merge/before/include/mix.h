#pragma once

namespace mix {

// Comes late.
struct Late {
  int minutes = 5;
};

struct Early {
  int minutes = 1;
};

} // namespace mix
