#include "err.h"

#include <cstdio>
#include <type_traits>
#include <typeinfo>
#include <vector>

template <class T, template <class...> class Box = std::vector> struct Holder {
  Box<T> all;
};

static_assert(std::is_aggregate_v<err::Failure> && alignof(err::Failure) == alignof(int));

int main() {
  Holder<err::Failure> holder;
  decltype(err::Failure::code) code = 1;
  auto pointer = &err::Failure::code;
  try {
    throw err::Failure{};
  } catch (const err::Failure &failure) {
    code += failure.*pointer;
  }
  std::printf("%d %zu %zu %d\n", code, sizeof(err::Failure), holder.all.size(),
              typeid(err::Failure) == typeid(int));
}
