// What a verification found: the data of a report, its JSON form, and reading it back for
// comparing. How it is shown to people stands in render.h.
#pragma once

#include "base/result.h"

#include <nlohmann/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace levitate::boot {

/// Passed: all evidence was there. KernelFailed: the kernel crashed, hung, ended wrongly or claimed
/// what the devices did not do. TestFailed: it booted, and a test, a fact or the time for a test
/// failed. EnvironmentFailed: nothing can be said about the kernel.
enum class Verdict { Passed, KernelFailed, TestFailed, EnvironmentFailed };
std::string_view nameOf(Verdict verdict); ///< "passed", "kernel-failed", ...

struct MilestoneReport {
  std::string name;
  bool reached = false;
  bool optional = false;
  std::string line;
  double seconds = 0;                 ///< host time since the guest was started
  double cpuSeconds = 0;              ///< processor time of QEMU since it was started
  std::optional<double> guestSeconds; ///< the guest's own stamp
  std::map<std::string, std::string> captures;
  bool rejoined = false; ///< its text was cut by other output
  /// Instructions the guest had executed when its last byte came (deterministic boots only).
  std::optional<std::uint64_t> instructions;
};

/// One thing that was verified against a witness that is not the guest's log.
struct CheckReport {
  std::string name, kind;
  bool holds = false;
  bool made = false;    ///< false: the boot ended before it could be made
  std::string evidence; ///< what was found, in one line
  std::string claim;    ///< the line in which the guest claimed it, if it did
};

/// The accesses to devices that were recorded (deterministic boots only), in order. The lists are
/// in step.
struct RecordedTrace {
  std::vector<std::string> events;         ///< as trace.h words them
  std::vector<std::uint64_t> instructions; ///< executed up to each; 0 unknown
  std::vector<std::size_t> places;         ///< of each in the code: an index into `symbols`
  std::vector<std::string> symbols;        ///< "name+0x10 (0xffff...)"; the first is "", no place

  bool empty() const { return events.empty(); }
};

struct Attempt {
  unsigned number = 1;
  std::string nonce;
  Verdict verdict = Verdict::KernelFailed;
  std::string cause = "crashed"; ///< a stable word, listed in docs/boot-scenarios.md
  std::string reason;            ///< one line for people
  std::vector<MilestoneReport> milestones;
  std::vector<CheckReport> checks;
  std::map<std::string, std::string> facts;
  std::map<std::string, std::string> disks; ///< id -> digest of the image after the run
  std::vector<std::string> warnings;        ///< lines and events that did not decide the verdict
  std::string ending;                       ///< how it ended, in words
  int status = -1;                          ///< QEMU's exit status
  double seconds = 0, cpuSeconds = 0;
  std::vector<std::string> argv;
  std::string diagnosis; ///< registers, program counters, device states (hangs and crashes only)
  std::string serial;    ///< everything the first serial line printed
  std::string qemuOutput;
  std::string qemuVersion;
  RecordedTrace trace;
  std::map<std::string, std::string> files; ///< artefacts kept: kind -> path
};

/// A kernel that was booted. The digest and the format are empty when they can't be told.
struct KernelFile {
  std::string path, digest, format;
};

/// `gic=2 memory=128M`, or empty.
std::string labelOf(const std::map<std::string, std::string> &variables);

/// One combination of the matrix: its attempts, of which the last decides.
struct VariantReport {
  std::map<std::string, std::string> variables;
  std::string architecture;
  KernelFile kernel;
  unsigned repetition = 1;
  std::vector<Attempt> attempts;

  const Attempt &last() const { return attempts.back(); }
  std::string label() const { return labelOf(variables); }
};

/// All runs of one combination (`--repeat`).
struct Repeats {
  std::map<std::string, std::string> variables;
  std::string label; ///< as VariantReport::label
  unsigned runs = 0, passed = 0;
  std::map<std::string, unsigned> causes; ///< of the runs that did not pass
  double shortest = 0, longest = 0;       ///< seconds

  /// Some runs passed and some did not: no verdict on one of them can be trusted.
  bool flaky() const { return passed > 0 && passed < runs; }
};

struct Difference {
  std::string what, before, after;
};
/// How alike two boots are, from low to high: both passed; equal milestones (in order, with their
/// captures) and checks; equal trace (every access to a device, with addresses masked); equal path
/// (the same count of instructions before every access, so that the same code ran).
enum class Rung { None, Verdict, Milestones, Trace, Path };
std::string_view nameOf(Rung rung); ///< "none", "verdict", "milestones", "trace", "path"

/// Two boots side by side.
struct Comparison {
  bool comparable = true;               ///< false: different scenarios or matrices
  Rung rung = Rung::None;               ///< the highest that holds
  Rung required = Rung::Milestones;     ///< the one that the scenario asks for
  std::vector<Difference> differences;  ///< up to the required rung
  std::vector<Difference> observations; ///< above it, and instruction counts: no failures
  bool equal() const { return comparable && differences.empty() && rung >= required; }
};

struct Report {
  std::string scenario, scenarioFile, scenarioDigest;
  std::string architecture; ///< of the boot that decided the verdict
  KernelFile kernel;        ///< likewise
  Verdict verdict = Verdict::KernelFailed;
  std::string cause, reason;
  std::vector<VariantReport> variants; ///< at least one
  Rung required = Rung::Milestones;    ///< what a comparison with another boot must hold
  std::optional<Comparison> comparison;
  double seconds = 0;

  bool passed() const { return verdict == Verdict::Passed; }
  /// The runs by combination, in order; more than one run each when they were repeated.
  std::vector<Repeats> repeats() const;
  /// 0 passed (and equal, when compared), 1 a failed boot or a difference, 4 the environment.
  ExitStatus exitStatus() const;
  /// The report as JSON (rules/schema/boot-report.schema.json).
  nlohmann::json json() const;
};

/// Reads what json() wrote. A usage error with position when it is no such report.
Result<Report> readReport(const std::string &path);

/// Compares two reports of one scenario, up to the rung that `after` requires. Times, nonces and
/// addresses that the scenario does not capture play no part.
Comparison compare(const Report &before, const Report &after);

} // namespace levitate::boot
