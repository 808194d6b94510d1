#pragma once

#include "calc/calc.h"

namespace arith {

template <class T>
  requires calc::Number<T>
constexpr auto add(T a, T b = calc::make<T>()) noexcept(calc::Safe) -> decltype(a + b) {
  return a + b;
}

} // namespace arith
