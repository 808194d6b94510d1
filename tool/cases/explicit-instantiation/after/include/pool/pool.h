#pragma once

namespace pool {

struct Limits {
  int most = 8;
};

} // namespace pool
