#pragma once

namespace calc {

constexpr bool Safe = true;
template <class T> concept Number = requires(T a) { a + a; };
template <class T> constexpr T make() { return T(3); }

template <class T>
  requires Number<T>
constexpr auto add(T a, T b = make<T>()) noexcept(Safe) -> decltype(a + b) {
  return a + b;
}

} // namespace calc
