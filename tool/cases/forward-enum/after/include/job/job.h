#pragma once

#include "job/queue.h"
#include <cstdint>

namespace job {

enum class State : std::uint8_t;
enum Level : int { Low, High = 7 };

enum class State : std::uint8_t { Idle, Busy };

struct Job {
  Queue queue;
  State state = State::Busy;
};

} // namespace job
