// What a file system offers to the kernel: read-only files and directories by path.
#pragma once
#include "levitate/utils/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace levitate::kernel::fs {

enum class Kind : std::uint8_t { File, Directory };

/// A file or directory that was found. What `location` means is known to the file system alone.
struct Entry {
  Kind kind = Kind::File;
  std::uint64_t size = 0; // in bytes; 0 for directories
  std::uint64_t location = 0;
};

/// Called for each entry of a directory. The name is valid during the call only.
class EntryVisitor {
public:
  virtual void visit(std::string_view name, const Entry &entry) noexcept = 0;

protected:
  ~EntryVisitor() = default;
};

class FileSystem {
public:
  virtual std::string_view type() const noexcept = 0;
  /// The entry at `path`, relative to the root of the file system: components separated by `/`,
  /// none of them empty; the empty path is the root. NotFound, NotDirectory (a file in the middle),
  /// Malformed, Device.
  virtual utils::Result<Entry> find(std::string_view path) noexcept = 0;
  /// Reads from a file, from byte `offset` on, as much as there is and as `buffer` holds; the
  /// number of bytes read, 0 at the end.
  virtual utils::Result<std::size_t> read(const Entry &file, std::uint64_t offset,
                                          std::span<std::byte> buffer) noexcept = 0;
  /// Visits the entries of the directory at `path`, without `.` and `..`.
  virtual utils::Result<void> list(std::string_view path, EntryVisitor &visitor) noexcept = 0;

protected:
  ~FileSystem() = default;
};

/// Takes the first component off `path`; empty when there is none left. Repeated slashes count as
/// one.
constexpr std::string_view next_component(std::string_view &path) noexcept {
  while (path.starts_with('/'))
    path.remove_prefix(1);
  const std::size_t end = path.find('/');
  const std::string_view component = path.substr(0, end);
  path = end == std::string_view::npos ? std::string_view{} : path.substr(end);
  return component;
}

} // namespace levitate::kernel::fs
