#pragma once

namespace lib {

class Value;

class Value {
public:
  int held = 3;
};

} // namespace lib
