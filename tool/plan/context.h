// What the steps of a plan share: the overlay that they change, the facts of the tree as it stands
// under it, and where they put refusals.
#pragma once

#include "tool/facts/parse.h"
#include "tool/plan/interest.h"
#include "tool/plan/meaning_pool.h"
#include "tool/plan/old_names.h"
#include "tool/plan/plan.h"
#include "tool/plan/preambles.h"
#include "tool/plan/program.h"
#include "tool/plan/source.h"
#include "tool/workspace/overlay.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>

namespace levitate::plan {

/// All files of the project in an overlay, in order, whatever their kind. An environment error when
/// a folder can't be read.
Result<std::vector<std::string>> filesOf(const workspace::Overlay &overlay,
                                         const facts::Project &project);

/// What is known of the tree as it stands. It outlives a plan that must be made again because a
/// unit mattered that was not parsed.
struct Gathered {
  Gathered(const Request &request, std::vector<std::string> buildDirectories)
      : project(request.recipe.root, std::move(buildDirectories)),
        interest(request.recipe, request.recipe.root, request.buildDirectories),
        preambles(project, request.leastSharing), parseAll(request.parseAll) {}

  facts::Project project;
  Interest interest;
  Preambles preambles;
  bool parseAll;
  /// By unit and command: its facts and, of those parsed, what it means.
  FactPool pool;
  std::map<std::string, PooledFacts> facts;
  MeaningPool meaningPool;
  std::map<std::string, std::optional<PooledMeaning>> meanings; ///< empty once taken
  std::map<std::string, std::vector<std::string>> filesRead;    ///< by the units' directives
  std::map<std::string, facts::Depth> depths;                   ///< how deep each unit must be read
  std::set<std::string> unformatted;   ///< files that a macro makes another text of when formatted
  bool again = false;                  ///< a unit must be read deeper, or a file is `unformatted`
  std::optional<std::string> cacheKey; ///< of the plan to be made
  double directiveSeconds = 0, factSeconds = 0;
};

class Context {
public:
  Context(const Request &request, Gathered &gathered);

  const Request &request;
  Gathered &gathered;
  const facts::Project &project;
  std::vector<workspace::Unit> units; ///< new sources are added as they come to be
  workspace::Overlay overlay;
  Plan plan;

  /// The facts of the tree as the overlay has it. Gathered when first asked for after a change. An
  /// environment error with the compiler's words when a unit does not compile.
  Result<const Program *> program();

  /// Reads the directives of all units on the tree as it stands, if that is not done yet.
  void readDirectives();
  /// The files that a unit reads, by its directives; null when these have not been read.
  const std::vector<std::string> *filesReadBy(const workspace::Unit &unit) const;

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
  /// Where an entity is declared, in its own file if it is there; else where it is named first.
  Location declared(const Program &all, std::uint32_t entity);

  /// Runs `work(i)` for every i below `count` on all threads.
  void parallel(std::size_t count, const std::function<void(std::size_t)> &work) const;

  /// What a unit of `tree` can begin with; null when it must be parsed from its first line on.
  const facts::Preamble *preambleFor(const workspace::Unit &unit,
                                     const workspace::Overlay &tree) const;

  /// What a unit meant when the facts were first gathered, by its index in the compile databases;
  /// nothing when it was not parsed, or its meaning was taken before.
  std::optional<PooledMeaning> takeMeaningAtFirst(std::size_t index);
  /// Can what the plan changes so far change the unit of that index? True when no facts have been
  /// gathered.
  bool isAffected(std::size_t index) const;

  /// Demands that every unit is parsed that the plan can change, or that sees the
  /// words of a new name. True when one was not: the plan must be made again.
  bool demandUnits();

  /// What steps have rewritten in text, for each such step; strings changed by that.
  std::vector<std::vector<OldName>> rewrittenNames;
  /// Definitions that the plan adds on purpose, as keys of facts::UnitMeaning.
  std::set<std::string> introduced;

private:
  /// Files that have other contents than before.
  struct Changed {
    std::set<std::string> files;
    std::set<std::string> names; ///< of those that came or went, without their folders
  };
  void stale(const std::string &file);
  bool meets(const facts::Facts &unit, const Changed &changed) const;
  void chooseDepths();
  void readUnits();
  const PooledFacts *present(const std::string &unit) const;
  static facts::LeadingIncludes leadingOf(const facts::Facts &directives,
                                          const workspace::Overlay &tree);

  std::optional<Program> facts;
  std::map<std::string, PooledFacts> known; ///< by unit and command, of units that read a
                                            ///< changed file, as last gathered
  Changed planned;                          ///< by the plan, as compared with the disk
  Changed touched;                          ///< since the facts were last gathered
  std::vector<std::string> unitsAtFirst;    ///< by unit and command, when facts were first gathered
  std::map<std::string, Source> sources;
};

} // namespace levitate::plan
