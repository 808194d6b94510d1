#pragma once
#include "re.h"

namespace re {

/// Several at once.
class Expression::Set {
public:
  int size() const { return 2; }
};

} // namespace re
