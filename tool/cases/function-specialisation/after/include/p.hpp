#pragma once
namespace fresh {
template <class T> int size(const T &) { return sizeof(T); }
template <> int size<int>(const int &);
template <> int size<char>(const char &);
} // namespace fresh
