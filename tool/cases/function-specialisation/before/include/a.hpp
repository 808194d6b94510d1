#pragma once
namespace old {
template <class T> int size(const T &) { return sizeof(T); }
template <> int size<int>(const int &);
template <> int size<char>(const char &);
int other();
} // namespace old
