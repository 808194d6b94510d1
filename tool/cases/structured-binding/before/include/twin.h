#pragma once

#include <cstddef>
#include <utility>

namespace twin {

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

struct One {};

} // namespace twin

template <> struct std::tuple_size<twin::Two> : std::integral_constant<std::size_t, 2> {};
template <std::size_t I> struct std::tuple_element<I, twin::Two> {
  using type = decltype(twin::get<I>(twin::Two()));
};
