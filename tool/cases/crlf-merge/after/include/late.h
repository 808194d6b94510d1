#pragma once

namespace mix {

struct Later {
  int minutes = 9;
};

// Comes late.
struct Late {
  int minutes = 5;
};

} // namespace mix
