#pragma once

#include <cstddef>
#include <utility>

namespace duo {

struct Two {
  int a = 1;
  long b = 2;
};

template <std::size_t I> auto get(const Two &two) {
  if constexpr (I == 0)
    return two.a;
  else
    return two.b;
}

} // namespace duo

template <> struct std::tuple_size<duo::Two> : std::integral_constant<std::size_t, 2> {};
template <std::size_t I> struct std::tuple_element<I, duo::Two> {
  using type = decltype(duo::get<I>(duo::Two()));
};
