#pragma once

namespace wrap {

template <class T> struct Wrap {
  T value;
};
template <class T> Wrap(T) -> Wrap<T>;
Wrap(const char *) -> Wrap<char>;

struct Paper {};

} // namespace wrap
