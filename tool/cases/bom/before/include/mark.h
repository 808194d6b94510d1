#pragma once

namespace mark {

struct A {
  int a = 1;
};

struct B {
  int b = 2;
};

} // namespace mark
