// The initial RAM disk: a cpio archive in the "newc" format (Linux,
// Documentation/driver-api/early-userspace/buffer-format.rst).
#pragma once
#include "levitate/kernel/fs/filesystem.hpp"

#include <optional>

namespace levitate::kernel::fs {

/// Files straight out of an archive in memory. Every look-up walks the archive: it is small, and
/// nothing needs to be allocated. Links and devices are passed over. The archive must outlive the
/// object.
class CpioFileSystem final : public FileSystem {
public:
  /// Malformed unless the archive is whole: all headers sound, all in bounds, and the trailer
  /// there.
  static utils::Result<CpioFileSystem> open(std::span<const std::byte> archive) noexcept;

  std::string_view type() const noexcept override { return "cpio"; }
  utils::Result<Entry> find(std::string_view path) noexcept override;
  utils::Result<std::size_t> read(const Entry &file, std::uint64_t offset,
                                  std::span<std::byte> buffer) noexcept override;
  utils::Result<void> list(std::string_view path, EntryVisitor &visitor) noexcept override;

private:
  struct Record {
    std::string_view name; // without leading "./" and "/"
    Entry entry;
    bool shown; // a file or a directory
    std::size_t next;
  };
  explicit CpioFileSystem(std::span<const std::byte> archive) noexcept : archive_(archive) {}
  std::optional<Record> record(std::size_t at) const noexcept;

  std::span<const std::byte> archive_;
};

} // namespace levitate::kernel::fs
