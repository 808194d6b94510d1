#pragma once
struct W { int v = 1; };
namespace a {
template <class T> int apply(T t) { return t.v; }
template <class T> struct Crate { T t; int fetch() const; template <class U> U as() const; static int count; };
template <class T> int Crate<T>::fetch() const { return t.v; }
template <class T> template <class U> U Crate<T>::as() const { return U(t.v); }
template <class T> int Crate<T>::count = 7;
}
