#include "tool/facts/disk_cache.h"

#include "base/files.h"

#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Path.h>

#include <optional>

namespace levitate::facts {

using namespace llvm;

struct DiskCache::Entry {
  std::once_flag asked, read;
  ErrorOr<vfs::Status> status = std::error_code();
  std::error_code failure; ///< of opening it
  vfs::Status openedStatus;
  std::string realName;
  std::unique_ptr<MemoryBuffer> contents;
};

namespace {

class CachedFile : public vfs::File {
public:
  CachedFile(vfs::Status status, std::string name, const MemoryBuffer &contents)
      : fileStatus(std::move(status)), realName(std::move(name)), contents(contents) {}

  ErrorOr<vfs::Status> status() override { return fileStatus; }
  ErrorOr<std::string> getName() override { return realName; }
  ErrorOr<std::unique_ptr<MemoryBuffer>> getBuffer(const Twine &name, std::int64_t, bool,
                                                   bool) override {
    return MemoryBuffer::getMemBuffer(contents.getBuffer(), name.str());
  }
  std::error_code close() override { return {}; }

private:
  vfs::Status fileStatus;
  std::string realName;
  const MemoryBuffer &contents;
};

class CachedDisk : public vfs::ProxyFileSystem {
public:
  CachedDisk(DiskCache &cache, const std::string &root)
      : ProxyFileSystem(vfs::createPhysicalFileSystem()), cache(cache), root(root) {}

  ErrorOr<vfs::Status> status(const Twine &path) override {
    SmallString<256> buffer;
    const StringRef text = path.toStringRef(buffer);
    return isKept(text) ? cache.status(text) : ProxyFileSystem::status(path);
  }
  ErrorOr<std::unique_ptr<vfs::File>> openFileForRead(const Twine &path) override {
    SmallString<256> buffer;
    const StringRef text = path.toStringRef(buffer);
    return isKept(text) ? cache.open(text) : ProxyFileSystem::openFileForRead(path);
  }

private:
  bool isKept(StringRef path) const {
    return path.starts_with("/") && !isWithin(std::string_view(path), root);
  }

  DiskCache &cache;
  std::string root;
};

} // namespace

DiskCache::Entry &DiskCache::entry(StringRef path) {
  const std::lock_guard lock(mutex);
  std::shared_ptr<Entry> &place = entries[path];
  if (!place)
    place = std::make_shared<Entry>();
  return *place;
}

ErrorOr<vfs::Status> DiskCache::status(StringRef path) {
  Entry &known = entry(path);
  std::call_once(known.asked, [&] { known.status = disk->status(path); });
  return known.status;
}

ErrorOr<std::unique_ptr<vfs::File>> DiskCache::open(StringRef path) {
  Entry &known = entry(path);
  std::call_once(known.read, [&] {
    auto file = disk->openFileForRead(path);
    if (!file) {
      known.failure = file.getError();
      return;
    }
    const ErrorOr<vfs::Status> status = (*file)->status();
    const ErrorOr<std::string> name = (*file)->getName();
    auto contents = (*file)->getBuffer(path);
    if (!status || !name || !contents) {
      known.failure = !status ? status.getError() : !name ? name.getError() : contents.getError();
      return;
    }
    known.openedStatus = *status;
    known.realName = *name;
    known.contents = std::move(*contents);
  });
  if (known.failure)
    return known.failure;
  return std::make_unique<CachedFile>(known.openedStatus, known.realName, *known.contents);
}

IntrusiveRefCntPtr<vfs::FileSystem> cachedDisk(DiskCache &cache, const std::string &root) {
  return makeIntrusiveRefCnt<CachedDisk>(cache, root);
}

} // namespace levitate::facts
