// The reader of FAT32. Every number from the disk is checked before it is used, and no chain is
// followed further than the volume has clusters.
#include "levitate/kernel/fs/fat32.hpp"

#include "levitate/utils/bytes.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

namespace levitate::kernel::fs {

using utils::Error;
using utils::load_little;
using utils::Result;

namespace {
constexpr std::size_t sector_size = SectorReader::sector_size;
constexpr std::uint32_t end_of_chain = 0x0FFF'FFF8;
constexpr std::size_t entry_size = 32;
constexpr std::size_t max_name = 255;

constexpr std::uint8_t attribute_volume = 0x08;
constexpr std::uint8_t attribute_directory = 0x10;
constexpr std::uint8_t attribute_long_name = 0x0F;

// A directory's entry; the size of a directory is not recorded.
constexpr std::uint32_t max_directory_bytes = 65536 * entry_size;

template <class Integer>
Integer field(std::span<const std::byte> bytes, std::size_t offset) noexcept {
  return load_little<Integer>(bytes.data() + offset);
}

constexpr char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool same_name(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

// Collects the pieces of a long name, which come last first, in front of the entry they belong to.
class LongName {
  static constexpr std::size_t piece_length = 13;
  static constexpr std::size_t max_pieces = 20;
  std::array<char, piece_length * max_pieces> text_{};
  unsigned expected_ = 0; // number of the next piece; 0: none
  bool complete_ = false;
  std::uint8_t checksum_ = 0;

public:
  void reset() noexcept { expected_ = 0, complete_ = false; }

  void add(std::span<const std::byte> entry) noexcept {
    constexpr std::uint8_t last_flag = 0x40;
    const auto order = field<std::uint8_t>(entry, 0);
    const auto checksum = field<std::uint8_t>(entry, 13);
    const unsigned number = order & 0x3FU;
    if ((order & last_flag) != 0) {
      reset();
      if (number == 0 || number > max_pieces)
        return;
      text_.fill('\0');
      expected_ = number;
      checksum_ = checksum;
    }
    if (expected_ == 0 || number != expected_ || checksum != checksum_) {
      reset();
      return;
    }
    constexpr std::array<std::size_t, piece_length> places{1,  3,  5,  7,  9,  14, 16,
                                                           18, 20, 22, 24, 28, 30};
    for (std::size_t i = 0; i < piece_length; ++i) {
      const auto unit = field<std::uint16_t>(entry, places[i]);
      if (unit == 0 || unit == 0xFFFF)
        break;
      text_[(number - 1) * piece_length + i] = unit < 0x80 ? static_cast<char>(unit) : '?';
    }
    complete_ = --expected_ == 0;
  }

  // The name, if it is whole and belongs to the entry with this short name.
  std::string_view take(std::span<const std::byte> short_name) noexcept {
    std::uint8_t sum = 0;
    for (const std::byte byte : short_name.first(11))
      sum = static_cast<std::uint8_t>((sum >> 1 | sum << 7) + static_cast<std::uint8_t>(byte));
    const bool usable = complete_ && sum == checksum_;
    reset();
    if (!usable)
      return {};
    const std::string_view all(text_.data(), text_.size());
    return all.substr(0, std::min(all.find('\0'), max_name));
  }
};

// "NAME    EXT" as "name.ext", with the case that Windows NT notes in byte 12.
std::size_t short_name(std::span<const std::byte> entry, std::array<char, 12> &to) noexcept {
  constexpr std::uint8_t lower_base = 0x08, lower_extension = 0x10;
  const auto flags = field<std::uint8_t>(entry, 12);
  std::size_t size = 0;
  const auto put = [&](std::size_t from, std::size_t count, bool make_lower) {
    std::size_t end = count;
    while (end != 0 && entry[from + end - 1] == std::byte{' '})
      --end;
    for (std::size_t i = 0; i < end; ++i) {
      char c = static_cast<char>(entry[from + i]);
      if (i == 0 && from == 0 && c == 0x05)
        c = static_cast<char>(0xE5); // 0xE5 itself marks a deleted entry
      to[size++] = make_lower ? lower(c) : c;
    }
    return end != 0;
  };
  put(0, 8, (flags & lower_base) != 0);
  to[size++] = '.';
  if (!put(8, 3, (flags & lower_extension) != 0))
    --size;
  return size;
}
} // namespace

Result<Fat32FileSystem::Geometry> Fat32FileSystem::read_geometry(std::span<const std::byte> sector,
                                                                 std::uint64_t at,
                                                                 std::uint64_t sectors) noexcept {
  // Offsets from the specification's boot sector and BPB.
  const std::uint32_t bytes_per_sector = field<std::uint16_t>(sector, 11);
  const std::uint32_t sectors_per_cluster = field<std::uint8_t>(sector, 13);
  const std::uint32_t reserved = field<std::uint16_t>(sector, 14);
  const std::uint32_t tables = field<std::uint8_t>(sector, 16);
  const std::uint32_t root_entries = field<std::uint16_t>(sector, 17);
  const std::uint32_t table_size_16 = field<std::uint16_t>(sector, 22);
  const std::uint32_t total = field<std::uint32_t>(sector, 32);
  const std::uint32_t table_size = field<std::uint32_t>(sector, 36);
  const std::uint32_t root = field<std::uint32_t>(sector, 44);
  if (field<std::uint16_t>(sector, 510) != 0xAA55 || bytes_per_sector != sector_size ||
      root_entries != 0 || table_size_16 != 0)
    return Error::Unsupported;
  if (!std::has_single_bit(sectors_per_cluster) || reserved == 0 || tables == 0 ||
      table_size == 0 || total > sectors || at > sectors - total)
    return Error::Malformed;
  const std::uint64_t data = reserved + std::uint64_t{tables} * table_size;
  if (data >= total)
    return Error::Malformed;
  // Clusters without an entry in the FAT do not exist.
  const std::uint64_t by_size = (total - data) / sectors_per_cluster;
  const std::uint64_t by_table = std::uint64_t{table_size} * (sector_size / 4) - 2;
  const auto clusters =
      static_cast<std::uint32_t>(std::min({by_size, by_table, std::uint64_t{0x0FFF'FFF5}}));
  if (root < 2 || root - 2 >= clusters)
    return Error::Malformed;
  return Geometry{at, at + reserved, at + data, sectors_per_cluster, clusters, root};
}

Result<Fat32FileSystem> Fat32FileSystem::open(SectorReader &reader) noexcept {
  alignas(16) std::array<std::byte, sector_size> sector;
  if (reader.sectors() == 0)
    return Error::Unsupported;
  if (const auto done = reader.read(0, sector); !done)
    return done.error();
  Result<Geometry> geometry = read_geometry(sector, 0, reader.sectors());
  if (!geometry && field<std::uint16_t>(sector, 510) == 0xAA55) {
    // A table of four partitions: type at 4, first sector at 8.
    for (std::size_t i = 0; i < 4 && !geometry; ++i) {
      const std::span<const std::byte> partition =
          std::span<const std::byte>(sector).subspan(446 + i * 16, 16);
      const auto type = field<std::uint8_t>(partition, 4);
      const std::uint64_t start = field<std::uint32_t>(partition, 8);
      if ((type != 0x0B && type != 0x0C) || start >= reader.sectors())
        continue;
      alignas(16) std::array<std::byte, sector_size> boot;
      if (const auto done = reader.read(start, boot); !done)
        return done.error();
      geometry = read_geometry(boot, start, reader.sectors());
    }
  }
  if (!geometry)
    return geometry.error();
  Fat32FileSystem result(reader);
  result.geometry_ = *geometry;
  return result;
}

Result<std::uint32_t> Fat32FileSystem::next_cluster(std::uint32_t cluster) noexcept {
  const std::uint64_t sector = geometry_.table + cluster / (sector_size / 4);
  if (sector != table_sector_number_) {
    table_sector_number_ = ~std::uint64_t{0};
    if (const auto done = reader_->read(sector, table_sector_); !done)
      return done.error();
    table_sector_number_ = sector;
  }
  const std::uint32_t next =
      load_little<std::uint32_t>(table_sector_.data() + cluster % (sector_size / 4) * 4) &
      0x0FFF'FFFF;
  if (next >= end_of_chain)
    return Error::OutOfRange; // the end
  if (!valid(next))
    return Error::Malformed;
  return next;
}

// The cluster at place `index` of the chain from `first` on; OutOfRange behind its end.
Result<std::uint32_t> Fat32FileSystem::cluster_at(std::uint32_t first,
                                                  std::uint64_t index) noexcept {
  if (!valid(first))
    return Error::Malformed;
  if (index >= geometry_.clusters)
    return Error::Malformed; // longer than the volume: a loop
  std::uint32_t cluster = first;
  std::uint64_t at = 0;
  if (chain_first_ == first && chain_index_ <= index) {
    cluster = chain_cluster_;
    at = chain_index_;
  }
  for (; at < index; ++at) {
    const Result<std::uint32_t> next = next_cluster(cluster);
    if (!next)
      return next.error();
    cluster = *next;
  }
  chain_first_ = first;
  chain_index_ = index;
  chain_cluster_ = cluster;
  return cluster;
}

// Calls visit(name, entry, first cluster) for each entry; it returns whether to go on.
template <class Visit>
Result<void> Fat32FileSystem::each_entry(std::uint32_t directory, Visit visit) noexcept {
  alignas(16) std::array<std::byte, sector_size> sector;
  LongName long_name;
  for (std::uint64_t at = 0; at < max_directory_bytes; at += sector_size) {
    const Result<std::uint32_t> cluster = cluster_at(directory, at / cluster_size());
    if (!cluster)
      return cluster.error() == Error::OutOfRange ? Result<void>{} : Result<void>{cluster.error()};
    const std::uint64_t number = geometry_.data +
                                 std::uint64_t{*cluster - 2} * geometry_.sectors_per_cluster +
                                 at % cluster_size() / sector_size;
    if (const auto done = reader_->read(number, sector); !done)
      return done;
    for (std::size_t offset = 0; offset < sector_size; offset += entry_size) {
      const std::span<const std::byte> raw =
          std::span<const std::byte>(sector).subspan(offset, entry_size);
      constexpr std::uint8_t end_mark = 0x00, deleted_mark = 0xE5;
      const auto mark = field<std::uint8_t>(raw, 0);
      const auto attributes = field<std::uint8_t>(raw, 11);
      if (mark == end_mark)
        return {};
      if (mark == deleted_mark) {
        long_name.reset();
        continue;
      }
      if ((attributes & attribute_long_name) == attribute_long_name) {
        long_name.add(raw);
        continue;
      }
      std::string_view name = long_name.take(raw);
      if ((attributes & attribute_volume) != 0 || mark == '.')
        continue;
      std::array<char, 12> buffer{};
      if (name.empty())
        name = {buffer.data(), short_name(raw, buffer)};
      const bool is_directory = (attributes & attribute_directory) != 0;
      const std::uint32_t first =
          std::uint32_t{field<std::uint16_t>(raw, 20)} << 16 | field<std::uint16_t>(raw, 26);
      const std::uint32_t size = is_directory ? 0 : field<std::uint32_t>(raw, 28);
      if (!visit(name, Entry{is_directory ? Kind::Directory : Kind::File, size, first}))
        return {};
    }
  }
  return {};
}

Result<Entry> Fat32FileSystem::find(std::string_view path) noexcept {
  Entry current{Kind::Directory, 0, geometry_.root};
  for (std::string_view name = next_component(path); !name.empty(); name = next_component(path)) {
    if (current.kind != Kind::Directory)
      return Error::NotDirectory;
    std::optional<Entry> found;
    const Result<void> walked = each_entry(static_cast<std::uint32_t>(current.location),
                                           [&](std::string_view entry_name, const Entry &entry) {
                                             if (same_name(entry_name, name))
                                               found = entry;
                                             return !found.has_value();
                                           });
    if (!walked)
      return walked.error();
    if (!found)
      return Error::NotFound;
    current = *found;
  }
  return current;
}

Result<std::size_t> Fat32FileSystem::read(const Entry &file, std::uint64_t offset,
                                          std::span<std::byte> buffer) noexcept {
  if (file.kind != Kind::File)
    return Error::IsDirectory;
  if (offset >= file.size)
    return std::size_t{0};
  const std::size_t wanted = std::min<std::uint64_t>(buffer.size(), file.size - offset);
  alignas(16) std::array<std::byte, sector_size> sector;
  std::size_t done = 0;
  while (done < wanted) {
    const std::uint64_t at = offset + done;
    const Result<std::uint32_t> cluster =
        cluster_at(static_cast<std::uint32_t>(file.location), at / cluster_size());
    if (!cluster) // a file that is longer than its chain is malformed, too
      return cluster.error() == Error::OutOfRange ? Error::Malformed : cluster.error();
    const std::uint64_t in_cluster = at % cluster_size();
    const std::uint64_t number = geometry_.data +
                                 std::uint64_t{*cluster - 2} * geometry_.sectors_per_cluster +
                                 in_cluster / sector_size;
    const std::size_t skip = at % sector_size;
    const std::size_t whole =
        std::min({(wanted - done) / sector_size,
                  static_cast<std::size_t>((cluster_size() - in_cluster) / sector_size),
                  SectorReader::max_sectors});
    if (skip == 0 && whole != 0) {
      if (const auto result = reader_->read(number, buffer.subspan(done, whole * sector_size));
          !result)
        return result.error();
      done += whole * sector_size;
      continue;
    }
    if (const auto result = reader_->read(number, sector); !result)
      return result.error();
    const std::size_t count = std::min(wanted - done, sector_size - skip);
    std::memcpy(buffer.data() + done, sector.data() + skip, count);
    done += count;
  }
  return done;
}

Result<void> Fat32FileSystem::list(std::string_view path, EntryVisitor &visitor) noexcept {
  const Result<Entry> directory = find(path);
  if (!directory)
    return directory.error();
  if (directory->kind != Kind::Directory)
    return Error::NotDirectory;
  return each_entry(static_cast<std::uint32_t>(directory->location),
                    [&](std::string_view name, const Entry &entry) {
                      visitor.visit(name, entry);
                      return true;
                    });
}

} // namespace levitate::kernel::fs
