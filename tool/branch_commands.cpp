#include "tool/branch_commands.h"

#include "base/files.h"
#include "base/text.h"
#include "tool/pipeline/clang_engine.h"
#include "tool/pipeline/rebase.h"
#include "tool/pipeline/split.h"
#include "tool/plan_output.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>

namespace levitate {
namespace {

using pipeline::RebasedCommit;
using pipeline::RebaseResult;
using pipeline::RebaseVerdict;

const char *nameOf(RebaseVerdict verdict) {
  switch (verdict) {
  case RebaseVerdict::Rebased:
    return "rebased";
  case RebaseVerdict::NothingToDo:
    return "nothing-to-do";
  case RebaseVerdict::Conflict:
    return "conflict";
  case RebaseVerdict::Refused:
    return "refused";
  }
  return "refused";
}

nlohmann::json jsonOf(const RebaseResult &result) {
  nlohmann::json commits = nlohmann::json::array(), conflicts = commits;
  for (const RebasedCommit &commit : result.commits)
    commits.push_back({{"from", commit.from},
                       {"subject", toUtf8(commit.subject)},
                       {"migrated", commit.migrated},
                       {"to", commit.to},
                       {"empty", commit.empty}});
  for (const auto &conflict : result.conflicts)
    conflicts.push_back({{"file", toUtf8(conflict.file)},
                         {"line", conflict.line},
                         {"message", toUtf8(conflict.message)}});
  return {{"schema", 1},
          {"verdict", nameOf(result.verdict)},
          {"branch", result.branch},
          {"base", result.base},
          {"onto", result.onto},
          {"tip", result.tip},
          {"migratedTip", result.migratedTip},
          {"stoppedAt", toUtf8(result.stoppedAt)},
          {"commits", std::move(commits)},
          {"conflicts", std::move(conflicts)},
          {"refusals", refusalsJson(result.refusals)}};
}

/// Where git finds what a conflict left, and how to go on from there.
std::string wayOut(const RebaseResult &result) {
  std::string from = result.migratedTip;
  for (const RebasedCommit &commit : result.commits)
    if (commit.to.empty() && !commit.empty) {
      from = commit.migrated;
      break;
    }
  return fmt::format("the commits before it fit; to go on by hand: git switch -c {} {} && "
                     "git cherry-pick {}^..refs/levitate/{}",
                     result.branch, result.tip.substr(0, 12), from.substr(0, 12), result.branch);
}

void printText(const RebaseResult &result, const std::string &branch) {
  for (const RebasedCommit &commit : result.commits)
    if (!commit.to.empty() || commit.empty)
      std::cout << fmt::format("{} -> {} {}\n", commit.from.substr(0, 10),
                               commit.empty ? "(empty)   " : commit.to.substr(0, 10),
                               commit.subject);
  if (result.verdict == RebaseVerdict::Rebased)
    std::cout << fmt::format("{} is '{}' after the migration; '{}' is as it was\n", result.branch,
                             branch, branch);
  else if (result.verdict == RebaseVerdict::NothingToDo)
    std::cout << (result.commits.empty() ? "nothing to do: no commit is missing there\n"
                                         : "nothing to do: '" + result.branch + "' is that\n");
}

void printStop(const RebaseResult &result) {
  for (const auto &conflict : result.conflicts)
    std::cerr << formatDiagnostic({Severity::Error,
                                   {conflict.file, conflict.line, conflict.line > 0 ? 1u : 0u},
                                   "in commit " + result.stoppedAt + ": " + conflict.message,
                                   {},
                                   {},
                                   {}})
              << "\n";
  if (result.verdict == RebaseVerdict::Conflict)
    std::cerr << formatDiagnostic({Severity::Note, {}, wayOut(result), {}, {}, {}}) << "\n";
  printRefusals(result.refusals);
  if (result.verdict == RebaseVerdict::Refused)
    std::cerr << formatDiagnostic({Severity::Note,
                                   {},
                                   "in commit " + result.stoppedAt +
                                       "; the branch is as it was, and no other was made",
                                   {},
                                   {},
                                   {}})
              << "\n";
}

} // namespace

Result<ExitStatus> runRebase(const RebaseOptions &options) {
  const CommonOptions &common = options.plan.common;
  pipeline::RebaseRequest request;
  request.rules = options.plan.rules;
  request.buildDirectories = options.plan.buildDirectories;
  request.onto = options.onto;
  request.branch = options.branch;
  request.name = options.name;
  request.noCache = options.plan.noCache;
  request.threads = common.threads();
  if (!common.quiet)
    request.say = [](const std::string &text) { std::cerr << text << "\n"; };
  pipeline::ClangEngine engine(common.threads(), common.quiet);
  LEVITATE_TRY(result, pipeline::rebase(request, engine));
  printStop(result);
  if (common.format == "json")
    std::cout << jsonOf(result).dump(2) << "\n";
  else
    printText(result, options.branch);
  switch (result.verdict) {
  case RebaseVerdict::Conflict:
    return ExitStatus::Findings;
  case RebaseVerdict::Refused:
    return ExitStatus::Refused;
  case RebaseVerdict::Rebased:
  case RebaseVerdict::NothingToDo:
    break;
  }
  return ExitStatus::Success;
}

Result<ExitStatus> runSplit(const PlanOptions &options, const std::string &folder) {
  LEVITATE_TRY(ready, readyToPlan(options));
  pipeline::ClangEngine engine(options.common.threads(), options.common.quiet);
  const auto say = [&](const std::string &text) {
    if (options.common.verbose)
      std::cerr << text << "\n";
  };
  const std::string plans =
      options.noCache ? "" : plan::plansFolderIn(ready.buildDirectories.front());
  LEVITATE_TRY(split,
               pipeline::splitPlan(ready.recipe, ready.buildDirectories, engine, plans, say));
  printReasons(split.whole, options.common);
  std::vector<std::string> files;
  if (!split.parts.empty()) {
    LEVITATE_TRY(written, pipeline::writePatches(split, ready.recipe, absolutePath(folder)));
    files = std::move(written);
  }
  if (options.common.format == "json") {
    nlohmann::json commits = nlohmann::json::array();
    for (std::size_t i = 0; i < files.size(); ++i)
      commits.push_back({{"file", files[i]},
                         {"subject", toUtf8(split.parts[i].subject)},
                         {"steps", split.parts[i].steps},
                         {"changes", split.parts[i].changes.files.size()}});
    nlohmann::json json = planJson(split.whole);
    json["commits"] = std::move(commits);
    std::cout << json.dump(2) << "\n";
  } else {
    for (const std::string &file : files)
      std::cout << folder << "/" << file << "\n";
    if (split.whole.verdict == plan::Verdict::NothingToDo)
      std::cout << "nothing to do: every step is done already\n";
  }
  return split.whole.verdict == plan::Verdict::Refused ? ExitStatus::Refused : ExitStatus::Success;
}

} // namespace levitate
