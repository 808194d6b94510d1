#include "h.h"

int other() {
  return 1;
}
