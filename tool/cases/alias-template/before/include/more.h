#pragma once

#include "meta.h"

namespace meta {

template <class T> using Pair = Both<T, T>;

template <class T> inline constexpr bool IsSmall = sizeof(T) < 4;

struct Nothing {};

} // namespace meta
