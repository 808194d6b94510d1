// The tree of files.
#include "levitate/kernel/files.hpp"

#include "levitate/hal/platform.hpp"
#include "levitate/kernel/block.hpp"
#include "levitate/kernel/fs/cpio.hpp"
#include "levitate/kernel/fs/fat32.hpp"
#include "levitate/kernel/log.hpp"
#include "levitate/kernel/scheduler.hpp"
#include "levitate/utils/optional.hpp"

namespace levitate::kernel::files {

namespace {
class DiskReader final : public fs::SectorReader {
public:
  utils::Result<void> read(std::uint64_t sector, std::span<std::byte> buffer) noexcept override {
    return block::read(sector, buffer);
  }
  std::uint64_t sectors() const noexcept override { return block::capacity(); }
};

// Written at boot by one thread, then only used under the mutex.
constinit fs::Vfs tree;
constinit DiskReader disk_reader;
constinit utils::Optional<fs::CpioFileSystem> initial_ram_disk;
constinit utils::Optional<fs::Fat32FileSystem> disk;
constinit Mutex mutex;

void mount_initial_ram_disk(const hal::Platform &platform) noexcept {
  const hal::Platform::Region &place = platform.initial_ram_disk;
  if (place.size == 0) {
    log("FS", "no initramfs: maintenance shell");
    return;
  }
  auto archive =
      fs::CpioFileSystem::open({hal::phys_to_virt_as<const std::byte>(place.address), place.size});
  if (!archive) {
    log("FS", "the initramfs is damaged: maintenance shell");
    return;
  }
  initial_ram_disk = *archive;
  if (tree.mount("", *initial_ram_disk))
    log("FS", "initramfs of {} bytes at /", place.size);
}

void mount_disk() noexcept {
  if (!block::present())
    return;
  auto volume = fs::Fat32FileSystem::open(disk_reader);
  if (!volume) {
    log("FS", "no FAT32 on the disk: {}", utils::describe(volume.error()));
    return;
  }
  disk = *volume;
  if (tree.mount("disk", *disk))
    log("FS", "FAT32, read-only, at /disk");
}
} // namespace

void mount_all(const hal::Platform &platform) noexcept {
  const Mutex::Guard guard(mutex);
  mount_initial_ram_disk(platform);
  mount_disk();
}

bool has_initial_ram_disk() noexcept { return initial_ram_disk.has_value(); }
bool has_disk() noexcept { return disk.has_value(); }

utils::Result<fs::Vfs::File> open(std::string_view path) noexcept {
  const Mutex::Guard guard(mutex);
  return tree.open(path);
}
utils::Result<std::size_t> read(const fs::Vfs::File &file, std::uint64_t offset,
                                std::span<std::byte> buffer) noexcept {
  const Mutex::Guard guard(mutex);
  return tree.read(file, offset, buffer);
}
utils::Result<void> list(std::string_view path, fs::EntryVisitor &visitor) noexcept {
  const Mutex::Guard guard(mutex);
  return tree.list(path, visitor);
}

} // namespace levitate::kernel::files
