#include "list.h"

#include <stdio.h>

int main(void) {
  struct list list = {{0, 5}, 1};
  list.first.owner = &list;
  printf("%d\n", list_sum(list.first.owner));
  return 0;
}
