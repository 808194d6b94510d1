// What a policy says about edges. Pure: edges and a policy in, findings out; no files are read.
#pragma once

#include "verify/layers/policy.h"
#include "verify/layers/report.h"

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace levitate::layers {

/// All that can be said of an edge. Asked for only when there is something to say.
struct Use {
  Place from, to;      ///< layer is filled in by the judge
  std::string spelled; ///< the include as written
  std::string text;    ///< the line, for chains
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

/// Judges the edges of one policy. An edge costs two look-ups when nothing is wrong with it; what
/// it is in words is asked for only when something is.
class Judge {
public:
  /// Puts the edge into words that was given with this number.
  using Describe = std::function<Use(Kind kind, std::size_t number)>;

  /// `today` is the date that exceptions are compared with (YYYY-MM-DD).
  Judge(const Policy &policy, std::string today, Describe describe);

  /// The number of an end of edges: a file (a new number each time), or a target (`file` is then
  /// where it is linked, or defined; `definedIn` gives its layer when the policy does not name the
  /// target).
  using Node = std::int32_t;
  Node nodeOf(std::string file);
  /// The same for many files: they have the numbers from 0 on. To be called first.
  void addFiles(std::vector<std::string> files, unsigned threads);
  Node nodeOf(const std::string &file, const std::string &target, const std::string &definedIn);
  /// The index of a node's layer in the policy, or -1.
  int layerOf(Node node) const { return layerOfNode[std::size_t(node)]; }
  const std::string &layerName(Node node) const;

  /// Judges an edge. Number it as it is to be described.
  void use(Kind kind, Node from, Node to, std::size_t number);
  /// Judges an edge that leads out of the tree.
  void external(Kind kind, Node from, std::string_view spelled, std::size_t number);
  /// Counts a file of the tree, and reports it when it is in no layer.
  void file(Node node);
  /// Rules that look through several edges, cycles, and what of the policy was never used.
  void finish();
  /// Adds a finding that was made elsewhere, unless an exception covers it.
  void add(Finding finding, const std::string &ruleName);

  std::vector<Finding> findings;
  std::size_t excepted = 0;
  std::vector<std::size_t> filesInLayer;
  /// Edge counts between layers; the index is layer * layers + layer.
  std::vector<std::size_t> counts[3], violated[3];

private:
  struct End {
    std::string file, target;
    int layer = -1;
    std::vector<std::uint32_t> fromRules;  ///< that it is a user in
    mutable std::vector<std::int8_t> used; ///< by rule: 1 is among the used, 0 is not, -1 not known
  };
  struct Passed {
    Kind kind;
    Node from, to;
    std::size_t number;
  };
  enum class Pair : std::uint8_t { Unknown, Plain, Closer };

  End endOf(std::string file, std::string target, int layer) const;
  Use describe(Kind kind, Node from, Node to, std::size_t number) const;
  Finding findingOf(Kind kind, Use use) const;
  const Exception *exceptionFor(const Finding &finding);
  bool sideMatches(const std::vector<Pattern> &patterns, const std::vector<int> &layers,
                   const End &end, Captures &captures) const;
  bool sideMatches(const std::vector<Pattern> &patterns, const std::vector<int> &layers,
                   const Place &place) const;
  bool isUsed(std::size_t rule, const End &end, const Captures &bound) const;
  void broken(std::size_t rule, Kind kind, Use use);
  void rules(Kind kind, Node from, Node to, std::size_t number);
  void layers(Kind kind, Node from, Node to, std::size_t number);
  void transitiveRule(std::size_t rule);
  void cycles(const Acyclic &demand);
  void unusedParts();
  std::string mayUseText(int layer) const;

  const Policy &policy;
  const std::string today;
  const Describe describeEdge;
  std::vector<End> nodes;
  std::vector<int> layerOfNode; ///< apart from the rest, which most edges have no use for
  std::unordered_map<std::string, Node> targetNodes;
  std::vector<std::vector<bool>> permissionUsed;
  std::vector<bool> exceptionUsed;
  std::vector<bool> ruleBinds; ///< by rule: its `from` has placeholders
  std::vector<Pair> pairs;     ///< of layers
  bool passing = false;        ///< edges are kept, for chains and cycles
  std::vector<Passed> passed;
};

} // namespace levitate::layers
