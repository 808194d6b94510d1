#include "base/files.h"

#include "base/text.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fs = std::filesystem;

namespace levitate {

namespace {

Error systemError(const std::string &path, const std::string &what, int code = errno) {
  return Error::at(ExitStatus::Environment, {path, 0, 0},
                   what + ": " + std::string(std::strerror(code)));
}

// A file descriptor that closes itself.
class Descriptor {
public:
  explicit Descriptor(int number) : number(number) {}
  Descriptor(const Descriptor &) = delete;
  Descriptor &operator=(const Descriptor &) = delete;
  ~Descriptor() {
    if (number >= 0)
      ::close(number);
  }
  int get() const { return number; }
  bool valid() const { return number >= 0; }

private:
  int number;
};

bool writeAll(int descriptor, std::string_view contents) {
  while (!contents.empty()) {
    const ssize_t written = ::write(descriptor, contents.data(), contents.size());
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return false;
    contents.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

} // namespace

Result<std::string> readText(const std::string &path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.valid())
    return systemError(path, "can't open the file");
  struct stat status{};
  if (::fstat(file.get(), &status) != 0)
    return systemError(path, "can't read the file");
  if (!S_ISREG(status.st_mode))
    return Error::at(ExitStatus::Environment, {path, 0, 0},
                     S_ISDIR(status.st_mode) ? "is a folder, not a file" : "is not a regular file");
  std::string contents(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t used = 0;
  for (;;) {
    // One byte more than expected tells the end of the file from a file that has grown.
    if (used == contents.size())
      contents.resize(contents.size() + std::max<std::size_t>(1, contents.size() / 2));
    const ssize_t got = ::read(file.get(), contents.data() + used, contents.size() - used);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return systemError(path, "can't read the file");
    if (got == 0)
      break;
    used += static_cast<std::size_t>(got);
  }
  contents.resize(used);
  return contents;
}

Result<void> writeText(const std::string &path, std::string_view contents) {
  const std::string target = realPath(path);
  const std::string folder(parentPath(target));
  LEVITATE_CHECK(makeDirectory(folder));
  struct stat old{};
  const bool replaces = ::stat(target.c_str(), &old) == 0;

  std::string temporary = folder + "/.levitate-XXXXXX";
  const Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!file.valid())
    return systemError(target, "can't write in this folder");
  const auto fail = [&](const char *what) {
    const int code = errno;
    ::unlink(temporary.c_str());
    return systemError(target, what, code);
  };
  // A new file gets what the user's umask allows; mkostemp gives 0600.
  const mode_t mask = ::umask(0);
  ::umask(mask);
  const mode_t mode = replaces ? (old.st_mode & 07777) : (0666 & ~mask);
  if (::fchmod(file.get(), mode) != 0 || !writeAll(file.get(), contents) ||
      ::fsync(file.get()) != 0)
    return fail("can't write the file");
  if (::rename(temporary.c_str(), target.c_str()) != 0)
    return fail("can't replace the file");
  const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.valid())
    ::fsync(directory.get());
  return {};
}

bool exists(const std::string &path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

bool isDirectory(const std::string &path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

Result<void> makeDirectory(const std::string &path) {
  std::error_code problem;
  fs::create_directories(path, problem);
  if (problem)
    return Error::at(ExitStatus::Environment, {path, 0, 0},
                     "can't make the folder: " + problem.message());
  return {};
}

Result<void> removeAll(const std::string &path) {
  std::error_code problem;
  fs::remove_all(path, problem);
  if (problem)
    return Error::at(ExitStatus::Environment, {path, 0, 0},
                     "can't remove this: " + problem.message());
  return {};
}

std::string absolutePath(std::string_view path, std::string_view base) {
  fs::path result(path);
  if (result.is_relative()) {
    std::error_code ignored;
    const fs::path current =
        base.empty() ? fs::current_path(ignored) : fs::path(absolutePath(base));
    result = current / result;
  }
  std::string text = result.lexically_normal().string();
  while (text.size() > 1 && text.ends_with('/'))
    text.pop_back();
  return text;
}

std::string realPath(const std::string &path) {
  std::error_code problem;
  // Not made normal first: the folder above a link is that of what it leads to.
  const fs::path result = fs::weakly_canonical(fs::absolute(path, problem), problem);
  return problem ? absolutePath(path) : absolutePath(result.string());
}

std::string relativePath(const std::string &path, const std::string &from) {
  return fs::path(absolutePath(path)).lexically_relative(absolutePath(from)).string();
}

bool isWithin(std::string_view path, std::string_view root) {
  if (root == "/")
    return path.starts_with('/');
  return path.starts_with(root) && (path.size() == root.size() || path[root.size()] == '/');
}

std::string_view parentPath(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos)
    return {};
  return path.substr(0, slash == 0 ? 1 : slash);
}

std::string_view fileName(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

Result<std::vector<std::string>> listFiles(const std::string &root,
                                           const std::vector<std::string> &skip) {
  std::vector<std::string> files;
  std::error_code problem;
  fs::recursive_directory_iterator it(root, fs::directory_options::skip_permission_denied, problem);
  if (problem)
    return Error::at(ExitStatus::Environment, {root, 0, 0},
                     "can't list the folder: " + problem.message());
  for (; it != fs::recursive_directory_iterator(); it.increment(problem)) {
    if (problem)
      return Error::at(ExitStatus::Environment, {root, 0, 0},
                       "can't list the folder: " + problem.message());
    const std::string name = it->path().filename().string();
    std::error_code ignored;
    if (it->is_directory(ignored)) {
      if (std::find(skip.begin(), skip.end(), name) != skip.end())
        it.disable_recursion_pending();
    } else if (it->is_regular_file(ignored)) {
      files.push_back(it->path().lexically_relative(root).string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

Result<std::optional<FileLock>> FileLock::take(const std::string &path) {
  const int opened = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (opened < 0)
    return systemError(path, "can't open the lock");
  FileLock lock(opened);
  if (::flock(opened, LOCK_EX | LOCK_NB) == 0)
    return std::optional(std::move(lock));
  if (errno != EWOULDBLOCK)
    return systemError(path, "can't lock the file");
  return std::optional<FileLock>();
}

FileLock::~FileLock() {
  if (descriptor >= 0)
    ::close(descriptor);
}

Result<TemporaryDirectory> TemporaryDirectory::make() {
  const char *base = std::getenv("TMPDIR");
  std::string folder = std::string(base && *base ? base : "/tmp") + "/levitate-XXXXXX";
  if (!::mkdtemp(folder.data()))
    return systemError(folder, "can't make a temporary folder");
  return TemporaryDirectory(std::move(folder));
}

TemporaryDirectory::~TemporaryDirectory() {
  if (!folder.empty()) {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
}

TemporaryDirectory::TemporaryDirectory(TemporaryDirectory &&other) noexcept
    : folder(std::exchange(other.folder, {})) {}

TemporaryDirectory &TemporaryDirectory::operator=(TemporaryDirectory &&other) noexcept {
  std::swap(folder, other.folder);
  return *this;
}

} // namespace levitate
