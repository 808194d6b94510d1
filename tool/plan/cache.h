// Plans that were made before, found again by what they were made from: not a fact of the tree is
// taken from the cache, only a whole plan, and only when nothing that it depends on differs by a
// byte. That is the steps and their rule file, the contents of every file below the root, the
// contents of every other file that some unit reads, which files each unit reads, the compile
// commands, what CMake says, and this program. Times of files count for nothing.
//
// An entry that can't be read, that is damaged or that another program wrote is as good as none.
#pragma once

#include "tool/plan/context.h"

#include <optional>
#include <string>

namespace levitate::plan {

class PlanCache {
public:
  /// Entries stand in `folder`, which need not exist; no more than a few are kept there.
  explicit PlanCache(std::string folder) : folder(std::move(folder)) {}

  /// A text that differs when anything differs on which the plan depends. `units` are those of the
  /// compile databases, whose directives have been read into `context.gathered`. Nothing when some
  /// input can't be read, or when the plan depends on something else, such as the date.
  static std::optional<std::string> keyOf(Context &context,
                                          const std::vector<workspace::Unit> &units);

  /// The plan of that key, if there is one.
  std::optional<Plan> find(const std::string &key) const;
  /// Keeps a plan, in place of the oldest one when there are many. What fails is passed over.
  void keep(const std::string &key, const Plan &plan) const;

private:
  std::string folder;
};

} // namespace levitate::plan
