// Names files and offsets of a parsed unit as Facts do.
#pragma once

#include "tool/facts/facts.h"
#include "tool/facts/parse.h"
#include "tool/facts/preamble.h"

#include <clang/Basic/SourceManager.h>

#include <map>

namespace levitate::facts {

/// The path of a file of the preamble; null when it is none, or when there is no preamble.
const std::string *pathIn(const Preamble *preamble, clang::FileEntryRef file);

/// Paths and offsets in one unit. `preamble` is what the unit was parsed with; it may be null.
class Places {
public:
  Places(const clang::SourceManager &sources, const clang::LangOptions &language,
         const Project &project, const Preamble *preamble)
      : sources(sources), language(language), project(project), preamble(preamble) {}

  struct Spot {
    const std::string *file = nullptr; ///< relative; null when it is not the project's
    std::uint32_t offset = 0;
  };

  /// The path of a file: relative for the project's, else absolute.
  const std::string &path(clang::FileID id);
  /// Is it the project's?
  bool ours(clang::FileID id);

  /// A location that is spelled in a file of the project; no file for any other, and for one inside
  /// a macro.
  Spot spot(clang::SourceLocation location);

  /// The file that declares something, as a user would name it: for one that is not the project's,
  /// the outermost header through which a project file reached it.
  const std::string &header(clang::FileID id);

  /// The offset behind the token that begins there.
  std::uint32_t tokenEnd(clang::SourceLocation location) const;

  /// Line and column in the file, of the place of use for what a macro makes.
  Location place(clang::SourceLocation location);

  const clang::SourceManager &sources;
  const clang::LangOptions &language;

private:
  struct Path {
    std::string name;
    bool ours = false;
  };
  const Project &project;
  const Preamble *preamble;
  std::map<clang::FileID, Path> paths;
};

} // namespace levitate::facts
