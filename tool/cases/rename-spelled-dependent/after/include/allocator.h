#pragma once

#include <memory>
#include <type_traits>

namespace store {

template <typename T> struct Erasing : std::allocator<T> {};

template <typename T>
using Allocator =
    typename std::conditional<sizeof(T) == 1, Erasing<T>, std::allocator<T>>::type;

} // namespace store
