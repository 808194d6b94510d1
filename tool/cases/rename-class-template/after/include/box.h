#pragma once

namespace box {
template <class T> struct Cell {
  Cell(T value) : value(value) {}
  T get() const;
  T value;
};
template <class T> T Cell<T>::get() const { return value; }
template <class T> struct Cell<T *> {
  Cell(T *value) : value(value) {}
  T get() const { return *value; }
  T *value;
};
template <> struct Cell<char> {
  Cell(char) {}
  int get() const { return 7; }
};
Cell(short)->Cell<int>;
template <template <class> class Outer, class T> int with(Outer<T> outer) { return outer.get(); }
} // namespace box
