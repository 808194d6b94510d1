#pragma once

namespace n {

struct Log {
  int level = 3;
};

} // namespace n
