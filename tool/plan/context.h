// What the steps of a plan share: the overlay that they change, the facts of the tree as it stands
// under it, and where they put refusals.
#pragma once

#include "tool/facts/parse.h"
#include "tool/plan/old_names.h"
#include "tool/plan/plan.h"
#include "tool/plan/program.h"
#include "tool/plan/source.h"
#include "tool/workspace/overlay.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>

namespace levitate::plan {

/// All files of the project in an overlay, in order, whatever their kind.
std::vector<std::string> filesOf(const workspace::Overlay &overlay, const facts::Project &project);

class Context {
public:
  Context(const Request &request, facts::Project project);

  const Request &request;
  facts::Project project;
  std::vector<workspace::Unit> units; ///< new sources are added as they come to be
  workspace::Overlay overlay;
  Plan plan;

  /// The facts of the tree as the overlay has it. Gathered when first asked for after a change. An
  /// environment error with the compiler's words when a unit does not compile.
  Result<const Program *> program();

  /// The text of a file as planned, which must exist.
  const Source &source(const std::string &file);
  bool exists(const std::string &file) const { return overlay.exists(file); }

  /// Applies edits and forgets what they make stale.
  Result<void> apply(const Edits &edits, const std::string &step);
  void write(const std::string &file, std::string text, const std::string &step,
             const std::string &reason);
  void erase(const std::string &file, const std::string &step, const std::string &reason);

  void refuse(Refusal refusal) { plan.refusals.push_back(std::move(refusal)); }
  bool refused() const { return !plan.refusals.empty(); }

  /// `file:line:column` of an offset in a file as planned.
  Location place(const std::string &file, std::uint32_t offset);

  /// Runs `work(i)` for every i below `count` on all threads.
  void parallel(std::size_t count, const std::function<void(std::size_t)> &work) const;

  /// The files that each unit read when the facts were first gathered, by index of the units
  /// of the compile databases; empty when no step needed facts.
  std::vector<std::set<std::string>> filesAtFirst;

  /// What steps have rewritten in text, for each such step; strings changed by that.
  std::vector<std::vector<OldName>> rewrittenNames;
  /// Definitions that the plan adds on purpose, as keys of facts::UnitMeaning.
  std::set<std::string> introduced;

private:
  void stale(const std::string &file);

  std::optional<Program> facts;
  std::map<std::string, facts::Facts> known; ///< by unit and command, as last gathered
  std::set<std::string> touched;             ///< files changed since
  std::map<std::string, Source> sources;
};

} // namespace levitate::plan
