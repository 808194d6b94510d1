start:
  mov $VALUE, %eax
