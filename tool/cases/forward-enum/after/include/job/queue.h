#pragma once

#include <cstdint>

namespace job {

enum class State : std::uint8_t;
enum Level : int;

class Queue {
public:
  State state() const { return last; }
  void raise(Level level) { this->level = level; }
  State last{};
  Level level{};
};

} // namespace job
