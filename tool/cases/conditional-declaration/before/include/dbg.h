#pragma once

namespace dbg {

#ifndef NO_LOG
struct Log {
  int lines = 0;
};
#endif

struct Trap {};

} // namespace dbg
