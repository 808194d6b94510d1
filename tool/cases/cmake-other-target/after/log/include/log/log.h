#pragma once

namespace store {

struct Log {
  int lines = 0;
};

int log(Log &log);

} // namespace store
