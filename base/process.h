// Running other programs: no shell, nothing left behind.
#pragma once

#include "base/result.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace levitate {

struct Command {
  std::vector<std::string> arguments; ///< the program first, looked up in PATH
  std::string directory;              ///< where it runs; empty: here
  std::vector<std::pair<std::string, std::string>> environment; ///< added to ours
  std::string input;                                            ///< what it reads on its stdin
  std::optional<std::chrono::milliseconds> deadline;            ///< none: waits as long as it takes
  bool mergeOutput = false;                                     ///< stderr goes where stdout goes
  std::function<void(std::string_view)> onOutput;               ///< sees stdout as it arrives
};

struct ProcessResult {
  int status = 0;        ///< exit status; 128 + the signal's number when a signal ended it
  bool timedOut = false; ///< the deadline passed and it was killed
  std::string output;
  std::string errors;

  bool succeeded() const { return status == 0 && !timedOut; }
};

/// Runs the command to its end. It runs in a process group of its own, which is killed with all its
/// children at the deadline, and when this process ends. An environment error when it can't be
/// started (no such program); a status other than 0 is no error here.
Result<ProcessResult> runProcess(const Command &command);

/// The command line as one could paste it into a shell.
std::string shellQuoted(const std::vector<std::string> &arguments);

/// The absolute path of a program found in PATH, or nothing.
std::optional<std::string> findProgram(const std::string &name);

/// How many cores this process may use; at least 1.
unsigned availableCores();

} // namespace levitate
