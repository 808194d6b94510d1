#pragma once
struct __attribute__((visibility("default"))) Mark {
  int line = 0;
};
