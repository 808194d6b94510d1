// Writes a changeset into its tree so that the tree is the old one or the new one, whatever
// happens, and takes it back again.
//
// How: everything that is needed is first put into ROOT/.levitate/journal.new (the new contents,
// and a second link to each old file). Renaming that folder to `journal` is the decision. From then
// on the new files are renamed into place; a run that dies is completed by the next one (recover),
// a run that fails puts the old files back. A completed journal becomes `undo`. `.levitate` holds a
// .gitignore of its own, so that git never sees it.
//
// Promises: no file is ever seen half written; permission bits stay; no file outside the root and
// nothing in `.git` is touched; two runs at once can't meet (a lock). Owners, extended attributes
// and further hard links of a changed file are not kept by the change, and come back with undo.
#pragma once

#include "tool/changeset/changeset.h"
#include "tool/changeset/disk.h"

#include <string>
#include <vector>

namespace levitate::changeset {

/// Applies the changes to the tree. Nothing to do leaves the tree, and the last undo, as they are.
///
/// Refused (status 3), with nothing changed: a file is no longer what `before` says, a path leaves
/// the root, goes through a link out of it, names something in `.git` or `.levitate`, two paths are
/// the same file, a link would be deleted or would lead to nothing, or another run holds the tree. Environment (status 4),
/// with nothing changed: a file or folder is read-only, there is no space, or another failure of
/// the system. Should even putting the old files back fail, the error says so, and the next call of
/// recover() goes on with that.
///
/// `renames` are left in `.levitate/renames.json` for levitate-equivalence.
Result<void> write(const Changeset &changes, const std::vector<Rename> &renames = {},
                   const FaultHook &faults = {});

struct UndoSummary {
  std::size_t files = 0; ///< how many were restored or removed; 0: there was nothing to undo
};

/// Takes the last write back, byte for byte and with the permission bits of before: changed and
/// deleted files return, created files and the folders made for them go. Refused (status 3), naming
/// the files, when one was changed since, for its changes would be lost. All or nothing, like
/// write().
Result<UndoSummary> undo(const std::string &root, const FaultHook &faults = {});

enum class Recovery {
  Nothing,    ///< no run was interrupted
  Discarded,  ///< one was, before it had changed anything
  Completed,  ///< one was, and its changes are complete now
  RolledBack, ///< one was while it put the old files back; they are back now
};

/// Brings a tree to order that an interrupted run left. Called by write() and undo(); programs call
/// it before they read the tree.
Result<Recovery> recover(const std::string &root, const FaultHook &faults = {});

} // namespace levitate::changeset
