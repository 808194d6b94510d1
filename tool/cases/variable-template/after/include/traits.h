#pragma once

#include "handle.h"

namespace traits {

template <class T> constexpr int rank = 0;

template <class T> constexpr int weight() {
  if constexpr (handles::is_handle<T>)
    return 1;
  else
    return 2 + rank<T>;
}

} // namespace traits
