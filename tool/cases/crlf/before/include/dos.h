#pragma once

namespace dos {

// A number for a file.
struct Handle {
  int number;
};

struct Drive {
  char letter;
};

} // namespace dos
