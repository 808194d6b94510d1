// Where includes, uses and links of a layer disagree: what is included and not used, used and not
// included, linked and not used, used and not linked. Between layers only: within one, files may
// reach each other as they like.
//
// Pure: what was found in, findings out. What Clang did not see is not judged.
#pragma once

#include "verify/layers/deep.h"
#include "verify/layers/links.h"
#include "verify/layers/policy.h"
#include "verify/layers/report.h"

#include <functional>
#include <string>
#include <vector>

namespace levitate::layers {

struct ReconcileInput {
  const Policy &policy;
  const IncludeGraph &graph;
  const DeepFacts &facts;
  const std::vector<Link> &links; ///< of all build directories
  /// The layer of a file or a target of the tree, or -1.
  std::function<int(FileId)> layerOf;
  std::function<int(const std::string &target)> layerOfTarget;
  /// The text of a line of a file: an include that says `IWYU pragma: keep` or `export` is meant.
  std::function<std::string(FileId, std::uint32_t)> lineOf;
};

/// The disagreements, with `rule` one of include-without-use, use-without-include, link-without-use
/// and use-without-link, at the level that the policy has for it. In no order.
std::vector<Finding> reconcile(const ReconcileInput &input);

/// The CMake target that a unit belongs to, by the name of its object file; empty: not known.
std::string targetOf(const Unit &unit);

} // namespace levitate::layers
