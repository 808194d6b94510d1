#pragma once

namespace pool {

class Pool {
public:
  static int used;
  static constexpr int Limit = 8;
  struct Slot;
  static bool full();
};

struct Pool::Slot {
  int index;
};

inline int spare() { return 2; }

} // namespace pool
