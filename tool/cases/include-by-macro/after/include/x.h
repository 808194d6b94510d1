#pragma once

namespace n {

struct Stay {
  int a = 1;
};

} // namespace n
