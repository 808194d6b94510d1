// FAT32, read-only (Microsoft, "FAT32 File System Specification" 1.03), with long names.
#pragma once
#include "levitate/kernel/fs/filesystem.hpp"

#include <array>

namespace levitate::kernel::fs {

/// Where a file system reads its sectors of 512 bytes.
class SectorReader {
public:
  static constexpr std::size_t sector_size = 512;
  /// Reads whole sectors: `buffer` is a multiple of the sector size, at most `max_sectors` of them.
  static constexpr std::size_t max_sectors = 8;
  virtual utils::Result<void> read(std::uint64_t sector, std::span<std::byte> buffer) noexcept = 0;
  virtual std::uint64_t sectors() const noexcept = 0;

protected:
  ~SectorReader() = default;
};

class Fat32FileSystem final : public FileSystem {
public:
  /// The volume that starts at sector 0, or, if there is a partition table, in the first partition
  /// of a FAT32 type. Unsupported: another file system (FAT12 and FAT16 too). Malformed: a geometry
  /// that cannot be. The reader must outlive the object.
  static utils::Result<Fat32FileSystem> open(SectorReader &reader) noexcept;

  std::string_view type() const noexcept override { return "fat32"; }
  utils::Result<Entry> find(std::string_view path) noexcept override;
  utils::Result<std::size_t> read(const Entry &file, std::uint64_t offset,
                                  std::span<std::byte> buffer) noexcept override;
  utils::Result<void> list(std::string_view path, EntryVisitor &visitor) noexcept override;

private:
  struct Geometry {
    std::uint64_t volume = 0; // first sector
    std::uint64_t table = 0;  // first sector of the first FAT
    std::uint64_t data = 0;   // first sector of cluster 2
    std::uint32_t sectors_per_cluster = 0;
    std::uint32_t clusters = 0; // valid cluster numbers are 2 to clusters + 1
    std::uint32_t root = 0;     // first cluster
  };
  explicit Fat32FileSystem(SectorReader &reader) noexcept : reader_(&reader) {}
  static utils::Result<Geometry> read_geometry(std::span<const std::byte> sector, std::uint64_t at,
                                               std::uint64_t sectors) noexcept;
  bool valid(std::uint32_t cluster) const noexcept {
    return cluster >= 2 && cluster - 2 < geometry_.clusters;
  }
  std::uint64_t cluster_size() const noexcept {
    return geometry_.sectors_per_cluster * SectorReader::sector_size;
  }
  utils::Result<std::uint32_t> next_cluster(std::uint32_t cluster) noexcept;
  utils::Result<std::uint32_t> cluster_at(std::uint32_t first, std::uint64_t index) noexcept;
  template <class Visit>
  utils::Result<void> each_entry(std::uint32_t directory, Visit visit) noexcept;

  SectorReader *reader_;
  Geometry geometry_;
  // The last sector of the FAT that was looked at, and the last place in a chain: files are mostly
  // read forwards.
  std::array<std::byte, SectorReader::sector_size> table_sector_{};
  std::uint64_t table_sector_number_ = ~std::uint64_t{0};
  std::uint32_t chain_first_ = 0;
  std::uint64_t chain_index_ = 0;
  std::uint32_t chain_cluster_ = 0;
};

} // namespace levitate::kernel::fs
