#include "verify/boot/run_folder.h"

#include "base/files.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace levitate::boot {

namespace {

constexpr std::string_view prefix = "levitate-boot-";
// Stands in every folder of a run, and tells it from a folder of that name which somebody else
// made.
constexpr std::string_view mark = "/.levitate-boot-run";

std::string parent() {
  const char *base = std::getenv("TMPDIR");
  return base && *base ? base : "/tmp";
}

// A folder of ours that nobody else holds, locked from now on; nothing for any other.
Descriptor lockFolder(const std::string &folder) {
  Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat status{};
  if (descriptor.get() < 0 || ::fstat(descriptor.get(), &status) != 0 ||
      status.st_uid != ::geteuid() || ::flock(descriptor.get(), LOCK_EX | LOCK_NB) != 0)
    return {};
  return descriptor;
}

} // namespace

Result<RunFolder> RunFolder::make() {
  // Between making and locking it another run may take it for abandoned: then there is another try.
  for (int attempt = 0; attempt < 100; ++attempt) {
    std::string folder = parent() + "/" + std::string(prefix) + "XXXXXX";
    if (!::mkdtemp(folder.data()))
      return Error::environment("can't make a folder for the run: " + folder + ": " +
                                std::strerror(errno));
    Descriptor lock = lockFolder(folder);
    struct stat status{};
    if (lock.get() >= 0 && ::fstat(lock.get(), &status) == 0 && status.st_nlink > 0) {
      RunFolder made(std::move(folder), std::move(lock));
      LEVITATE_CHECK(writeText(made.path() + std::string(mark), ""));
      return made;
    }
  }
  return Error::environment("can't lock a folder for the run under " + parent());
}

RunFolder::~RunFolder() {
  if (!folder.empty())
    (void)removeAll(folder); // while it is locked
}

RunFolder::RunFolder(RunFolder &&other) noexcept
    : folder(std::exchange(other.folder, {})), lock(std::move(other.lock)) {}

std::size_t removeAbandonedRunFolders() {
  DIR *const entries = ::opendir(parent().c_str());
  if (!entries)
    return 0;
  std::size_t removed = 0;
  while (const dirent *entry = ::readdir(entries)) {
    if (!std::string_view(entry->d_name).starts_with(prefix))
      continue;
    const std::string folder = parent() + "/" + entry->d_name;
    const Descriptor lock = lockFolder(folder);
    if (lock.get() >= 0 && exists(folder + std::string(mark)) && removeAll(folder))
      ++removed;
  }
  ::closedir(entries);
  return removed;
}

} // namespace levitate::boot
