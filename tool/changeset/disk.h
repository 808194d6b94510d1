// The system calls that the journal and the output tree are made of, each durable when it returns
// (but for those told otherwise) and each a point where a test can make the disk fail or the
// process die.
//
// Not for reading, and not for anything that need not survive a power cut: base/files.h does that.
#pragma once

#include "base/result.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace levitate::changeset {

/// Called before each change of the disk with a description of it ("rename /a to /b"). It returns
/// 0, or the errno that the change fails with in its place. Tests give one; programs give none.
using FaultHook = std::function<int(std::string_view)>;

/// Every function returns an environment error that names the path and the system's reason.
class Disk {
public:
  explicit Disk(FaultHook faults = {}) : faults(std::move(faults)) {}

  /// Makes a file, which must not exist, with these contents, and syncs it unless told not to.
  /// `mode`: permission bits; without it those that the umask gives a new file.
  Result<void> makeFile(const std::string &path, std::string_view contents,
                        std::optional<unsigned> mode, bool synced = true) const;
  /// Makes `path` another name of the file `existing`; where the file system can't, a synced copy
  /// with the same permission bits.
  Result<void> linkOrCopy(const std::string &existing, const std::string &path) const;
  /// Renames a file over `to`, also from one file system to another (then by way of a temporary
  /// file beside `to`).
  Result<void> rename(const std::string &from, const std::string &to) const;
  /// Removes a file; nothing there is no error.
  Result<void> removeFile(const std::string &path) const;
  /// Makes one folder; a folder that is there already is no error. `mode` as for makeFile.
  Result<void> makeFolder(const std::string &path, std::optional<unsigned> mode = {}) const;
  /// Removes a folder if it is empty. One that is not empty, or not there, is no error.
  Result<void> removeEmptyFolder(const std::string &path) const;
  /// Removes a folder and everything in it; nothing there is no error.
  Result<void> removeTree(const std::string &path) const;
  /// Makes the entries of a folder durable.
  Result<void> sync(const std::string &folder) const;

private:
  Result<void> before(const std::string &what) const;

  FaultHook faults;
};

/// An environment error `WHAT: the system's reason`.
Error systemError(const std::string &what, int number);

/// The whole of a regular file and its permission bits; nothing when there is no file of that name.
struct FileState {
  std::string contents;
  unsigned mode = 0;
};
Result<std::optional<FileState>> readState(const std::string &path);

} // namespace levitate::changeset
