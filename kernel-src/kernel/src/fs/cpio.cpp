// The reader of cpio archives. All access to the archive goes through `record`, which checks every
// bound.
#include "levitate/kernel/fs/cpio.hpp"

#include "levitate/utils/align.hpp"

#include <algorithm>
#include <cstring>

namespace levitate::kernel::fs {

using utils::Error;
using utils::Result;

namespace {
// Thirteen fields of eight hexadecimal digits behind the magic.
constexpr std::size_t header_size = 110;
constexpr std::size_t mode_field = 1, size_field = 6, name_size_field = 11;
constexpr std::string_view magic = "070701", magic_with_checksum = "070702";
constexpr std::string_view trailer = "TRAILER!!!";
constexpr std::uint32_t type_mask = 0170000, directory_type = 0040000, file_type = 0100000;
constexpr std::size_t alignment = 4;

std::optional<std::uint32_t> hexadecimal(std::string_view digits) noexcept {
  std::uint32_t value = 0;
  for (const char c : digits) {
    std::uint32_t digit = 0;
    if (c >= '0' && c <= '9')
      digit = static_cast<std::uint32_t>(c - '0');
    else if (c >= 'a' && c <= 'f')
      digit = static_cast<std::uint32_t>(c - 'a' + 10);
    else if (c >= 'A' && c <= 'F')
      digit = static_cast<std::uint32_t>(c - 'A' + 10);
    else
      return std::nullopt;
    value = value << 4 | digit;
  }
  return value;
}

std::string_view strip(std::string_view name) noexcept {
  if (name == ".")
    return {};
  while (name.starts_with("./") || name.starts_with('/'))
    name.remove_prefix(name.starts_with('/') ? 1 : 2);
  return name;
}

// Whether `name` is the path whose components `path` has, however many slashes separate them.
bool same_path(std::string_view name, std::string_view path) noexcept {
  for (;;) {
    const std::string_view a = next_component(name), b = next_component(path);
    if (a != b)
      return false;
    if (a.empty())
      return true;
  }
}

// The part of `name` below `directory`, or nothing.
std::optional<std::string_view> below(std::string_view name, std::string_view directory) noexcept {
  for (;;) {
    const std::string_view wanted = next_component(directory);
    if (wanted.empty())
      break;
    if (next_component(name) != wanted)
      return std::nullopt;
  }
  while (name.starts_with('/'))
    name.remove_prefix(1);
  if (name.empty())
    return std::nullopt;
  return name;
}
} // namespace

std::optional<CpioFileSystem::Record> CpioFileSystem::record(std::size_t at) const noexcept {
  if (at > archive_.size() || archive_.size() - at < header_size)
    return std::nullopt;
  const std::string_view text(reinterpret_cast<const char *>(archive_.data()), archive_.size());
  const std::string_view header = text.substr(at, header_size);
  if (!header.starts_with(magic) && !header.starts_with(magic_with_checksum))
    return std::nullopt;
  const auto field = [&](std::size_t index) {
    return hexadecimal(header.substr(6 + index * 8, 8));
  };
  const auto mode = field(mode_field), size = field(size_field), name_size = field(name_size_field);
  if (!mode || !size || !name_size || *name_size == 0)
    return std::nullopt;
  const std::size_t name_at = at + header_size;
  if (*name_size > archive_.size() - name_at)
    return std::nullopt;
  const std::size_t data_at = utils::align_up(name_at + *name_size, alignment);
  if (data_at > archive_.size() || *size > archive_.size() - data_at)
    return std::nullopt;
  const std::string_view name = text.substr(name_at, *name_size - 1);
  const bool directory = (*mode & type_mask) == directory_type;
  return Record{name == trailer ? name : strip(name),
                {directory ? Kind::Directory : Kind::File, directory ? 0 : *size, data_at},
                directory || (*mode & type_mask) == file_type,
                utils::align_up(data_at + *size, alignment)};
}

Result<CpioFileSystem> CpioFileSystem::open(std::span<const std::byte> archive) noexcept {
  CpioFileSystem result(archive);
  for (std::size_t at = 0;;) {
    const std::optional<Record> entry = result.record(at);
    if (!entry)
      return Error::Malformed;
    if (entry->name == trailer)
      return result;
    at = entry->next;
  }
}

Result<Entry> CpioFileSystem::find(std::string_view path) noexcept {
  if (same_path(path, ""))
    return Entry{Kind::Directory, 0, 0};
  bool implied = false; // a directory that only shows in the names of what is in it
  for (std::size_t at = 0;;) {
    const std::optional<Record> entry = record(at);
    if (!entry || entry->name == trailer)
      break;
    if (entry->shown && same_path(entry->name, path))
      return entry->entry;
    implied = implied || (entry->shown && below(entry->name, path).has_value());
    at = entry->next;
  }
  if (implied)
    return Entry{Kind::Directory, 0, 0};
  return Error::NotFound;
}

Result<std::size_t> CpioFileSystem::read(const Entry &file, std::uint64_t offset,
                                         std::span<std::byte> buffer) noexcept {
  if (file.kind != Kind::File)
    return Error::IsDirectory;
  if (file.location > archive_.size() || file.size > archive_.size() - file.location)
    return Error::InvalidArgument;
  if (offset >= file.size)
    return std::size_t{0};
  const std::size_t count = std::min<std::uint64_t>(buffer.size(), file.size - offset);
  std::memcpy(buffer.data(), archive_.data() + file.location + offset, count);
  return count;
}

Result<void> CpioFileSystem::list(std::string_view path, EntryVisitor &visitor) noexcept {
  const Result<Entry> directory = find(path);
  if (!directory)
    return directory.error();
  if (directory->kind != Kind::Directory)
    return Error::NotDirectory;
  for (std::size_t at = 0;;) {
    const std::optional<Record> entry = record(at);
    if (!entry || entry->name == trailer)
      return {};
    at = entry->next;
    const auto name = below(entry->name, path);
    if (entry->shown && name && name->find('/') == std::string_view::npos)
      visitor.visit(*name, entry->entry);
  }
}

} // namespace levitate::kernel::fs
