#pragma once

namespace work {

struct Task {
  int steps = 2;
};

} // namespace work
