#pragma once

namespace re {

class Expression {
public:
  class Set;
  int size() const { return 1; }
};

} // namespace re
