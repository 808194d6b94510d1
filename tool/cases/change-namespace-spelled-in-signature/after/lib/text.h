#pragma once

#include <type_traits>

namespace lib {

namespace traits {

// What `Text` is made of as a number.
template <typename T> struct IsNumber : std::false_type {};
template <> struct IsNumber<int> : std::true_type {};

} // namespace traits

class Text {
public:
  template <typename T>
  using Number = typename std::enable_if<lib::traits::IsNumber<T>::value, int>::type;

  template <typename T, Number<T> = 0> Text(T *) : size(sizeof(T)) {}

  template <typename T> typename std::enable_if<traits::IsNumber<T>::value, bool>::type holds(T) {
    return true;
  }

  int size;
};

} // namespace lib
