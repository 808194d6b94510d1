#pragma once

namespace dos {

struct Drive {
  char letter;
};

} // namespace dos
