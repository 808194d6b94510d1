// What a check found: plain data, and its JSON form (rules/schema/dependency-check.schema.json).
// The other forms are in writers.h.
#pragma once

#include "verify/layers/policy.h"

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace levitate::layers {

/// One end of an edge.
struct Place {
  std::string file; ///< relative to the root, or absolute when it lies outside
  unsigned line = 0, column = 0;
  std::string layer;  ///< empty: none
  std::string target; ///< for links: the CMake target
};

/// One step of a chain: a line of `from` that leads to `to`.
struct ChainStep {
  Place from, to;
  std::string text; ///< what stands there: `#include "x.h"`, `target_link_libraries: a -> b`
};

struct Finding {
  std::string rule;   ///< the name of the rule, or `layers`, `private`, `unassigned`...
  std::string reason; ///< why the policy has it
  Kind kind = Kind::Include;
  Level level = Level::Error;
  std::string message;
  Place from, to;
  std::vector<ChainStep> chain;
  std::string condition;                   ///< when it is compiled; empty: always
  std::vector<std::string> configurations; ///< build directories that have it
  Location policy;                         ///< where the policy says so
  std::string remedy;

  /// What it is, whatever the line: the same for the same violation after unrelated edits.
  std::string identity() const;
};

struct LayerSummary {
  std::string name, why;
  int row = -1;
  std::size_t files = 0, targets = 0;
  std::vector<std::string> mayUse; ///< all that order and permissions allow
};

/// All edges of one kind from one layer to another.
struct UseSummary {
  std::string from, to;
  Kind kind = Kind::Include;
  std::size_t count = 0;
  std::size_t violations = 0;
};

struct EdgeSummary {
  Kind kind = Kind::Include;
  Place from, to;
  std::string spelled, state, condition, scope;
  std::vector<std::string> configurations;
};

struct Report {
  std::string policy, root, name;
  std::vector<std::string> buildDirectories;
  std::size_t files = 0; ///< of the tree
  std::size_t units = 0; ///< translation units in the compile databases
  std::size_t edges = 0; ///< includes and links
  std::size_t includes = 0, links = 0;
  std::size_t symbols = 0;  ///< pairs of files of which one uses declarations of the other (--deep)
  std::size_t external = 0; ///< includes that lead out of the tree
  std::size_t unresolved = 0; ///< includes whose file was not found
  std::size_t computed = 0;   ///< of those, the ones whose name comes from a macro
  std::size_t excepted = 0;   ///< violations that an exception of the policy covers
  std::size_t baselined = 0;  ///< violations that the baseline has
  std::size_t bytes = 0;
  double seconds = 0;
  std::vector<LayerSummary> layers;
  std::vector<UseSummary> uses;
  std::vector<Finding> findings;     ///< sorted by place; errors, warnings and notes
  std::vector<EdgeSummary> allEdges; ///< only when asked for
  std::vector<std::string> notes;
  std::map<std::string, std::string> contents; ///< by absolute path, in place of the disk's

  /// The number of findings that count as errors.
  std::size_t violations() const;
  std::size_t count(Level level) const;
  /// The JSON form, with `"schema": 1`.
  nlohmann::json json() const;
};

} // namespace levitate::layers
