// Which targets of a configured tree compile a file, and which of them depend on which: what a
// person looks at before choosing a folder. Read from CMake, without asking the engine that is
// tried. A tree that CMake does not build has none.
#pragma once

#include "tool/cmake/model.h"
#include "tool/plan/program.h"

#include <map>
#include <set>
#include <string>

namespace levitate::corpus {

class Targets {
public:
  /// The targets of a build of the tree at `root`. An environment error when CMake can't be asked.
  static Result<Targets> of(const std::string &root, const std::string &buildDirectory);

  /// The same of a model; paths of the tree are told by `root`, which is absolute.
  Targets(const cmake::Model &model, const std::string &root);
  Targets() = default;

  /// The target that a new source beside this one has to be said to belong to: the only one that
  /// compiles it, where others compile sources of the same folder. Empty when the folder says it,
  /// or nothing does.
  std::string toSay(const std::string &source) const;

  /// Every target with sources in the folder depends on one that compiles a user of the header:
  /// those can't use what lies there.
  bool isAbove(const std::string &folder, const std::string &header,
               const plan::Program &program) const;

private:
  bool dependsOn(const std::string &target, const std::string &other) const;

  std::map<std::string, std::set<std::string>> byFile;   ///< a source's targets
  std::map<std::string, std::set<std::string>> byFolder; ///< of the sources right in it
  std::map<std::string, std::set<std::string>> links;    ///< direct ones
};

} // namespace levitate::corpus
