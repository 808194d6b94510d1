#pragma once
namespace n {
template <class T> T twice(T t) { return t + t; }
template <class T> struct Box { T v; T get() const { return v; } };
extern template int twice<int>(int);
extern template struct Box<int>;
}
