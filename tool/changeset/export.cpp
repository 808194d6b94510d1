#include "tool/changeset/export.h"

#include "base/files.h"
#include "base/process.h"
#include "base/text.h"
#include "tool/changeset/links.h"
#include "tool/changeset/refusal.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

namespace levitate::changeset {
namespace {

/// The file that tells an output of ours from a folder of the user's.
constexpr const char *renamesFile = ".levitate/renames.json";

/// Adds the files below `root`/`folder` that are no build's and no tool's.
Result<void> walk(const std::string &root, const std::string &folder,
                  std::vector<std::string> &files) {
  std::error_code error;
  std::filesystem::directory_iterator entries(folder.empty() ? root : root + "/" + folder, error);
  if (error)
    return Error::environment(root + "/" + folder + ": " + error.message());
  for (const auto &entry : entries) {
    const std::string name = entry.path().filename().string();
    const std::string path = folder.empty() ? name : folder + "/" + name;
    const auto type = entry.symlink_status(error).type();
    if (type == std::filesystem::file_type::directory) {
      if (name != ".git" && name != ".levitate" && !exists(entry.path() / "CMakeCache.txt"))
        LEVITATE_CHECK(walk(root, path, files));
    } else if (type == std::filesystem::file_type::regular ||
               type == std::filesystem::file_type::symlink) {
      if (name != ".git") // of a submodule or a work tree it is a file
        files.push_back(path);
    }
  }
  return {};
}

/// What git tracks or would add below `root`; nothing when git has no say there.
std::optional<std::vector<std::string>> askGit(const std::string &root) {
  if (!findProgram("git"))
    return {};
  Command command;
  command.arguments = {"git", "-C",       root,       "ls-files",
                       "-z",  "--cached", "--others", "--exclude-standard"};
  Result<ProcessResult> result = runProcess(command);
  if (!result || !result->succeeded() || result->output.empty())
    return {};
  std::vector<std::string> files = split(result->output, std::string_view("\0", 1));
  std::erase(files, "");
  return files;
}

} // namespace

std::vector<std::string> ignoredByGit(const std::string &root,
                                      const std::vector<std::string> &paths) {
  if (paths.empty() || !findProgram("git"))
    return {};
  const std::string_view end("\0", 1);
  Command command;
  command.arguments = {"git", "-C", root, "check-ignore", "-z", "--stdin"};
  for (const std::string &path : paths)
    command.input += path + std::string(end);
  const auto ask = [&] {
    const Result<ProcessResult> result = runProcess(command);
    std::vector<std::string> names;
    if (result && result->succeeded())
      names = split(result->output, end);
    std::erase(names, "");
    return names;
  };
  std::vector<std::string> ignored = ask();
  if (ignored.empty())
    return ignored;
  command.input = "." + std::string(end);
  return ask().empty() ? ignored : std::vector<std::string>();
}

namespace {

bool isLink(const std::string &path) {
  struct stat status = {};
  return ::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode);
}

/// Copies one link or file, or gives a file its new contents, in a tree that nobody sees yet.
class TreeWriter {
public:
  TreeWriter(std::string root, std::string older, std::string target, const Disk &disk)
      : root(std::move(root)), older(std::move(older)), target(std::move(target)), disk(disk) {}

  Result<void> copy(const std::string &path) {
    const std::string from = root + "/" + path;
    if (isLink(from)) {
      std::error_code error;
      const std::filesystem::path destination = std::filesystem::read_symlink(from, error);
      LEVITATE_CHECK(makeParents(path));
      if (!error)
        std::filesystem::create_symlink(destination, target + "/" + path, error);
      if (error)
        return Error::environment("copy the link " + from + ": " + error.message());
      ++summary.files;
      return {};
    }
    LEVITATE_TRY(state, readState(from));
    if (!state) // deleted, but git still has it
      return {};
    return put(path, state->contents, state->mode);
  }

  Result<void> put(const std::string &path, const std::string &contents,
                   std::optional<unsigned> mode) {
    LEVITATE_CHECK(makeParents(path));
    const std::string file = target + "/" + path;
    LEVITATE_CHECK(disk.makeFile(file, contents, mode, false));
    ++summary.files;
    struct stat status = {};
    const std::string old = older + "/" + path;
    if (::lstat(old.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
        std::size_t(status.st_size) == contents.size()) {
      LEVITATE_TRY(text, readText(old));
      if (text == contents) {
        const timespec times[2] = {status.st_atim, status.st_mtim};
        if (::utimensat(AT_FDCWD, file.c_str(), times, 0) != 0)
          return systemError("set the time of " + file, errno);
        return {};
      }
    }
    ++summary.written;
    return {};
  }

  ExportSummary summary;

private:
  Result<void> makeParents(const std::string &path) {
    std::string_view folder = parentPath(path);
    if (folder.empty() || !made.emplace(folder).second)
      return {};
    return makeDirectory(target + "/" + std::string(folder));
  }

  const std::string root, older, target;
  const Disk &disk;
  std::set<std::string> made;
};

/// Puts the finished tree `fresh` in the place of `output`, and removes what was there.
Result<void> swapIn(const std::string &fresh, const std::string &output, const Disk &disk) {
  if (!exists(output))
    return disk.rename(fresh, output);
  if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, output.c_str(), RENAME_EXCHANGE) == 0)
    return disk.removeTree(fresh);
  // A file system that can't exchange: for an instant there is no output.
  const std::string old = fresh + ".old";
  LEVITATE_CHECK(disk.removeTree(old));
  LEVITATE_CHECK(disk.rename(output, old));
  LEVITATE_CHECK(disk.rename(fresh, output));
  return disk.removeTree(old);
}

} // namespace

Result<std::vector<std::string>> treeFiles(const std::string &root) {
  std::vector<std::string> files;
  if (auto listed = askGit(root)) {
    for (std::string &path : *listed) {
      const std::string full = root + "/" + path;
      if (!isLink(full) && isDirectory(full))
        LEVITATE_CHECK(
            walk(root, std::string(path.ends_with('/') ? path.substr(0, path.size() - 1) : path),
                 files)); // a submodule
      else
        files.push_back(std::move(path));
    }
  } else {
    LEVITATE_CHECK(walk(root, "", files));
  }
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

Result<ExportSummary> exportTree(const Changeset &changes, const std::string &output,
                                 const std::vector<Rename> &renames, const FaultHook &faults) {
  const std::string root = realPath(changes.root), to = realPath(absolutePath(output));
  const Disk disk(faults);
  if (isWithin(root, to))
    return refused(to + ": the output would replace the tree it is made from");
  if (exists(to) && !exists(to + "/" + renamesFile)) {
    std::error_code error;
    if (!isDirectory(to) || !std::filesystem::is_empty(to, error))
      return refused(to + ": exists and was not made by levitate-migrate; name another output or "
                          "remove it");
  }
  LEVITATE_TRY(listed, treeFiles(root));
  std::set<std::string> files;
  for (std::string &path : listed)
    if (!isWithin(root + "/" + path, to))
      files.insert(std::move(path));

  // The contents of the changed files, by the path they have without links.
  std::map<std::string, const FileChange *> changed;
  for (const auto &[path, change] : changes.files) {
    const std::string real = realPath(root + "/" + path);
    if (!isWithin(real, root))
      return refused(path + ": lies outside the root");
    const std::string relative = real.substr(root.size() + 1);
    LEVITATE_TRY(state, readState(real));
    if (state.has_value() != change.before.has_value() ||
        (state && state->contents != *change.before))
      return refused(path + ": it changed since the plan was made; run again");
    if (change.before && !files.contains(relative))
      return refused(path + ": it is not part of the tree (git ignores it)");
    changed[relative] = &change;
    if (!change.before)
      files.insert(relative);
  }

  std::set<std::string> going;
  for (const auto &[path, change] : changed)
    if (!change->after)
      going.insert(root + "/" + path);
  Error errors;
  refuseLostLinks(root, going, errors,
                  [&](const std::string &link) { return files.contains(link); });
  if (!errors.diagnostics.empty())
    return errors;

  const std::string fresh = to + ".new";
  LEVITATE_CHECK(disk.removeTree(fresh));
  LEVITATE_CHECK(makeDirectory(fresh + "/.levitate"));
  TreeWriter writer(root, to, fresh, disk);
  auto fill = [&]() -> Result<void> {
    for (const std::string &path : files) {
      auto change = changed.find(path);
      if (change == changed.end()) {
        LEVITATE_CHECK(writer.copy(path));
      } else if (change->second->after) {
        const std::string &origin =
            change->second->movedFrom.empty() ? path : change->second->movedFrom;
        struct stat status = {};
        std::optional<unsigned> mode;
        if (::stat((root + "/" + origin).c_str(), &status) == 0)
          mode = status.st_mode & 07777;
        LEVITATE_CHECK(writer.put(path, *change->second->after, mode));
      }
    }
    LEVITATE_CHECK(disk.makeFile(fresh + "/.levitate/.gitignore", "*\n", {}));
    LEVITATE_CHECK(disk.makeFile(fresh + "/" + renamesFile, renamesJson(renames), {}));
    LEVITATE_CHECK(disk.sync(fresh));
    return swapIn(fresh, to, disk);
  };
  if (Result<void> filled = fill(); !filled) {
    (void)removeAll(fresh);
    return std::move(filled).error();
  }
  return writer.summary;
}

} // namespace levitate::changeset
