#include "a.hpp"
namespace J {
Other::Other() {}

// class Case
// //////

namespace moved {
Case::Case() = default;

Case::~Case() = default;

void Case::run(Other &o) {
  o_ = &o;
  runOne();
}
}

// class Tail
// //////

int tail() { return 1; }
}
