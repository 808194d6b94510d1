#pragma once

#define LIBRARY_VERSION 3

namespace lib {

struct Block {
  int size = 1;
};

inline int maximum = 9;

namespace detail {

enum Mode { Slow, Fast };

inline int sum(int a, int b) { return a + b; }

template <class T> struct Box {
  T value;
};

} // namespace detail

using Buffer [[deprecated("use lib::Block; this name will go after 2099-01-31")]] = lib::Block;

[[deprecated("use lib::maximum; this name will go after 2099-01-31")]] inline constexpr auto &limit = lib::maximum;

using Mode [[deprecated("use lib::detail::Mode; this name will go after 2099-01-31")]] = lib::detail::Mode;
using lib::detail::Slow;
using lib::detail::Fast;

// Deprecated: use lib::detail::sum. This name will go after 2099-01-31.
using lib::detail::sum;

// Deprecated: use lib::detail::Box. This name will go after 2099-01-31.
using lib::detail::Box;

} // namespace lib

// Deprecated: use LIBRARY_VERSION. This name will go after 2099-01-31.
#define LIB_VERSION LIBRARY_VERSION
