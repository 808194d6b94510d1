#include "handle.h"
#include "traits.h"

#include <cstdio>

template <class T>
  requires traits::handles::is_handle<T>
int only(T) {
  return 5;
}

int main() {
  std::printf("%d %d %d\n", traits::weight<int *>(), traits::weight<char>(), only(1));
}
