#pragma once
struct W { int v = 1; };
namespace a {
struct W { int v = 2; };
template <class T> int use(T t) { return t.v; }
template <class T> struct Box { T t; int get() const; template <class U> U as() const; static int count; };
template <class T> int Box<T>::get() const { return t.v; }
template <class T> template <class U> U Box<T>::as() const { return U(t.v); }
template <class T> int Box<T>::count = 7;
}
