#include "value.h"
  mov $VALUE, %eax
