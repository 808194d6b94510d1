#pragma once

#define LIB_VERSION 3

// Evaluates its argument once.
#define CHECKED(x)                                                                                 \
  ((x) ? 1                                                                                         \
       : 0)

int lib();
