#include "tool/changeset/disk.h"

#include "base/files.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace levitate::changeset {
namespace {

/// An open file that closes itself.
class Descriptor {
public:
  Descriptor(const std::string &path, int flags, mode_t mode = 0)
      : number(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~Descriptor() {
    if (number >= 0)
      ::close(number);
  }
  Descriptor(const Descriptor &) = delete;
  Descriptor &operator=(const Descriptor &) = delete;

  const int number;
};

bool writeAll(int descriptor, std::string_view contents) {
  while (!contents.empty()) {
    ssize_t written = ::write(descriptor, contents.data(), contents.size());
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return false;
    contents.remove_prefix(std::size_t(written));
  }
  return true;
}

} // namespace

Error systemError(const std::string &what, int number) {
  return Error::environment(what + ": " + std::strerror(number));
}

Result<void> Disk::before(const std::string &what) const {
  if (faults)
    if (int number = faults(what))
      return systemError(what, number);
  return {};
}

Result<void> Disk::makeFile(const std::string &path, std::string_view contents,
                            std::optional<unsigned> mode, bool synced) const {
  const std::string what = "write " + path;
  LEVITATE_CHECK(before(what));
  Descriptor file(path, O_WRONLY | O_CREAT | O_EXCL, 0666);
  if (file.number < 0)
    return systemError(what, errno);
  if (!writeAll(file.number, contents) || (mode && ::fchmod(file.number, mode_t(*mode)) != 0) ||
      (synced && ::fsync(file.number) != 0)) {
    const int number = errno;
    ::unlink(path.c_str());
    return systemError(what, number);
  }
  return {};
}

Result<void> Disk::linkOrCopy(const std::string &existing, const std::string &path) const {
  const std::string what = "link " + existing + " as " + path;
  LEVITATE_CHECK(before(what));
  if (::link(existing.c_str(), path.c_str()) == 0)
    return {};
  LEVITATE_TRY(state, readState(existing));
  if (!state)
    return systemError(what, ENOENT);
  return makeFile(path, state->contents, state->mode);
}

Result<void> Disk::rename(const std::string &from, const std::string &to) const {
  const std::string what = "rename " + from + " to " + to;
  LEVITATE_CHECK(before(what));
  if (::rename(from.c_str(), to.c_str()) != 0) {
    if (errno != EXDEV)
      return systemError(what, errno);
    const std::string temporary = to + ".levitate-new";
    LEVITATE_TRY(state, readState(from));
    LEVITATE_CHECK(removeFile(temporary));
    LEVITATE_CHECK(makeFile(temporary, state->contents, state->mode));
    if (::rename(temporary.c_str(), to.c_str()) != 0)
      return systemError(what, errno);
    LEVITATE_CHECK(removeFile(from));
  }
  return {};
}

Result<void> Disk::removeFile(const std::string &path) const {
  LEVITATE_CHECK(before("remove " + path));
  if (::unlink(path.c_str()) != 0 && errno != ENOENT)
    return systemError("remove " + path, errno);
  return {};
}

Result<void> Disk::makeFolder(const std::string &path, std::optional<unsigned> mode) const {
  LEVITATE_CHECK(before("make folder " + path));
  if (::mkdir(path.c_str(), 0777) != 0) {
    if (errno == EEXIST && isDirectory(path))
      return {};
    return systemError("make folder " + path, errno);
  }
  if (mode && ::chmod(path.c_str(), mode_t(*mode)) != 0)
    return systemError("make folder " + path, errno);
  return {};
}

Result<void> Disk::removeEmptyFolder(const std::string &path) const {
  LEVITATE_CHECK(before("remove folder " + path));
  if (::rmdir(path.c_str()) != 0 && errno != ENOENT && errno != ENOTEMPTY && errno != EEXIST)
    return systemError("remove folder " + path, errno);
  return {};
}

Result<void> Disk::removeTree(const std::string &path) const {
  LEVITATE_CHECK(before("remove " + path));
  return removeAll(path);
}

Result<void> Disk::sync(const std::string &folder) const {
  LEVITATE_CHECK(before("sync " + folder));
  Descriptor opened(folder, O_RDONLY | O_DIRECTORY);
  if (opened.number < 0)
    return systemError("sync " + folder, errno);
  // Some file systems can't sync a folder; there is nothing that could be done better then.
  if (::fsync(opened.number) != 0 && errno != EINVAL && errno != ENOTSUP)
    return systemError("sync " + folder, errno);
  return {};
}

Result<std::optional<FileState>> readState(const std::string &path) {
  struct stat status = {};
  if (::lstat(path.c_str(), &status) != 0) {
    if (errno == ENOENT || errno == ENOTDIR)
      return std::optional<FileState>{};
    return systemError("read " + path, errno);
  }
  if (!S_ISREG(status.st_mode))
    return Error::environment("read " + path + ": not a regular file");
  LEVITATE_TRY(contents, readText(path));
  return std::optional<FileState>{FileState{std::move(contents), status.st_mode & 07777}};
}

} // namespace levitate::changeset
