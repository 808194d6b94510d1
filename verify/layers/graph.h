// The include graph of a tree: every #include of every file, resolved by the search paths of every
// unit that reaches it, with the condition under which it is compiled.
//
// An edge is kept for every branch, compiled or not; nothing is dropped: what was not found and
// what could not be computed is an edge without an end. Not here: what an edge may be (judge.h).
#pragma once

#include "base/result.h"
#include "verify/layers/database.h"
#include "verify/layers/filetable.h"
#include "verify/layers/resolver.h"
#include "verify/layers/scanner.h"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace levitate::layers {

struct Edge {
  enum class State : std::uint8_t {
    Resolved,   ///< leads to a file of the tree
    External,   ///< leads out of the tree (a system header, say), or to an excluded file
    Unresolved, ///< no such file in any of the places to look
    Computed,   ///< the name comes from a macro that no unit's configuration gave a value
    Never,      ///< stands under a condition that is literally 0
    Inactive,   ///< no unit's configuration compiles it (only with GraphRequest::configured)
  };
  FileId from = -1;
  FileId to = -1;         ///< -1: none
  std::uint32_t line = 0; ///< 0: from the command line (-include)
  std::uint32_t column = 0;
  State state = State::Unresolved;
  HeaderForm form = HeaderForm::Quoted;
  DirectiveKind directive = DirectiveKind::Include;
  bool computed = false;       ///< the name comes from a macro
  bool compiled = false;       ///< some unit goes over it (only when every unit is preprocessed)
  std::string_view spelled;    ///< the name, or the macro
  std::string_view condition;  ///< empty: always
  std::uint64_t databases = 0; ///< bit n: build directory n has a unit that goes through here
};

struct GraphRequest {
  std::string root;                          ///< real path
  std::vector<Pattern> files, exclude;       ///< what belongs to the tree
  std::vector<Pattern> generated;            ///< exists only after a build
  std::vector<std::string> includeRoots;     ///< for files that no unit reaches
  std::vector<std::string> buildDirectories; ///< with compile databases
  bool configured = false; ///< preprocess every unit, and tell which edges are compiled at all
  bool closures = false;   ///< preprocess every unit, and keep what it reads
  unsigned threads = 1;
  /// Contents in place of the disk's (by absolute path), and files that are to count as not there.
  std::map<std::string, std::string> contents;
  std::vector<std::string> absent;
};

/// What is known of a file beyond its text. By file; written by many threads at a time.
struct FileState {
  std::span<Edge> edges;             ///< sorted by line, column, target; in the sources' arena
  std::atomic<bool> reached = false; ///< some unit goes through it
  enum class Standing : std::uint8_t { Unknown, Own, Foreign };
  /// Whether it belongs to what is gone through: the tree, and what of its folder is not excluded.
  std::atomic<Standing> standing = Standing::Unknown;
};

struct IncludeGraph {
  std::unique_ptr<FileTable> files;
  std::unique_ptr<Sources> sources;                ///< what the edges' texts refer to
  std::unique_ptr<StableVector<FileState>> states; ///< by file
  std::vector<FileId> tree;                        ///< every file of the tree, sorted by name
  std::vector<FileId> order;                       ///< every file with edges, sorted by name
  std::vector<Unit> units;                         ///< those below the root
  std::vector<std::vector<FileId>> closures;       ///< by unit: all it reads; only when asked for
  std::vector<std::string>
      notes;               ///< what the user should know, e.g. a compiler that can't be asked
  std::size_t bytes = 0;   ///< read
  std::size_t scanned = 0; ///< files read

  std::span<const Edge> edgesOf(FileId file) const {
    return std::size_t(file) < states->size() ? (*states)[std::size_t(file)].edges
                                              : std::span<const Edge>();
  }
  bool reached(FileId file) const {
    return std::size_t(file) < states->size() && (*states)[std::size_t(file)].reached;
  }
};

Result<IncludeGraph> buildGraph(const GraphRequest &request);

/// What each unit below the root includes in its own configuration: `enters` has every file, those
/// of the system as well, as a compiler's -M lists them. For tests and comparisons.
struct UnitIncludes {
  std::string file;
  std::vector<std::string> enters; ///< real paths, sorted, the unit itself first
  std::vector<std::string> tested; ///< what a __has_include found (Clang's -M lists it, too)
  std::size_t missing = 0;         ///< includes of a compiled branch whose file was not found
  /// Which file includes which, as real paths, sorted, each pair once; what the command line makes
  /// the unit include is from the unit itself.
  std::vector<std::pair<std::string, std::string>> edges;
};
Result<std::vector<UnitIncludes>> unitIncludes(const GraphRequest &request);

} // namespace levitate::layers
