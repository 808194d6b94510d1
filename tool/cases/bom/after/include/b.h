#pragma once

namespace mark {

struct B {
  int b = 2;
};

} // namespace mark
