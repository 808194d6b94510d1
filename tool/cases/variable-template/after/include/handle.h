#pragma once

namespace traits::handles {

template <class T> constexpr bool is_handle = false;
template <class T> constexpr bool is_handle<T *> = true;
template <> constexpr bool is_handle<int> = true;

} // namespace traits::handles
