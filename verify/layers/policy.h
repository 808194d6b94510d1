// A layer policy: which layers a tree has and which may use which. Read from rules/layers.json;
// rules/schema/layers.schema.json describes the format for editors.
//
// Not here: deciding about an edge (judge.h).
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "verify/layers/pattern.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace levitate::layers {

/// How strongly a finding counts. Only errors make a check fail.
enum class Level : std::uint8_t { Off, Note, Warning, Error };
const char *levelName(Level level);

/// What a finding can be about. The first three are the kinds of edges.
enum class Kind : std::uint8_t {
  Include,    ///< a file includes a file of a layer that its own may not use
  Link,       ///< a target links a target of such a layer
  Symbol,     ///< a unit uses a declaration of such a layer
  Private,    ///< a file includes a header that another layer keeps to itself
  Unassigned, ///< a file in no layer
  Cycle,      ///< what must be acyclic is not
  Unresolved, ///< an include whose file was not found, or whose name could not be computed
  Dead,       ///< a permission that nothing uses
  Unused,     ///< a layer without files, an exception or a rule that matches nothing
  Reconcile,  ///< include, use and link of a layer do not go together (--deep)
};
inline constexpr std::size_t kindCount = 10;
const char *kindName(Kind kind);

/// A permission that the policy spells out.
struct Permission {
  int layer = -1; ///< who may be used
  Location where;
};

struct Layer {
  std::string name, why;
  std::vector<Pattern> files;
  std::vector<Pattern> targets;      ///< CMake targets; empty: those defined in its files' folders
  std::vector<Pattern> publicFiles;  ///< when not empty, all that other layers may include
  std::vector<Pattern> privateFiles; ///< what other layers may not include
  std::vector<Permission> mayUse;    ///< beyond what the order allows
  bool closed = false;               ///< layers above it may not reach past it
  int row = -1;                      ///< place in the order, 0 at the top; -1: not in the order
  Location where;
};

/// Forbids edges from files to files, whatever the layers allow.
struct Rule {
  std::string name, reason;
  std::vector<Pattern> from, to;
  std::vector<int> fromLayers, toLayers; ///< `@layer` in from and to
  std::vector<Pattern> toHeaders;        ///< `<name>` in to: headers from outside the tree
  std::array<bool, 3> kinds{true, true, true};
  std::optional<Level> level;
  bool transitive = false; ///< also through other files
  Location where;
};

/// Demands that no cycle exists among groups of files.
struct Acyclic {
  std::string name, reason;
  enum class Among { Files, Layers, Targets, Groups } among = Among::Groups;
  std::vector<Pattern> groups; ///< files with the same captures are one group
  std::optional<Level> level;
  Location where;
};

/// Lets edges be that the policy forbids, for a reason, on somebody's account, for a time.
struct Exception {
  std::vector<Pattern> from, to;
  std::vector<int> fromLayers, toLayers;
  std::string rule; ///< empty: any
  std::string reason, owner;
  std::string until; ///< YYYY-MM-DD, the last day; empty: no end
  std::array<bool, 3> kinds{true, true, true};
  Location where;
};

struct Policy {
  std::string file; ///< as given
  std::string root; ///< absolute
  std::string name, why;
  std::string scope;            ///< the folder below the root it is about; empty: all of it
  std::vector<Pattern> files;   ///< what is checked
  std::vector<Pattern> exclude; ///< what is not, though it is in files
  std::vector<std::string> includeRoots; ///< absolute folders, for files that no unit reaches
  std::vector<Pattern> generated;        ///< files that exist only after a build
  std::vector<Layer> layers;
  std::vector<Rule> rules;
  std::vector<Acyclic> acyclic;
  std::vector<Exception> exceptions;
  std::array<Level, kindCount> levels{Level::Error,   Level::Error,  Level::Error,   Level::Error,
                                      Level::Error,   Level::Error,  Level::Warning, Level::Note,
                                      Level::Warning, Level::Warning};
  /// Levels of single kinds of disagreement, by rule name (reconcile.h), in place of Reconcile's.
  std::map<std::string, Level> disagreements;
  std::vector<Policy> nested; ///< policies of subfolders

  Level levelOf(Kind kind) const { return levels[static_cast<std::size_t>(kind)]; }
  Level levelOfDisagreement(const std::string &rule) const {
    const auto own = disagreements.find(rule);
    return own != disagreements.end() ? own->second : levelOf(Kind::Reconcile);
  }
  /// The index of the layer of that name, or -1.
  int layerNamed(const std::string &name) const;
  /// The layer of a file (path relative to the root), or -1. The first layer in the list that has
  /// a matching pattern wins.
  int layerOf(const std::string &path) const;
};

/// True for a day that there is, as YYYY-MM-DD.
bool isDate(const std::string &text);

/// Reads a policy and those of its subfolders. `root` replaces the policy's own when not empty.
/// Usage errors have file, line, column and JSON pointer.
Result<Policy> readPolicy(const std::string &file, const std::string &root);

} // namespace levitate::layers
