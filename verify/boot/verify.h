// Boots a kernel by a scenario and says whether it did what it had to. This is the library's entry.
//
//   const auto report = levitate::boot::verify({.scenario = "rules/boot/aarch64.json",
//                                               .kernel = "build/kernel.elf"});
//   if (!report) ...            // the scenario file is wrong (usage), or can't be read
//   (environment) report->passed();           // the verdict; report->json() for a machine,
//   render.h for people
//
// Comparing two boots: report.h, compare().
#pragma once

#include "base/result.h"
#include "verify/boot/report.h"
#include "verify/boot/scenario.h"

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace levitate::boot {

struct Request {
  std::string scenario; ///< path of the scenario file
  std::string kernel;   ///< path of the kernel; empty: the one the scenario names
  /// Paths of kernels by a value of the matrix ("debug"): combinations that have it boot that one.
  std::map<std::string, std::string> kernels;
  Variables variables; ///< win over those of the file; an axis of the matrix is fixed by them
  unsigned repeat = 1; ///< how often each combination of the matrix runs
  unsigned jobs = 1;   ///< how many machines may run at once
  std::optional<unsigned> retries; ///< after failures of the environment; none: the scenario's
  std::string artifacts;           ///< folder for logs and screenshots; empty: keep none
  bool deterministic = false;      ///< run under -icount even when the scenario does not ask for it
  /// The report of the boot that this one will be compared with, or null. Deterministic boots take
  /// their nonces from it, since a kernel that draws or counts its nonce runs differently for each.
  const Report *before = nullptr;
  bool handleSignals = false; ///< SIGINT and SIGTERM end the run in good order (programs want that)
  /// Sees the first serial line of every machine as it comes. Called from several threads, one call
  /// at a time; `label` is the combination of the matrix.
  std::function<void(const std::string &label, std::string_view bytes)> onOutput;
  /// Called after every attempt, one call at a time.
  std::function<void(const VariantReport &variant, const Attempt &attempt)> onAttempt;
};

/// Takes "ELF", or "VALUE=ELF" for combinations with that value of the matrix. What has a `/`
/// before its `=`, or is the name of a file as it stands, is a path.
void addKernel(Request &request, const std::string &text);

/// Runs every combination of the scenario's matrix, `repeat` times each, and retries attempts that
/// the environment spoiled. A usage error when the scenario is wrong, an environment error when it
/// can't be read; a kernel that is missing or for another architecture, and everything that goes
/// wrong later, is a report with a verdict.
///
/// The report's verdict is the worst of all runs: a pass never makes up for a failure.
Result<Report> verify(const Request &request);

} // namespace levitate::boot
