#pragma once
struct Log {
  int level = 3;
};
