#pragma once

namespace wrap::inner {

template <class T> struct Wrap {
  T value;
};
template <class T> Wrap(T) -> Wrap<T>;
Wrap(const char *) -> Wrap<char>;

} // namespace wrap::inner
