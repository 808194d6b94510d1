#include "failure.h"

#include <cstdio>
#include <type_traits>
#include <typeinfo>
#include <vector>

template <class T, template <class...> class Box = std::vector> struct Holder {
  Box<T> all;
};

static_assert(std::is_aggregate_v<base::Failure> && alignof(base::Failure) == alignof(int));

int main() {
  Holder<base::Failure> holder;
  decltype(base::Failure::code) code = 1;
  auto pointer = &base::Failure::code;
  try {
    throw base::Failure{};
  } catch (const base::Failure &failure) {
    code += failure.*pointer;
  }
  std::printf("%d %zu %zu %d\n", code, sizeof(base::Failure), holder.all.size(),
              typeid(base::Failure) == typeid(int));
}
