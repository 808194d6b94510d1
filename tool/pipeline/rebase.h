// A branch made before a migration, rewritten as if it had been made after it.
//
// How: each commit of the branch, and the commit it forks from, is migrated by itself. That gives
// the branch as it would be on a migrated base. What each commit then changes is merged onto ONTO,
// as `git rebase` would, in memory. Neither the work tree nor the branch is touched; the result is
// a new branch, made when everything else has succeeded.
//
//   base --- C1 --- C2         the branch
//    |       |      |          the migration, planned and checked for each
//   base' -- C1' -- C2'        what the branch means after it
//                \      \      three-way merges
//   ONTO ------- R1 --- R2     the result
#pragma once

#include "tool/pipeline/engine.h"
#include "tool/pipeline/git.h"

#include <functional>
#include <string>
#include <vector>

namespace levitate::pipeline {

struct RebaseRequest {
  std::string rules;                         ///< the rule file, as it stands on disk
  std::vector<std::string> buildDirectories; ///< CMake builds to configure alike; empty: found,
                                             ///< or the presets of each commit
  std::string onto, branch;                  ///< as git names commits
  std::string name;                          ///< of the new branch; empty: BRANCH-MIGRATION
  bool noCache = false;                      ///< neither look for plans made before nor keep these
  unsigned threads = 1;
  std::function<void(const std::string &)> say; ///< told of each commit; may be empty
};

struct RebasedCommit {
  std::string from;     ///< its id in the branch
  std::string subject;  ///< the first line of its message
  std::string migrated; ///< the same commit on a migrated base
  std::string to;       ///< its id in the new branch; empty: not come to, or `empty`
  bool empty = false;   ///< it changes nothing any more, and was left out
};

enum class RebaseVerdict {
  Rebased,
  NothingToDo, ///< the new branch is there already, or there is no commit to rewrite
  Conflict,    ///< git can't merge one of the commits
  Refused,     ///< the migration can't be done in one of the commits
};

struct RebaseResult {
  RebaseVerdict verdict = RebaseVerdict::NothingToDo;
  std::string branch;                 ///< the new branch
  std::string base, onto, tip;        ///< ids; `tip` is as far as it got
  std::string migratedTip;            ///< the migrated branch on the migrated base
  std::vector<RebasedCommit> commits; ///< oldest first
  std::string stoppedAt;              ///< the commit of a conflict or refusal, for people
  std::vector<Git::Merge::Conflict> conflicts;
  std::vector<plan::Refusal> refusals;
};

/// Rewrites the branch. Usage errors: names that git does not know, an ONTO on which the migration
/// has something left to do, a branch of the new name that is something else. Refused, as an Error:
/// merge commits in the branch, no common history. A commit that does not compile is an environment
/// error that names the commit. On a conflict or refusal there is no new branch; the migrated
/// commits are kept as `refs/levitate/<new branch>`, so that the rest can be done by
/// `git cherry-pick`.
Result<RebaseResult> rebase(const RebaseRequest &request, Engine &engine);

} // namespace levitate::pipeline
