// The system's files, read once for all units. The project's own files are not kept: they are few
// beside these, and may change while a tool runs.
#pragma once

#include <llvm/Support/VirtualFileSystem.h>

#include <memory>
#include <mutex>
#include <string>

namespace levitate::facts {

class DiskCache {
public:
  /// What the disk says of an absolute path, for the first time that it is asked. Thread-safe.
  llvm::ErrorOr<llvm::vfs::Status> status(llvm::StringRef path);
  /// The file refers to the cache.
  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> open(llvm::StringRef path);

private:
  struct Entry;
  Entry &entry(llvm::StringRef path);

  const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> disk = llvm::vfs::getRealFileSystem();
  std::mutex mutex;
  llvm::StringMap<std::shared_ptr<Entry>> entries;
};

/// The disk, with a cache of what is not below `root`.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> cachedDisk(DiskCache &cache,
                                                           const std::string &root);

} // namespace levitate::facts
