#pragma once

#include <cstdint>

namespace job {

enum class State : std::uint8_t;
enum Level : int { Low, High = 7 };

class Queue {
public:
  State state() const { return last; }
  void raise(Level level) { this->level = level; }
  State last{};
  Level level{};
};

enum class State : std::uint8_t { Idle, Busy };

struct Job {
  Queue queue;
  State state = State::Busy;
};

} // namespace job
