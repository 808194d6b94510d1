#pragma once

#include <memory>
#include <type_traits>

namespace store {

template <typename T> struct Wiping : std::allocator<T> {};

template <typename T>
using Allocator =
    typename std::conditional<sizeof(T) == 1, Wiping<T>, std::allocator<T>>::type;

} // namespace store
