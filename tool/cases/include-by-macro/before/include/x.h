#pragma once

namespace n {

struct Stay {
  int a = 1;
};

struct Log {
  int level = 3;
};

} // namespace n
