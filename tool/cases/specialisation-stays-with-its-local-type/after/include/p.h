#pragma once
#include "u.h"

namespace meta {
template <class T> struct tag { static constexpr int v = 1; };
template <> struct tag<int> { static constexpr int v = 2; };
template <class T> constexpr int tag_v = tag<T>::v;
}

template <> struct meta::tag<u::mine> { static constexpr int v = 3; };
template <> inline constexpr int meta::tag_v<char> = 4;
