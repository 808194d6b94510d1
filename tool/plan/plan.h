// Recipe + tree -> Plan: the edits of a migration with their reasons, or the reasons why it can't
// be done.
#pragma once

#include "tool/changeset/changeset.h"
#include "tool/plan/edits.h"
#include "tool/recipe/recipe.h"

#include <string>
#include <vector>

namespace levitate {
class Progress;
}

namespace levitate::plan {

/// An entity's qualified name before and after. `usrBefore`, `usrAfter` are its Unified Symbol
/// Resolution strings, which tell overloads apart. Those of one step hold together, and each step's
/// are in terms of the tree that the step before leaves.
struct Renaming {
  std::string from, to;
  std::string usrBefore, usrAfter;
  std::size_t step = 0; ///< index in the recipe
};

/// Why a step can't be done, and what would make it possible.
struct Refusal {
  Location where; ///< file relative to the root
  std::string step;
  std::string reason;
  std::string remedy;
  std::vector<Diagnostic> notes; ///< further places that belong to it
};

/// A place that keeps an old name: text, or code that no configuration compiles.
struct Leftover {
  Location where;
  std::string reason;
};

enum class Verdict { Planned, NothingToDo, Refused };

struct Plan {
  Verdict verdict = Verdict::NothingToDo;
  changeset::Changeset changes; ///< empty when refused
  std::vector<EditRecord> edits;
  std::vector<Renaming> renames;
  std::vector<Refusal> refusals;
  std::vector<Leftover> leftovers;
  std::size_t unitsParsed = 0;  ///< how many units the facts were taken from
  std::size_t unitsChecked = 0; ///< how many units the overlay check parsed
  /// How long it took to read directives, to parse, and to check; for people only.
  struct {
    double directives = 0, facts = 0, check = 0;
  } seconds;
};

struct Request {
  const recipe::Recipe &recipe;
  std::vector<std::string> buildDirectories; ///< absolute; at least one
  unsigned threads = 1;
  Progress *progress = nullptr; ///< may be null
  /// Every unit is parsed, whether it can matter or not. The plan is the same; tests compare.
  bool parseAll = false;
  /// So many units must begin with the same headers for these to be parsed for all of them at once.
  /// The plan is the same; tests compare.
  std::size_t leastSharing = 2;
  /// Where plans are kept and looked for (plan/cache.h); empty: nowhere.
  std::string cacheFolder = {};
};

/// Where the plans of a build are kept unless somebody says otherwise (Request::cacheFolder).
inline std::string plansFolderIn(const std::string &buildDirectory) {
  return buildDirectory + "/.levitate/plans";
}

/// Plans all steps, each on the result of the one before, and checks the result on the overlay:
/// every affected unit is parsed again and must mean the same. Writes nothing but what CMake needs
/// in the build directories. A usage error when the rule file names what does not exist; an
/// environment error when a compile database is missing or a unit does not compile to begin with.
Result<Plan> plan(const Request &request);

} // namespace levitate::plan
