// The targets of a configured CMake tree: what they are made from, what they link, and where that
// is written. Reads; edit.h changes.
//
// Two sources agree in it. The File API tells what the build really has (types, generated files,
// what is compiled). CMake's trace tells which command of which line is the reason, also for
// interface libraries, which the File API leaves out, and for direct edges, where it has only the
// transitive ones.
#pragma once

#include "base/result.h"
#include "tool/cmake/flow.h"
#include "tool/cmake/reply.h"

#include <optional>
#include <string>
#include <vector>

namespace levitate::cmake {

/// A file of a target.
struct Source {
  std::string path; ///< absolute, normalised
  bool generated = false;
  bool compiled = false; ///< false: a header, or another file that is only listed
  std::string fileSet;   ///< the file set it is listed in, or empty
  Location where;        ///< its text, or the command that lists it; unknown when that is elsewhere
};

/// A set of headers (`target_sources(... FILE_SET ...)`).
struct FileSet {
  std::string name;
  Scope scope = Scope::Private;
  std::vector<std::string> bases; ///< base directories, absolute
};

/// A direct dependency: `from` has `to` in its link libraries.
struct Edge {
  std::string from, to; ///< names of targets, aliases resolved; `to` may be a library from outside
  Scope scope = Scope::Plain;
  Location where; ///< its text, or the command that makes it
};

struct Target {
  std::string name;
  std::string type; ///< as the File API has it: STATIC_LIBRARY, SHARED_LIBRARY, MODULE_LIBRARY,
                    ///< OBJECT_LIBRARY, INTERFACE_LIBRARY, EXECUTABLE, UTILITY
  std::string directory; ///< CMAKE_CURRENT_SOURCE_DIR of its definition, absolute
  bool imported = false;
  Location
      definedAt; ///< the call in a directory's own code (of a wrapper function, if there is one)
  std::vector<Source> sources; ///< without duplicates, sorted by path
  std::vector<FileSet> fileSets;
  std::vector<Edge> links; ///< in the order they were made
};

/// A tree in one configuration.
struct Model {
  std::string source; ///< the tree's CMake source directory, absolute
  std::string build;
  std::string root;            ///< what may be edited lies below it
  std::vector<Target> targets; ///< sorted by name
  Flow flow;                   ///< for the editor
  /// Files below the root that a command writes, and where that stands.
  std::map<std::string, Location> generated;

  /// The target of that name, aliases resolved; null when there is none.
  const Target *find(const std::string &name) const;
  /// All direct edges between targets of this model; libraries from outside are left out.
  std::vector<Edge> edges() const;
};

/// Reads a build directory (readReply) of a tree below `root`. An environment error when CMake
/// can't configure it.
Result<Model> load(const std::string &build, const std::string &root);

/// The same of what was read already: a reply, and the flow of its trace below `root`, which is
/// absolute with links resolved.
Model modelOf(const Reply &reply, std::string root, Flow flow);

/// A cycle among the edges, as the names along it with the first repeated at the end; nothing when
/// there is none. The one found is the same for the same edges in any order.
std::optional<std::vector<std::string>> cycle(const std::vector<Edge> &edges);

/// `PUBLIC`, `PRIVATE`, `INTERFACE`, or empty for a plain call.
std::string_view keyword(Scope scope);

} // namespace levitate::cmake
