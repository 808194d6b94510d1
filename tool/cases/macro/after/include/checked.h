#pragma once

// Evaluates its argument once.
#define CHECKED(x)                                                                                 \
  ((x) ? 1                                                                                         \
       : 0)
