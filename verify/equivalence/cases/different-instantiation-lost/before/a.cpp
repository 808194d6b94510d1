#include "h.h"

template long twice(long);
int other() {
  return 1;
}
