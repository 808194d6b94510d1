#define VALUE 7
// the entry
.globl start
start:
  mov $VALUE, %eax
  ret
