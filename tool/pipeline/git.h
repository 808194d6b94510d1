// Git by its command line, as far as branches are rewritten and read: commits, trees, merges.
//
// Nothing here touches the user's index or files: objects are added, and a branch is made at the
// end. What must lie on disk lies in a folder of its own (CommitTree).
#pragma once

#include "base/files.h"
#include "base/process.h"
#include "base/result.h"
#include "tool/changeset/changeset.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace levitate::pipeline {

/// A commit as git stores it.
struct Commit {
  std::string id, tree;
  std::vector<std::string> parents;
  std::string rest;    ///< author, committer, encoding and message, byte for byte; no signature
  std::string subject; ///< the first line of the message

  /// `1a2b3c4 'Subject'`, for people.
  std::string shown() const { return id.substr(0, 10) + " '" + subject + "'"; }
};

class Git {
public:
  /// The repository that holds a folder. A usage error when there is none.
  static Result<Git> at(const std::string &folder);

  /// The top of the work tree, absolute with links resolved.
  const std::string &top() const { return workTree; }

  /// What the command prints. An environment error with git's words when it fails.
  Result<std::string> run(std::vector<std::string> arguments, std::string input = {},
                          std::vector<std::pair<std::string, std::string>> environment = {}) const;
  /// The same, for commands whose status is an answer.
  Result<ProcessResult>
  attempt(std::vector<std::string> arguments, std::string input = {},
          std::vector<std::pair<std::string, std::string>> environment = {}) const;

  /// The id of a commit named as users name them. A usage error when there is none.
  Result<std::string> resolve(const std::string &name) const;
  Result<Commit> commit(const std::string &id) const;
  /// The id of a commit like `like` with another tree and parent: same author, committer, dates and
  /// message. The same arguments give the same id.
  Result<std::string> makeCommit(const Commit &like, const std::string &tree,
                                 const std::string &parent) const;

  /// The tree of a three-way merge of trees; with conflicts when git says so.
  struct Merge {
    std::string tree;
    struct Conflict {
      std::string file;
      unsigned line = 0; ///< of the first conflict marker in the merged file; 0 when it has none
      std::string message;
    };
    std::vector<Conflict> conflicts;
  };
  Result<Merge> merge(const std::string &base, const std::string &ours,
                      const std::string &theirs) const;

private:
  Git(std::string workTree, std::string gitDirectory)
      : workTree(std::move(workTree)), gitDirectory(std::move(gitDirectory)) {}

  friend class CommitTree;
  std::string workTree, gitDirectory;
};

/// The files of one commit after another, with an index of their own. They lie in the git
/// directory, always at the same place, so that what is known of them holds for the next run; git
/// itself finds no repository there. Files that two commits share keep their time of change.
class CommitTree {
public:
  /// Refused while another process has one of the same repository. What a run left that was killed
  /// is removed.
  static Result<CommitTree> make(const Git &git);

  /// Absolute with links resolved; the same for all commits.
  std::string files() const { return place->work() + "/tree"; }
  /// A folder beside them that is removed with them.
  std::string beside(const std::string &name) const { return place->work() + "/" + name; }
  /// Where plans are kept, which stay (plan::Request::cacheFolder).
  std::string plans() const { return place->home + "/plans"; }

  /// Makes the files those of a tree or commit, given by its full id.
  Result<void> show(const std::string &id);
  /// The tree that comes from the one shown by changes to files below its folder `prefix` ("" for
  /// the top).
  Result<std::string> with(const changeset::Changeset &changes, const std::string &prefix) const;

private:
  /// The folder, locked as long as this lives.
  struct Place {
    explicit Place(std::string home) : home(std::move(home)) {}
    ~Place();
    Place(const Place &) = delete;
    Place &operator=(const Place &) = delete;
    std::string work() const { return home + "/work"; }

    const std::string home;
    std::optional<FileLock> lock;
  };

  CommitTree(const Git &git, std::unique_ptr<Place> place) : git(&git), place(std::move(place)) {}
  std::vector<std::pair<std::string, std::string>> environment(const std::string &index) const;

  const Git *git;
  std::unique_ptr<Place> place;
  std::string shown;
};

} // namespace levitate::pipeline
