#include "h.h"

int main(int count, char **) {
  return static_cast<int>(twice(static_cast<long>(count)));
}
