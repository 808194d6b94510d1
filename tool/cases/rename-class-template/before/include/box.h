#pragma once

namespace box {
template <class T> struct Box {
  Box(T value) : value(value) {}
  T get() const;
  T value;
};
template <class T> T Box<T>::get() const { return value; }
template <class T> struct Box<T *> {
  Box(T *value) : value(value) {}
  T get() const { return *value; }
  T *value;
};
template <> struct Box<char> {
  Box(char) {}
  int get() const { return 7; }
};
Box(short)->Box<int>;
template <template <class> class Outer, class T> int with(Outer<T> outer) { return outer.get(); }
} // namespace box
