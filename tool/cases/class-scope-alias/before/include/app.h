#pragma once

#include "core/core.h"

namespace app {

class Timer : private core::Base {
public:
  using Base::Base;
  using core::Base::get;
  using Clock = core::Clock;
  Clock::rep read() const { return Clock().now + value; }
};

} // namespace app
