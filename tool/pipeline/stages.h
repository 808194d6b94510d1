// The stages of a run that verify a tree. Each fills in what it found out; none prints.
#pragma once

#include "tool/pipeline/verification.h"

#include <set>
#include <string>
#include <vector>

namespace levitate::pipeline {

/// What the criteria of a rule file ask for, gathered over all of them.
struct Demands {
  std::vector<std::string> presets; ///< to build, in the order of the file, each once
  std::set<std::string> tested;     ///< of those, the ones whose tests run
  std::vector<std::string> policies, scenarios;
  std::vector<std::string> names; ///< whose occurrences are asked for
  bool links = false;             ///< a criterion asks about targets
  bool equivalence = false;

  /// The presets whose programs are compared and booted: those built for more than their tests.
  std::vector<std::string> programPresets() const;
};

Demands demandsOf(const recipe::Recipe &recipe);

/// Finds what is wrong before anything is built: a preset that the tree does not have, a policy or
/// a scenario that can't be read or is wrong (usage errors at their places), a QEMU that is not
/// installed (environment).
Result<void> checkDemands(const recipe::Recipe &recipe, const Demands &demands);

/// Configures every preset into `work`/<tree's name>/<preset>.
Result<void> configureTree(Tree &tree, const Demands &demands, const std::string &work,
                           const BuildSettings &settings);
/// Checks the tree against every policy, and reads its link edges.
Result<void> checkLayers(Tree &tree, const Demands &demands, unsigned threads);
/// Asks the engine where the names are that criteria ask about.
Result<void> findNames(Tree &tree, const Demands &demands, Engine &engine);
/// Builds every configuration and runs tests where they are asked for.
void buildTree(Tree &tree, const Demands &demands, const BuildSettings &settings);
/// Boots every scenario with the kernel that the builds made. Artifacts go below `work`.
/// Deterministic boots repeat those of `before`, if there is one.
Result<void> bootTree(Tree &tree, const Demands &demands, const std::string &work, unsigned jobs,
                      const Tree *before = nullptr);

/// The executable that a scenario boots: the only one that the tree's builds made for the
/// scenario's architecture; with several, the one in the preset that is named like the scenario
/// file. An error that lists them when that does not decide.
Result<std::string> kernelFor(const std::string &scenario, const Tree &tree,
                              const Demands &demands);

} // namespace levitate::pipeline
