#include "tool/facts/crash.h"

#include "base/result.h"

#include <csignal>
#include <unistd.h>

namespace levitate::facts {

namespace {

constexpr int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP};
constexpr std::size_t stackSize = 64 * 1024;

thread_local const std::string *current = nullptr;

// Does only what a signal handler may do (POSIX.1-2017, 2.4.3).
void handle(int signal) {
  if (current == nullptr) {
    std::signal(signal, SIG_DFL);
    static_cast<void>(std::raise(signal));
    return;
  }
  std::size_t written = 0;
  while (written < current->size()) {
    const ssize_t more =
        ::write(STDERR_FILENO, current->data() + written, current->size() - written);
    if (more <= 0)
      break;
    written += static_cast<std::size_t>(more);
  }
  ::_exit(static_cast<int>(ExitStatus::Environment));
}

void install() {
  for (const int signal : crashes) {
    struct sigaction present = {};
    if (::sigaction(signal, nullptr, &present) != 0 || (present.sa_flags & SA_SIGINFO) != 0 ||
        present.sa_handler != SIG_DFL)
      continue;
    struct sigaction ours = {};
    ours.sa_handler = handle;
    ours.sa_flags = SA_ONSTACK;
    ::sigaction(signal, &ours, nullptr);
  }
}

} // namespace

CrashGuard::CrashGuard(std::string text) : said(std::move(text)), outer(current) {
  stack_t present = {};
  if (::sigaltstack(nullptr, &present) == 0 && (present.ss_flags & SS_DISABLE) != 0) {
    stack = std::make_unique_for_overwrite<char[]>(stackSize);
    stack_t own = {};
    own.ss_sp = stack.get();
    own.ss_size = stackSize;
    ::sigaltstack(&own, nullptr);
  }
  install();
  current = &said;
}

CrashGuard::~CrashGuard() {
  current = outer;
  if (stack) {
    stack_t none = {};
    none.ss_flags = SS_DISABLE;
    ::sigaltstack(&none, nullptr);
  }
}

} // namespace levitate::facts
