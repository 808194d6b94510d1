#pragma once

namespace box {

template <class T> class Box {
public:
  explicit Box(T value) : value(value) {}
  T get() const;

private:
  T value;
};

template <class T> T Box<T>::get() const { return value; }

template <> inline bool Box<bool>::get() const { return !value; }

template <class T> class Box<T *> {
public:
  explicit Box(T *) {}
  int get() const { return 42; }
};

inline int lids() { return 1; }

} // namespace box
