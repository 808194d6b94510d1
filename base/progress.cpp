#include "base/progress.h"

#include <cstdio>
#include <sys/ioctl.h>
#include <unistd.h>

namespace levitate {

Progress::Progress(bool quiet) : enabled(!quiet && ::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() { end(); }

void Progress::begin(std::string name, std::size_t steps) {
  const std::lock_guard lock(mutex);
  stage = std::move(name);
  total = steps;
  done = 0;
  shown = {};
  show({});
}

void Progress::step(const std::string &what) {
  const std::lock_guard lock(mutex);
  ++done;
  // Thirty times a second is all an eye can follow.
  if (std::chrono::steady_clock::now() - shown > std::chrono::milliseconds(33))
    show(what);
}

void Progress::end() {
  const std::lock_guard lock(mutex);
  if (enabled && !stage.empty())
    std::fputs("\r\033[K", stderr);
  stage.clear();
}

void Progress::show(const std::string &what) {
  if (!enabled || stage.empty())
    return;
  winsize size{};
  const std::size_t columns =
      ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
  std::string line = stage;
  if (total != 0)
    line += " " + std::to_string(done) + "/" + std::to_string(total);
  if (!what.empty())
    line += " " + what;
  line.resize(std::min(line.size(), columns - 1));
  std::fprintf(stderr, "\r\033[K%s", line.c_str());
  std::fflush(stderr);
  shown = std::chrono::steady_clock::now();
}

} // namespace levitate
