// One tree of names over several file systems.
#pragma once
#include "levitate/kernel/fs/filesystem.hpp"

#include <array>

namespace levitate::kernel::fs {

/// File systems under a name below the root, and one as the root itself. Not synchronised.
class Vfs {
public:
  static constexpr std::size_t max_mounts = 4;

  /// A file that was opened.
  struct File {
    FileSystem *system;
    Entry entry;
  };

  /// `name` is the directory in the root, without slashes; empty for the root itself. NoSpace if
  /// all places are taken, InvalidArgument if the name is. The file system must stay for good.
  utils::Result<void> mount(std::string_view name, FileSystem &system) noexcept;

  /// `path` begins with a slash or is taken as if it did.
  utils::Result<File> open(std::string_view path) noexcept;
  utils::Result<std::size_t> read(const File &file, std::uint64_t offset,
                                  std::span<std::byte> buffer) noexcept;
  /// The entries of a directory; in the root, what is mounted there comes first.
  utils::Result<void> list(std::string_view path, EntryVisitor &visitor) noexcept;

private:
  struct Mount {
    std::string_view name;
    FileSystem *system = nullptr;
  };
  struct Place {
    FileSystem *system; // null: the root, and no file system is mounted there
    std::string_view rest;
  };
  Place resolve(std::string_view path) noexcept;

  std::array<Mount, max_mounts> mounts_{};
};

} // namespace levitate::kernel::fs
