// The kernel's one tree of files: the initial RAM disk is the root, the disk is under /disk.
#pragma once
#include "levitate/kernel/fs/vfs.hpp"

#include <string_view>

namespace levitate::hal {
struct Platform;
}

namespace levitate::kernel::files {

/// Mounts what there is and logs what there is not.
void mount_all(const hal::Platform &platform) noexcept;
bool has_initial_ram_disk() noexcept;
bool has_disk() noexcept;

/// As of fs::Vfs, but for one thread at a time: others wait.
utils::Result<fs::Vfs::File> open(std::string_view path) noexcept;
utils::Result<std::size_t> read(const fs::Vfs::File &file, std::uint64_t offset,
                                std::span<std::byte> buffer) noexcept;
utils::Result<void> list(std::string_view path, fs::EntryVisitor &visitor) noexcept;

} // namespace levitate::kernel::files
