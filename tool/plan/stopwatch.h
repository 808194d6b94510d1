// Adds the time for which it lives to a sum.
#pragma once

#include <chrono>

namespace levitate::plan {

class Stopwatch {
public:
  explicit Stopwatch(double &seconds) : seconds(seconds) {}
  ~Stopwatch() {
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  Stopwatch(const Stopwatch &) = delete;
  Stopwatch &operator=(const Stopwatch &) = delete;

private:
  double &seconds;
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
};

} // namespace levitate::plan
