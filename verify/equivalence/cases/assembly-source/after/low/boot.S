#include "value.h"
.globl start
start:
  mov $VALUE, %eax
  ret
