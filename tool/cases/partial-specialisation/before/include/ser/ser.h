#pragma once

#include <string>

namespace ser {

template <class T> struct Writer {
  template <class Out> void write(Out &out, const T &value) const;
  static int size();
};

template <class T>
template <class Out>
void Writer<T>::write(Out &out, const T &value) const {
  out += std::to_string(value);
}

template <class T> int Writer<T>::size() { return sizeof(T); }

template <class T> struct Writer<T *> {
  static int size() { return Writer<T>::size() + 1; }
};

template <> struct Writer<bool> {
  static int size() { return 100; }
};

template <> inline int Writer<char>::size() { return 200; }

inline int version() { return 7; }

} // namespace ser
