// A copy of a tree with a changeset applied to it: what `apply --output` and `run` leave, so that
// the tree itself stays as it is.
#pragma once

#include "tool/changeset/changeset.h"
#include "tool/changeset/disk.h"

#include <string>
#include <vector>

namespace levitate::changeset {

struct ExportSummary {
  std::size_t files = 0;   ///< in the new tree
  std::size_t written = 0; ///< whose bytes were not in the older output already
};

/// Copies the tree at changes.root to `output` with the changes applied. The tree is what git
/// tracks or would add (not what it ignores); without git, every file but those in `.git`,
/// `.levitate` and folders that hold a CMakeCache.txt. Links are copied as links, permission bits
/// are kept.
///
/// The new tree takes the place of an older output in one step. A file whose bytes are those of the
/// older output keeps its time of change, so that builds of the output stay valid. Folders of the
/// older output that hold a CMakeCache.txt are not kept: build elsewhere.
///
/// `output` gets `.levitate/renames.json`. Refused (status 3): `output` exists, is not empty and
/// was not made by this function; it is the root or holds it; a changed file is not what `before`
/// says or is not part of the tree.
Result<ExportSummary> exportTree(const Changeset &changes, const std::string &output,
                                 const std::vector<Rename> &renames, const FaultHook &faults = {});

/// The files of a tree that exportTree copies, relative to it and sorted; links are among them.
Result<std::vector<std::string>> treeFiles(const std::string &root);

/// Those of the paths, relative to `root`, that git ignores there: what is in the index is not, and
/// where git has no say, or ignores the whole root, nothing is.
std::vector<std::string> ignoredByGit(const std::string &root,
                                      const std::vector<std::string> &paths);

} // namespace levitate::changeset
