// A set of new file contents for a tree, and how it is shown.
#pragma once

#include "base/result.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace levitate::changeset {

struct FileChange {
  std::optional<std::string> before; ///< none: the file does not exist yet
  std::optional<std::string> after;  ///< none: the file is deleted
  std::string movedFrom;             ///< the path whose contents this was, for a moved file
};

/// Files by path relative to the root. Only files that change are in it.
struct Changeset {
  std::string root; ///< absolute
  std::map<std::string, FileChange> files;

  bool empty() const { return files.empty(); }
};

/// A fully qualified name before a migration and after it.
struct Rename {
  std::string from, to;

  friend bool operator==(const Rename &, const Rename &) = default;
};

/// `{ "schema": 1, "renames": [{ "from", "to" }] }`, in the order given, with a newline at the end:
/// what `levitate-equivalence --renames` reads.
std::string renamesJson(const std::vector<Rename> &renames);

/// A unified diff with three lines of context and git's headers (`diff --git`, `new file mode`,
/// `deleted file mode`), which `git apply` takes. Files are in order of their paths, prefixed `a/`
/// and `b/`. Text without a newline at its end and bytes that are not UTF-8 are kept as they are.
/// Linear in the texts when little changes; what differs beyond recognition is shown as replaced
/// whole rather than compared for ever.
std::string unifiedDiff(const Changeset &changes);

} // namespace levitate::changeset
