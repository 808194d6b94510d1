#pragma once

namespace mark {

struct A {
  int a = 1;
};

} // namespace mark
