#pragma once

namespace err {

struct Failure {
  int code = 7;
};

} // namespace err
