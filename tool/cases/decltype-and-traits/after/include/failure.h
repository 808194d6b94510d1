#pragma once

namespace base {

struct Failure {
  int code = 7;
};

} // namespace base
