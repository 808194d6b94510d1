#pragma once

namespace meta {

template <class A, class B> struct Both {
  A first;
  B second;
};

} // namespace meta
