// Progress on stderr while something runs: one line that is rewritten, on a terminal only, so that
// logs stay clean.
#pragma once

#include <chrono>
#include <mutex>
#include <string>

namespace levitate {

/// Thread-safe. Writes nothing when it is not enabled.
class Progress {
public:
  /// Enabled when stderr is a terminal and `quiet` is false.
  explicit Progress(bool quiet);
  ~Progress();

  /// Begins a stage of `total` steps (0: unknown).
  void begin(std::string stage, std::size_t total = 0);
  /// One more step is done; `what` is shown behind the count.
  void step(const std::string &what = {});
  /// Ends the stage and takes the line away.
  void end();

private:
  void show(const std::string &what);

  std::mutex mutex;
  bool enabled;
  std::string stage;
  std::size_t total = 0, done = 0;
  std::chrono::steady_clock::time_point shown;
};

} // namespace levitate
