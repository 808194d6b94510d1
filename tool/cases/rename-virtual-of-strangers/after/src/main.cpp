#include "shape.hpp"

#include <cstdio>
#include <initializer_list>

int main() {
  for (const shape::Shape *one : {&shape::circle(), &shape::corners()})
    std::printf("%d\n", one->surface());
}
