// The include directives of a plan: which are added, removed and replaced, how they are spelled,
// and what every file reaches through them afterwards.
#pragma once

#include "tool/plan/context.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace levitate::plan {

class Includes {
public:
  Includes(Context &context, const Program &program);

  /// How `file` names `header`, with its quotes or brackets: as the project's other files do, or as
  /// they name the headers beside it, or relative to `file`.
  std::string spelling(const std::string &header, const std::string &file) const;
  /// Makes `text` the way in which a file that is no project file is named (`<cstdint>`).
  void setSpelling(const std::string &header, std::string text) { fixed[header] = std::move(text); }

  /// Declarations of `header` stood in these files before. Who includes one of them in a linkage
  /// block includes `header` there.
  void comesFrom(const std::string &header, std::set<std::string> files) {
    origins[header] = std::move(files);
  }

  /// True when `file` has an include directive of `header` (as planned).
  bool has(const std::string &file, const std::string &header) const;
  /// Of a file that is the inside of a namespace or a declaration, whoever includes it there gets
  /// the directive.
  void add(const std::string &file, const std::string &header);
  void remove(const std::string &file, const std::string &header);
  /// Replaces the directive of `from` by one of `to`; removes it when `to` is included already.
  void replace(const std::string &file, const std::string &from, const std::string &to);
  /// A file that is new, with all that it includes. Its directives are part of its text.
  void addFile(const std::string &file, std::set<std::string> headers);
  /// A file that goes; whoever still includes it must be changed by the caller.
  void removeFile(const std::string &file) { removedFiles.insert(file); }

  /// The headers that a file includes directly, as planned.
  std::set<std::string> direct(const std::string &file) const;
  /// All files it reaches, itself only when there is a cycle.
  std::set<std::string> closure(const std::string &file) const;
  /// The chain of includes from one file to another (both ends included), or nothing.
  std::vector<std::string> chain(const std::string &from, const std::string &to) const;

  /// Turns what is planned for existing files into edits.
  void emit(Edits &edits, const std::string &why) const;

private:
  struct FilePlan {
    std::set<std::string> removed, added;
    std::map<std::string, std::string> replaced;
  };
  /// `first`, `last`: of those that are added to the file. Returns where it is inserted.
  std::uint32_t insertDirective(Edits &edits, const std::string &file, const std::string &header,
                                const std::string &why, bool first, bool last) const;

  Context &context;
  const Program &program;
  std::map<std::string, std::set<std::string>> origins;
  /// Files that are included inside of a namespace or a declaration, with who does that.
  const std::map<std::string, std::set<std::string>> &fragments();
  std::optional<std::map<std::string, std::set<std::string>>> knownFragments;
  std::map<std::string, FilePlan> planned;
  std::map<std::string, std::set<std::string>> newFiles;
  std::set<std::string> removedFiles;
  std::map<std::string, std::string> fixed;
};

} // namespace levitate::plan
