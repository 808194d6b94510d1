#pragma once

namespace box {

template <class T>
concept Boxable = sizeof(T) < 64;

template <Boxable T, int Size = 4, class... More> struct Crate {
  T things[Size]{};
};

template <class T> using CrateOf = Crate<T, 2>;

} // namespace box
