#pragma once

#define MAKE(name)                                                                                 \
  struct name {                                                                                    \
    int value;                                                                                     \
  };

namespace m {
MAKE(Made)
} // namespace m
