// One migration carried out on one tree, and everything that must hold of it checked by other means
// than those that made it: the compiler, the equivalence certificate, the tree's own tests, the
// bytes on disk.
#pragma once

#include "tool/corpus/candidates.h"
#include "tool/corpus/trees.h"

#include <string>
#include <vector>

namespace levitate::corpus {

enum class Verdict {
  Done,    ///< carried out, and all checks hold
  Refused, ///< refused with place, reason and remedy, and nothing was changed
  Wrong,   ///< anything else
};

/// `done`, `refused`, `wrong`.
const char *nameOf(Verdict verdict);

struct Outcome {
  Verdict verdict = Verdict::Wrong;
  std::string reason; ///< why it was refused (the first reason), or which check does not hold
  std::string detail; ///< all that was said about it
  double seconds = 0; ///< of the migration itself
  double checking = 0;
  std::size_t compared = 0; ///< units that the change reached and the certificate compared
  bool proved = false;      ///< the certificate was asked for, and holds of those units
  bool tested = false;      ///< the tree's own tests ran
};

struct TrialSettings {
  std::string programs; ///< the folder of levitate-migrate
  Place place;
  bool prove = true;  ///< ask for the equivalence certificate
  bool tests = false; ///< run the tree's own tests as well
};

/// Writes the rule file of the migration, for `tree.after`, into `folder`, which it makes.
Result<void> writeRules(const Tree &tree, const Candidate &candidate, const std::string &folder);

/// Writes the rule file into `folder`, applies it in place to `tree.after`, checks, and takes it
/// back. Leaves `after` as `before` is, whatever happens. `folder` keeps the rule file, the diff
/// and what the programs said. An error only when the trial itself could not be made.
Result<Outcome> attempt(const Tree &tree, const Candidate &candidate, const std::string &folder,
                        const TrialSettings &settings);

/// The reason without what is particular to one place: quoted names and numbers. Reasons that are
/// alike then are counted together.
std::string generalised(const std::string &reason);

} // namespace levitate::corpus
