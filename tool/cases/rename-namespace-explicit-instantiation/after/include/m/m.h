#pragma once
namespace deep::mm {
template <class T> T doubled(T t) { return t + t; }
template <class T> struct Box { T v; T get() const; template <class U> U as() const { return static_cast<U>(v); } };
template <class T> T Box<T>::get() const { return v; }
template <> inline long doubled<long>(long t) { return t * 2; }
inline int other() { return 3; }
}
