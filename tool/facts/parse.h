// Parses one translation unit with the contents of an overlay instead of the disk's.
#pragma once

#include "base/diagnostic.h"
#include "tool/workspace/compile_database.h"
#include "tool/workspace/overlay.h"

#include <clang/Frontend/FrontendAction.h>

#include <memory>
#include <string>
#include <vector>

namespace levitate::facts {

class DirectiveCache;
class DiskCache;
class RealPaths;

/// Which files belong to the project: those below the root that are in no build directory.
class Project {
public:
  /// `root` absolute with links resolved; `buildDirectories` absolute.
  Project(std::string root, std::vector<std::string> buildDirectories);

  /// The path relative to the root, links followed, or empty when the file is not the project's (a
  /// system header, a generated file, one behind a link out of the root). `path` absolute.
  std::string relative(std::string_view path) const;
  const std::string &root() const { return rootPath; }
  /// The directives of files that its units read.
  DirectiveCache &directives() const { return *directiveCache; }
  /// The files of the system that its units read.
  DiskCache &disk() const { return *diskCache; }

private:
  std::string rootPath;
  std::vector<std::string> excluded;
  std::shared_ptr<DirectiveCache> directiveCache;
  std::shared_ptr<DiskCache> diskCache;
  std::shared_ptr<RealPaths> realPaths;
};

/// What the compiler said of a unit.
struct ParseOutcome {
  std::vector<Diagnostic> diagnostics; ///< errors and warnings, with project paths made relative
  bool failed = false;                 ///< at least one error
};

/// What a parse has beside the unit.
struct ParseExtras {
  struct File {
    std::string path; ///< absolute
    std::string_view contents;
  };
  std::vector<File> files; ///< in memory; they hide those of the disk
  std::vector<std::string> arguments;
};

/// The compile command of a unit without what it would write, plugins, and the precompiled header
/// of another run.
std::vector<std::string> commandToRead(const workspace::Unit &unit);

/// Parses `unit` and runs `action` on it. The action sees planned contents; files that the overlay
/// deletes do not exist for it. Safe to call from several threads at once on one overlay. A crash
/// of Clang ends the process (crash.h).
ParseOutcome parse(const workspace::Unit &unit, const workspace::Overlay &overlay,
                   const Project &project, std::unique_ptr<clang::FrontendAction> action,
                   const ParseExtras &extras = {});

} // namespace levitate::facts
