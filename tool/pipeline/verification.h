// What is known of the trees of a run once its stages are done, and how the criteria of a rule file
// are judged by it. Judging reads files and results; it builds and starts nothing.
#pragma once

#include "tool/pipeline/build.h"
#include "tool/pipeline/engine.h"
#include "tool/recipe/recipe.h"
#include "verify/boot/verify.h"
#include "verify/equivalence/compare.h"
#include "verify/layers/check.h"
#include "verify/layers/links.h"
#include "verify/report/run.h"

#include <map>
#include <string>
#include <vector>

namespace levitate::pipeline {

/// One tree with all that was found out about it.
struct Tree {
  std::string name;               ///< `before` or `after`
  std::string root;               ///< absolute
  std::vector<std::string> files; ///< relative to the root, sorted
  std::vector<Configuration> configurations;
  std::map<std::string, report::Build> builds;  ///< by preset
  std::map<std::string, layers::Report> layers; ///< by policy
  std::map<std::string, boot::Report> boots;    ///< by scenario
  std::vector<layers::LinkGraph> links;         ///< one for each configuration, when asked for
  Occurrences occurrences;                      ///< of the names that criteria ask about

  std::vector<std::string> buildDirectories() const;
};

struct Verification {
  const recipe::Recipe &recipe;
  const Tree *before = nullptr; ///< none: there is only the tree as it stands
  const Tree &after;
  std::map<std::string, equivalence::Certificate> certificates; ///< by preset
  std::map<std::string, boot::Comparison> comparisons;          ///< by scenario
};

/// Judges every criterion, in the order of the rule file. Each comes with what was looked at; a
/// criterion that had nothing to look at does not hold. Those that need a tree before are left out
/// when there is none.
Result<std::vector<report::Criterion>> judge(const Verification &verification);

/// Judges one; nothing when it needs a tree before and there is none.
Result<std::optional<report::Criterion>> judgeOne(const recipe::Criterion &criterion,
                                                  const Verification &verification);

/// Results as the report shows them. `place` is put before the paths of findings.
report::Layers layersForReport(const layers::Report &checked, const std::string &tree,
                               const std::string &place);
report::Equivalence equivalenceForReport(const equivalence::Certificate &certificate,
                                         const std::string &preset);
/// One for each combination of the scenario's matrix.
std::vector<report::Boot> bootsForReport(const boot::Report &booted, const std::string &scenario,
                                         const std::string &tree);
report::BootComparison comparisonForReport(const boot::Comparison &comparison,
                                           const std::string &scenario);

} // namespace levitate::pipeline
