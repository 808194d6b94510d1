// The private folder of one run: disks, traces, everything that QEMU is given. It goes with its
// owner; what an owner that was killed has left behind is removed by the next run.
#pragma once

#include "base/result.h"
#include "verify/boot/child.h"

#include <string>

namespace levitate::boot {

class RunFolder {
public:
  /// A new folder (mode 0700) under $TMPDIR or /tmp, locked (flock(2)) as long as this process
  /// lives and the object does. An environment error when there can be none.
  static Result<RunFolder> make();
  ~RunFolder();
  RunFolder(RunFolder &&other) noexcept;
  RunFolder &operator=(RunFolder &&) = delete;

  const std::string &path() const { return folder; }

private:
  RunFolder(std::string folder, Descriptor lock)
      : folder(std::move(folder)), lock(std::move(lock)) {}
  std::string folder;
  Descriptor lock;
};

/// Removes this user's run folders whose owners are gone, and says how many there were. A folder
/// whose owner lives is locked and stays, whichever process that is.
std::size_t removeAbandonedRunFolders();

} // namespace levitate::boot
