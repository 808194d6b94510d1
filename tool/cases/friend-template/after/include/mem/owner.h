#pragma once

namespace mem::detail {

template <class T> struct Access;

template <class T> class Owner {
  template <class U> friend struct Access;
  T value{};
};

template <class T> struct Access {
  static T &of(Owner<T> &owner) { return owner.value; }
};

} // namespace mem::detail
