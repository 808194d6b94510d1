#pragma once

namespace store {

struct Log {
  int lines = 0;
};

int log(Log &log);

struct Store {
  Log log;
  int put(int value);
};

} // namespace store
