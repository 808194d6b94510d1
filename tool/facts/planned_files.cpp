#include "tool/facts/planned_files.h"

#include "base/files.h"
#include "base/text.h"

#include <llvm/ADT/StringSet.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Path.h>

#include <map>

namespace levitate::facts {

using namespace llvm;

namespace {

class PlannedFile : public vfs::File {
public:
  PlannedFile(vfs::Status status, std::string realName, const std::string &contents)
      : fileStatus(std::move(status)), realName(std::move(realName)), contents(contents) {}

  ErrorOr<vfs::Status> status() override { return fileStatus; }
  ErrorOr<std::string> getName() override { return realName; }
  ErrorOr<std::unique_ptr<MemoryBuffer>> getBuffer(const Twine &name, std::int64_t, bool,
                                                   bool) override {
    return MemoryBuffer::getMemBuffer(contents, name.str());
  }
  std::error_code close() override { return {}; }

private:
  vfs::Status fileStatus;
  std::string realName;
  const std::string &contents;
};

class PlannedFiles : public vfs::ProxyFileSystem {
public:
  PlannedFiles(IntrusiveRefCntPtr<FileSystem> disk, const workspace::Overlay &overlay)
      : ProxyFileSystem(std::move(disk)), overlay(overlay) {
    for (const auto &[path, contents] : overlay.planned()) {
      const std::string full = overlay.root() + "/" + path;
      if (contents)
        memory->addFile(full, 0, MemoryBuffer::getMemBuffer(*contents, full));
      if (const ErrorOr<vfs::Status> status = ProxyFileSystem::status(full))
        onDisk[{status->getUniqueID().getDevice(), status->getUniqueID().getFile()}] = full;
      else
        for (const std::string &part : split(path, "/"))
          newNames.insert(part);
    }
  }

  ErrorOr<vfs::Status> status(const Twine &path) override {
    const std::string full = absolute(path);
    ErrorOr<vfs::Status> found = ProxyFileSystem::status(full);
    const std::optional<std::string> planned = found ? changedFile(full, *found) : newPath(full);
    if (planned)
      found = memory->status(*planned);
    else if (!found)
      if (const auto direct = withoutParents(full))
        found = status(*direct);
    if (!found)
      return found.getError();
    return vfs::Status::copyWithNewName(*found, path);
  }

  bool exists(const Twine &path) override { return bool(status(path)); }

  ErrorOr<std::unique_ptr<vfs::File>> openFileForRead(const Twine &path) override {
    const std::string full = absolute(path);
    const ErrorOr<vfs::Status> found = ProxyFileSystem::status(full);
    if (const auto planned = found ? changedFile(full, *found) : newPath(full)) {
      const ErrorOr<vfs::Status> status = memory->status(*planned);
      if (!status)
        return status.getError();
      if (status->isDirectory())
        return std::make_error_code(std::errc::is_a_directory);
      const std::string key = planned->substr(overlay.root().size() + 1);
      return std::make_unique<PlannedFile>(vfs::Status::copyWithNewName(*status, path), *planned,
                                           *overlay.planned().at(key));
    }
    if (!found)
      if (const auto direct = withoutParents(full))
        return openFileForRead(*direct);
    return ProxyFileSystem::openFileForRead(path);
  }

private:
  std::string absolute(const Twine &path) const {
    SmallString<256> full;
    path.toVector(full);
    static_cast<void>(makeAbsolute(full)); // without a working directory it stays as it is
    return std::string(full.str());
  }

  // The planned file that a path to a file on disk leads to.
  std::optional<std::string> changedFile(const std::string &path, const vfs::Status &status) const {
    const sys::fs::UniqueID id = status.getUniqueID();
    const auto found = onDisk.find({id.getDevice(), id.getFile()});
    if (found == onDisk.end() || (path != found->second && realPath(path) != found->second))
      return std::nullopt;
    return found->second;
  }

  // The planned file or folder that a path leads to which the disk does not have.
  std::optional<std::string> newPath(const std::string &path) {
    const std::string name(fileName(path)), folder(parentPath(path));
    if (!newNames.contains(name))
      return std::nullopt;
    std::string found =
        ProxyFileSystem::exists(folder) ? realPath(folder) + "/" + name : absolutePath(path);
    if (!memory->exists(found))
      return std::nullopt;
    return found;
  }

  // The path without its `..`, when the disk does not have the folder in front of one: it is
  // planned only.
  std::optional<std::string> withoutParents(const std::string &path) {
    const std::size_t up = path.find("/..");
    if (up == std::string::npos || ProxyFileSystem::exists(path.substr(0, up)))
      return std::nullopt;
    std::string normal = absolutePath(path);
    if (normal == path)
      return std::nullopt;
    return normal;
  }

  const workspace::Overlay &overlay;
  IntrusiveRefCntPtr<vfs::InMemoryFileSystem> memory =
      makeIntrusiveRefCnt<vfs::InMemoryFileSystem>();
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::string> onDisk;
  StringSet<> newNames; ///< components of planned paths that the disk does not have
};

} // namespace

IntrusiveRefCntPtr<vfs::FileSystem> plannedFiles(IntrusiveRefCntPtr<vfs::FileSystem> disk,
                                                 const workspace::Overlay &overlay) {
  return makeIntrusiveRefCnt<PlannedFiles>(std::move(disk), overlay);
}

} // namespace levitate::facts
