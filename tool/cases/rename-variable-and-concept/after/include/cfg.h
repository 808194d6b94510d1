#pragma once

namespace cfg {
extern int maximum;
template <class T> constexpr int width = 8 * sizeof(T);
template <> inline constexpr int width<bool> = 1;
template <class T>
concept Tiny = width<T> <= 16;
template <class T> using Handle = T *;
struct State {
  static int active;
};
template <Tiny T> Handle<T> first(Handle<T> list) { return list; }
} // namespace cfg
