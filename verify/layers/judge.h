// What a policy says about edges. Pure: edges and a policy in, findings out; no files are read.
#pragma once

#include "verify/layers/graph.h"
#include "verify/layers/links.h"
#include "verify/layers/policy.h"
#include "verify/layers/report.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace levitate::layers {

/// An edge as a policy sees it, whatever its kind.
struct Use {
  Kind kind = Kind::Include; ///< Include, Link or Symbol
  Place from, to;            ///< layer is filled in by the judge
  std::string definedIn;     ///< for links: the file that defines `from.target`
  bool external = false;     ///< leads out of the tree
  std::string spelled;       ///< the include as written
  std::string text;          ///< the line, for chains
  std::string condition;
  std::vector<std::string> configurations;
};

/// Whether one layer may use another, and by what.
struct Verdict {
  bool allowed = false;
  int permission = -1; ///< index into the layer's mayUse when it took that, else -1
  std::string because; ///< why not
};
Verdict mayUse(const Policy &policy, int from, int to);

class Judge {
public:
  /// `today` is the date that exceptions are compared with (YYYY-MM-DD).
  Judge(const Policy &policy, std::string today);

  /// The layer of a file, and of a target (by its name, else by the file that defines it).
  int layerOfFile(const std::string &file);
  int layerOfTarget(const Target &target, const std::string &file);

  /// True when nothing but the layers of its ends decides about an edge.
  bool onlyLayers() const { return policy.rules.empty() && policy.acyclic.empty(); }
  /// True (and the edge is counted) when an edge between these layers needs no closer look.
  bool plainlyAllowed(Kind kind, int from, int to);

  /// Judges one edge. `files` must have been given their places; layers are filled in here.
  void use(Use use);
  /// Reports the file when it is in no layer.
  void file(const std::string &file);
  /// Rules that look through several edges, cycles, and what of the policy was never used.
  void finish();

  std::vector<Finding> findings;
  std::size_t excepted = 0;
  /// Edge counts between layers; the index is layer * layers + layer.
  std::vector<std::size_t> counts[3], violated[3];

private:
  void add(Finding finding, const std::string &ruleName);
  const Exception *exceptionFor(const Finding &finding);
  bool sideMatches(const std::vector<Pattern> &patterns, const std::vector<int> &layers,
                   const Place &place, Captures &captures) const;
  void rules(const Use &use, int from, int to);
  void transitiveRules();
  void cycles();
  void unusedParts();
  std::string mayUseText(int layer) const;

  const Policy &policy;
  const std::string today;
  std::unordered_map<std::string, int> layerMemo;
  std::vector<std::size_t> filesInLayer;
  std::vector<std::vector<bool>> permissionUsed;
  std::vector<bool> exceptionUsed, ruleMatched;
  std::vector<char> plain; ///< by pair of layers: 0 not known yet, 1 plainly allowed, 2 look closer
  std::vector<Use> uses;   ///< edges within the scope, for chains and cycles
};

} // namespace levitate::layers
