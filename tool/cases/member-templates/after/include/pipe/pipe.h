#pragma once

namespace pipe {

struct Unit {
  int value = 2;
};

} // namespace pipe
