#pragma once

#include "core/clock.h"

namespace app {

class Timer : private core::time::Base {
public:
  using core::time::Base::Base;
  using core::time::Base::get;
  using Clock = core::time::Clock;
  Clock::rep read() const { return Clock().now + value; }
};

} // namespace app
