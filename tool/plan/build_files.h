// The build side of a plan: which target a file belongs to, what may link what once all steps are
// done, and the changes to CMakeLists.txt.
#pragma once

#include "tool/cmake/edit.h"
#include "tool/plan/context.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace levitate::plan {

class BuildFiles {
public:
  /// Reads the CMake models of the build directories; a directory that CMake did not make gives
  /// none, and then nothing is known of targets. The steps of the recipe give the link edges as
  /// they will be.
  static Result<BuildFiles> load(Context &context);

  /// True when CMake describes the tree.
  bool known() const { return editor.has_value(); }
  /// The target that a source or header belongs to: the one that lists it, or else the one defined
  /// in the nearest folder above it. Empty when none is known.
  std::string targetOf(const std::string &file) const;
  /// True when, after all steps of the recipe, `from` links `to`, directly or not.
  bool reaches(const std::string &from, const std::string &to) const;
  /// The targets that give their search paths to a unit of `target`: as configured, and as CMake
  /// will have it after the steps so far. Worked out anew with each call.
  std::set<std::string> seenBefore(const std::string &target) const;
  std::set<std::string> seenAfter(const std::string &target) const;
  bool isTarget(const std::string &name) const;

  /// Each of these changes the overlay, or refuses, or finds nothing to do.
  Result<void> addFile(const std::string &file, const std::string &target, const std::string &step);
  Result<void> removeFile(const std::string &file, const std::string &step);
  Result<void> renameFile(const std::string &from, const std::string &to, const std::string &step);
  Result<void> link(const recipe::Link &link, const recipe::Step &step);
  Result<void> unlink(const recipe::Unlink &unlink, const recipe::Step &step);
  /// Refuses, with the cycle printed, when the steps leave a cycle of targets that was not there;
  /// and when they leave a target that CMake would not take.
  void refuseProblems();

private:
  explicit BuildFiles(Context &context) : context(&context) {}
  Result<void> take(const cmake::Outcome &outcome, const std::string &step,
                    const std::string &reason);
  std::string absolute(const std::string &file) const;
  Error unknownTarget(const recipe::Step &step, const std::string &name) const;

  Context *context;
  std::optional<cmake::Editor> editor;
  std::set<std::string> targets;
  std::vector<cmake::Edge> initialEdges;     ///< as configured
  std::map<std::string, Location> generated; ///< files that CMake writes, absolute
  std::map<std::string, std::set<std::string>> finalEdges;
};

} // namespace levitate::plan
