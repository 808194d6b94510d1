#pragma once

namespace cfg {
extern int limit;
template <class T> constexpr int bits = 8 * sizeof(T);
template <> inline constexpr int bits<bool> = 1;
template <class T>
concept Small = bits<T> <= 16;
template <class T> using Pointer = T *;
struct State {
  static int current;
};
template <Small T> Pointer<T> first(Pointer<T> list) { return list; }
} // namespace cfg
