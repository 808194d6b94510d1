#include "tool/facts/crash.h"

#include "tool/facts/extract.h"
#include "tool/facts/tree_for_test.h"

#include <csignal>
#include <functional>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace levitate;
using namespace levitate::facts;

namespace {

struct Ending {
  int status = 0; // of waitpid
  std::string said;
};

/// How a process of its own ends that does this, without the handlers of the test framework.
Ending endingOf(const std::function<void()> &work) {
  int channel[2];
  REQUIRE(::pipe(channel) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    for (const int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP})
      std::signal(signal, SIG_DFL);
    stack_t none = {};
    none.ss_flags = SS_DISABLE;
    ::sigaltstack(&none, nullptr);
    ::dup2(channel[1], STDERR_FILENO);
    ::close(channel[0]);
    ::close(channel[1]);
    work();
    ::_exit(0);
  }
  ::close(channel[1]);
  Ending ending;
  char buffer[4096];
  for (ssize_t count = 0; (count = ::read(channel[0], buffer, sizeof buffer)) > 0;)
    ending.said.append(buffer, static_cast<std::size_t>(count));
  ::close(channel[0]);
  REQUIRE(::waitpid(child, &ending.status, 0) == child);
  return ending;
}

// Uses up the stack.
[[gnu::noinline]] int deep(volatile int *above) {
  volatile int here[1024] = {};
  here[0] = *above + 1;
  return here[0] == 0 ? 0 : deep(here) + here[0];
}

} // namespace

TEST_CASE("a unit on which Clang crashes ends the program with the unit's name") {
  // Clang 19 does on this.
  const TreeForTest tree({{"a.cpp", "int a;\n#pragma pack(_Pragma("}});
  const workspace::Overlay overlay = tree.overlay();
  const Project project = tree.project();
  const Ending ending =
      endingOf([&] { static_cast<void>(extract(tree.unit("a.cpp"), overlay, project)); });
  INFO(ending.said);
  REQUIRE(WIFEXITED(ending.status));
  CHECK(WEXITSTATUS(ending.status) == 4);
  CHECK(ending.said.find("a.cpp:1:1: error: Clang crashed while it read this unit") !=
        std::string::npos);
}

TEST_CASE("a guard speaks for its thread, also when that has no stack left") {
  const Ending ending = endingOf([] {
    const CrashGuard other("other\n");
    std::thread([] {
      const CrashGuard outer("outer\n");
      const CrashGuard inner("inner\n");
      volatile int start = 0;
      start = deep(&start);
    }).join();
  });
  REQUIRE(WIFEXITED(ending.status));
  CHECK(WEXITSTATUS(ending.status) == 4);
  CHECK(ending.said == "inner\n");
}

TEST_CASE("a crash outside of a guard stays one") {
  const Ending ending = endingOf([] {
    {
      const CrashGuard guard("guard\n");
    }
    std::raise(SIGSEGV);
  });
  REQUIRE(WIFSIGNALED(ending.status));
  CHECK(WTERMSIG(ending.status) == SIGSEGV);
  CHECK(ending.said.empty());
}
