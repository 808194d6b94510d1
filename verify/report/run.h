// What a run of the whole verification found out, as plain data: the one input of all report
// writers.
//
// Nothing here knows how it was found out. Texts may hold any bytes (logs of a kernel do); the
// writers see to it that what they write is valid.
#pragma once

#include "base/diagnostic.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace levitate::report {

/// One of the things that must hold.
struct Criterion {
  std::string name;     ///< `absent`, `layers`, ...
  std::string argument; ///< as the rule file has it, in one line
  bool holds = false;
  std::string evidence;             ///< one sentence: what was looked at, and what was found
  std::vector<std::string> details; ///< further lines, e.g. each violation
  Location origin;                  ///< in the rule file
};

/// A build of one tree in one configuration.
struct Build {
  std::string tree;   ///< `before` or `after`
  std::string preset; ///< the configuration's name
  bool succeeded = false;
  double seconds = 0;
  std::string testsRun; ///< the tests' own summary line; empty when none were run
  std::string log;      ///< what the failing command printed; empty on success
};

/// Something a finding is about, with its place; what editors and code hosts show.
struct Finding {
  std::string rule; ///< an identifier, e.g. `layers/include`
  Severity severity = Severity::Error;
  std::string message;
  Location where;
  std::vector<std::string> chain; ///< how it comes about, e.g. each file of an include chain
  std::string tree;               ///< `before`, `after`, or empty
};

/// A graph of layers (or other parts), to be drawn. Nodes are drawn in ranks from the top.
struct Graph {
  struct Node {
    std::string name;
    int rank = -1; ///< nodes of one rank stand side by side; -1: wherever
  };
  struct Edge {
    std::string from, to;
    std::size_t count = 0; ///< how many single edges it stands for
    bool violation = false;
  };
  std::vector<Node> nodes;
  std::vector<Edge> edges;

  bool empty() const { return nodes.empty(); }
};

/// The layering of one tree.
struct Layers {
  std::size_t files = 0, edges = 0, unresolved = 0;
  std::vector<Finding> violations;
  Graph graph;
};

struct Equivalence {
  std::string configuration;
  std::string verdict; ///< `equivalent`, `equivalent-except` or `different`
  std::size_t functions = 0, globals = 0, records = 0;
  std::vector<std::string> differences;
};

/// One boot of one tree's kernel.
struct Boot {
  std::string scenario, tree;
  std::string verdict; ///< `passed`, `kernel-failed`, `test-failed`, `environment-failed`
  std::string reason;
  struct Milestone {
    std::string name;
    std::optional<double> seconds; ///< since power-on; none: not reached
  };
  std::vector<Milestone> milestones;
  struct Check {
    std::string name;
    bool passed = false;
    std::string evidence;
  };
  std::vector<Check> checks;
  double seconds = 0;
  std::string log;                      ///< what the serial line printed
  std::vector<std::string> screenshots; ///< PNG files, absolute
};

struct BootComparison {
  std::string scenario;
  bool same = false;
  std::string summary;
  std::vector<std::string> differences;
};

struct Edit {
  std::string file;
  unsigned line = 0;
  std::string step, reason, before, after;
};

struct Rename {
  std::string from, to;
};

enum class Verdict { Passed, Failed, Refused };
const char *verdictName(Verdict verdict);

struct Run {
  std::string migration; ///< the name of the rule file
  std::string why;
  std::string root; ///< the tree, as the user would name it
  Verdict verdict = Verdict::Failed;
  std::string planVerdict; ///< `planned`, `nothing-to-do` or `refused`
  std::vector<Criterion> criteria;
  std::vector<Finding> refusals;  ///< why nothing was done
  std::vector<Finding> leftovers; ///< old names that stay, in text
  std::vector<Rename> renames;
  std::vector<Edit> edits;
  std::string patch; ///< unified diff
  std::vector<Build> builds;
  std::optional<Layers> layersBefore, layersAfter;
  std::vector<Equivalence> equivalence; ///< one for each configuration
  std::vector<Boot> boots;
  std::vector<BootComparison> bootComparisons;
  std::vector<std::pair<std::string, double>> seconds; ///< by stage, in the order they ran
  std::vector<std::string> notes;                      ///< what a reader should know besides
};

} // namespace levitate::report
