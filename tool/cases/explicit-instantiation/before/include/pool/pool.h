#pragma once

namespace pool {

template <class T> class Pool {
public:
  int take();

private:
  int taken = 0;
};

extern template class Pool<int>;

struct Limits {
  int most = 8;
};

} // namespace pool
