#pragma once

namespace app {

struct Version {
  int major_number, minor_number;
};

inline int answer() { return 42; }

} // namespace app
