// The facts of all units in all configurations, merged: what the planner reads.
#pragma once

#include "tool/plan/fact_pool.h"

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace levitate::plan {

using facts::Range;

/// What is known of one project file. Entities, contexts and usings are indices into the Program.
struct FileFacts {
  std::vector<facts::Block> blocks;         ///< by position
  std::vector<facts::Chunk> chunks;         ///< by position
  std::vector<facts::Reference> references; ///< by position
  std::vector<facts::Include> includes;     ///< by position
  std::vector<facts::DependentName> dependentNames;
  std::vector<facts::CompleteUse> completeUses; ///< by position
  std::vector<Range> inactive;                  ///< passed over in every unit that reads the file
  std::set<std::size_t> units;                  ///< the units that read it
  bool mainFile = false;                        ///< it is a unit's main file
  bool nestedNamespaces = true; ///< every unit that reads it may write `namespace a::b {`
};

struct UnitFacts {
  std::string file;
  std::string configuration;
  std::set<std::string> files;
  std::vector<Diagnostic> diagnostics;
};

class Program {
public:
  /// Merges facts; what several units say alike is there once. The order of `all` decides the order
  /// of everything, so callers pass units in a fixed order.
  Program(const FactPool &pool, const std::vector<const PooledFacts *> &all);
  /// The same of facts that are in no pool.
  explicit Program(std::vector<facts::Facts> all);

  std::vector<facts::Entity> entities;
  std::vector<std::string> contexts;
  std::vector<facts::Using> usings;
  std::map<std::string, FileFacts> files;
  std::vector<UnitFacts> units;
  bool nestedNamespaces = true; ///< every unit may write `namespace a::b {`

  /// The entities with that qualified name.
  std::vector<std::uint32_t> named(const std::string &qualified) const;
  /// The entity of that USR; NoEntity when there is none.
  std::uint32_t withUsr(const std::string &usr) const;
  /// The names declared directly in a namespace (by its qualified name), as far as the project's
  /// files and what they use show.
  const std::set<std::string> &membersOf(const std::string &nameSpace) const;
  bool isNamespace(const std::string &qualified) const;
  /// The headers that declare an entity to the project's files. One, for what is the project's own;
  /// for what is not, each header through which some unit came to it first.
  const std::set<std::string> &headersOf(std::uint32_t entity) const { return headers[entity]; }

  /// All files that a file includes, directly and not, itself left out. Includes in branches that
  /// some configuration compiles count.
  const std::set<std::string> &closure(const std::string &file) const;

private:
  void merge(const FactPool &pool, const std::vector<const PooledFacts *> &all);

  std::unordered_map<std::string, std::uint32_t> byUsr;
  std::unordered_map<std::string, std::vector<std::uint32_t>> byName;
  std::map<std::string, std::set<std::string>> members;
  std::vector<std::set<std::string>> headers;
  mutable std::map<std::string, std::set<std::string>> closures; // as they were asked for
};

} // namespace levitate::plan
