#include "base/process.h"

#include "base/files.h"

#include <catch2/catch_test_macros.hpp>

#include <csignal>
#include <thread>

using namespace levitate;
using namespace std::chrono_literals;

TEST_CASE("a program's output, errors and status come back") {
  const auto result =
      runProcess({.arguments = {"sh", "-c", "cat; echo bad >&2; exit 3"}, .input = "hello"});
  REQUIRE(result);
  CHECK(result->output == "hello");
  CHECK(result->errors == "bad\n");
  CHECK(result->status == 3);
}

TEST_CASE("large input and output do not block each other") {
  const std::string large(1 << 20, 'x');
  const auto result = runProcess({.arguments = {"cat"}, .input = large});
  REQUIRE(result);
  CHECK(result->output == large);
}

TEST_CASE("a program that never reads its input is no trouble") {
  const auto result = runProcess({.arguments = {"true"}, .input = std::string(1 << 20, 'x')});
  REQUIRE(result);
  CHECK(result->status == 0);
}

TEST_CASE("a missing program is an environment error") {
  const auto result = runProcess({.arguments = {"no-such-program-anywhere"}});
  REQUIRE_FALSE(result);
  CHECK(result.error().status == ExitStatus::Environment);
  CHECK(result.error().text().find("no-such-program-anywhere") != std::string::npos);
}

TEST_CASE("at the deadline the program and its children end") {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const std::string note = folder->path() + "/pid";
  const auto result = runProcess(
      {.arguments = {"sh", "-c", "sleep 100 & echo $! > '" + note + "'; wait"}, .deadline = 300ms});
  REQUIRE(result);
  CHECK(result->timedOut);
  const pid_t child = std::stoi(*readText(note));
  // The kill is sent before runProcess returns; the orphan is reaped by init a moment later.
  bool gone = false;
  for (int i = 0; i < 500 && !gone; ++i) {
    const auto state = readText("/proc/" + std::to_string(child) + "/stat");
    gone = !state || state->find(") Z") != std::string::npos;
    if (!gone)
      std::this_thread::sleep_for(10ms);
  }
  CHECK(gone);
}

TEST_CASE("a program that closes its streams is still waited for until the deadline") {
  const auto result =
      runProcess({.arguments = {"sh", "-c", "exec >&- 2>&-; sleep 100"}, .deadline = 300ms});
  REQUIRE(result);
  CHECK(result->timedOut);
}

TEST_CASE("directory and environment are the child's only") {
  const auto result = runProcess({.arguments = {"sh", "-c", "pwd; echo $LEVITATE_X"},
                                  .directory = "/",
                                  .environment = {{"LEVITATE_X", "y"}}});
  REQUIRE(result);
  CHECK(result->output == "/\ny\n");
}

TEST_CASE("a command line can be pasted into a shell") {
  CHECK(shellQuoted({"a", "b c", "d'e", ""}) == "a 'b c' 'd'\\''e' ''");
}
