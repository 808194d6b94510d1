// Files and paths. Every function returns an environment error that names the path and the reason
// of the system; none throws.
#pragma once

#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace levitate {

/// The bytes of a regular file, unchanged.
Result<std::string> readText(const std::string &path);

/// Replaces or makes a file so that a reader sees the old contents or the new, never a part: writes
/// a temporary file beside it, syncs it, renames it, syncs the folder. Keeps the old file's
/// permission bits. Missing folders are made. A symbolic link is followed, not replaced.
Result<void> writeText(const std::string &path, std::string_view contents);

/// True when the path names something (links followed).
bool exists(const std::string &path);
bool isDirectory(const std::string &path);

/// Makes a folder and its parents.
Result<void> makeDirectory(const std::string &path);

/// Removes a file or a whole folder; nothing there is no error.
Result<void> removeAll(const std::string &path);

/// `path` made absolute against the working directory (or `base`) with `.` and `..` resolved as
/// text. No trailing slash. Links are not followed.
std::string absolutePath(std::string_view path, std::string_view base = {});

/// The path with all links resolved; of what does not exist, the longest existing part is resolved.
std::string realPath(const std::string &path);

/// `path` as seen from the folder `from`; both are made absolute first.
std::string relativePath(const std::string &path, const std::string &from);

/// True when `path` is `root` or lies below it. Both absolute and normalised.
bool isWithin(std::string_view path, std::string_view root);

/// The folder part (without a trailing slash; "" when there is none), the last part.
std::string_view parentPath(std::string_view path);
std::string_view fileName(std::string_view path);

/// All regular files below `root`, relative to it, sorted. Links to folders are not entered.
/// Folders whose name is in `skip` are passed over.
Result<std::vector<std::string>> listFiles(const std::string &root,
                                           const std::vector<std::string> &skip = {});

/// A file that this process alone holds (flock(2)) until the object goes. The file stays.
class FileLock {
public:
  /// Makes the file if there is none. Nothing when another process, or another lock of this one,
  /// holds it.
  static Result<std::optional<FileLock>> take(const std::string &path);
  ~FileLock();
  FileLock(FileLock &&other) noexcept : descriptor(std::exchange(other.descriptor, -1)) {}
  FileLock &operator=(FileLock &&other) noexcept {
    std::swap(descriptor, other.descriptor);
    return *this;
  }

private:
  explicit FileLock(int descriptor) : descriptor(descriptor) {}
  int descriptor;
};

/// A new private folder (mode 0700) under $TMPDIR or /tmp, removed with everything in it when the
/// object goes.
class TemporaryDirectory {
public:
  static Result<TemporaryDirectory> make();
  ~TemporaryDirectory();
  TemporaryDirectory(TemporaryDirectory &&other) noexcept;
  TemporaryDirectory &operator=(TemporaryDirectory &&other) noexcept;

  const std::string &path() const { return folder; }

private:
  explicit TemporaryDirectory(std::string folder) : folder(std::move(folder)) {}
  std::string folder;
};

} // namespace levitate
