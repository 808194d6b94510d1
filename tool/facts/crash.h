// What happens when the compiler crashes on a unit: the program ends with the unit's name.
//
// A compiler that has crashed may hold a lock or half of a structure that other threads use, so
// nothing goes on after it: no jump out of the handler, no clean-up beyond what the kernel does.
#pragma once

#include <memory>
#include <string>

namespace levitate::facts {

/// While it lives, a crash of this thread (also one for want of stack) writes `said` to stderr and
/// ends the process with ExitStatus::Environment. Guards of one thread may nest; the innermost
/// speaks. A handler that somebody else has installed (a sanitizer, a test framework) stays, and is
/// called in place of this. The threads that Clang makes of its own are not guarded.
class CrashGuard {
public:
  explicit CrashGuard(std::string said);
  ~CrashGuard();
  CrashGuard(const CrashGuard &) = delete;
  CrashGuard &operator=(const CrashGuard &) = delete;

private:
  std::string said;
  const std::string *outer;
  std::unique_ptr<char[]> stack; // for the handler; null where the thread has one already
};

} // namespace levitate::facts
