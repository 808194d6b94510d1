#pragma once

namespace traits {

template <class T> constexpr bool is_handle = false;
template <class T> constexpr bool is_handle<T *> = true;
template <> constexpr bool is_handle<int> = true;

template <class T> constexpr int rank = 0;

template <class T> constexpr int weight() {
  if constexpr (is_handle<T>)
    return 1;
  else
    return 2 + rank<T>;
}

} // namespace traits
