#pragma once

namespace calc {

constexpr bool Safe = true;
template <class T> concept Number = requires(T a) { a + a; };
template <class T> constexpr T make() { return T(3); }

} // namespace calc
