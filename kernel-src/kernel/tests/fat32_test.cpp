#include "levitate/kernel/fs/fat32.hpp"
#include "levitate/kernel/fs/vfs.hpp"
#include "levitate/utils/bytes.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <map>
#include <random>
#include <string>
#include <vector>

using namespace levitate::kernel::fs;
using levitate::utils::Error;
using levitate::utils::Result;
using levitate::utils::store_native;

namespace {
constexpr std::size_t sector = 512;

// A volume made by hand: 32 reserved sectors, one FAT of 2, clusters of 2 sectors, root at
// cluster 2.
class Volume final : public SectorReader {
public:
  static constexpr std::uint32_t first_table = 32, table_sectors = 2, first_data = 34,
                                 per_cluster = 2, clusters = 200;
  std::vector<std::byte> bytes;
  std::uint64_t offset; // of the volume, in sectors
  bool broken = false;

  explicit Volume(std::uint64_t at = 0)
      : bytes((at + first_data + clusters * per_cluster) * sector), offset(at) {
    auto *boot = at_sector(0);
    store_native<std::uint16_t>(boot + 11, sector);
    store_native<std::uint8_t>(boot + 13, per_cluster);
    store_native<std::uint16_t>(boot + 14, first_table);
    store_native<std::uint8_t>(boot + 16, 1);
    store_native<std::uint32_t>(boot + 32, first_data + clusters * per_cluster);
    store_native<std::uint32_t>(boot + 36, table_sectors);
    store_native<std::uint32_t>(boot + 44, 2);
    store_native<std::uint16_t>(boot + 510, 0xAA55);
    link(2, 0x0FFF'FFFF);
  }
  std::byte *at_sector(std::uint64_t number) { return bytes.data() + (offset + number) * sector; }
  std::byte *cluster(std::uint32_t number) {
    return at_sector(first_data + (number - 2) * per_cluster);
  }
  void link(std::uint32_t from, std::uint32_t to) {
    store_native(at_sector(first_table) + from * 4, to);
  }

  Result<void> read(std::uint64_t number, std::span<std::byte> to) noexcept override {
    if (broken || (number * sector + to.size()) > bytes.size())
      return Error::Device;
    std::memcpy(to.data(), bytes.data() + number * sector, to.size());
    return {};
  }
  std::uint64_t sectors() const noexcept override { return bytes.size() / sector; }

  void entry(std::uint32_t directory, unsigned index, const char *name, std::uint8_t attributes,
             std::uint32_t first, std::uint32_t size) {
    std::byte *raw = cluster(directory) + index * 32;
    std::memcpy(raw, name, 11);
    store_native(raw + 11, attributes);
    store_native(raw + 20, static_cast<std::uint16_t>(first >> 16));
    store_native(raw + 26, static_cast<std::uint16_t>(first));
    store_native(raw + 28, size);
  }
  void long_name(std::uint32_t directory, unsigned index, std::uint8_t order,
                 const char *short_name, const std::u16string &piece) {
    std::byte *raw = cluster(directory) + index * 32;
    std::uint8_t sum = 0;
    for (int i = 0; i < 11; ++i)
      sum = static_cast<std::uint8_t>((sum >> 1 | sum << 7) +
                                      static_cast<std::uint8_t>(short_name[i]));
    store_native(raw, order);
    store_native(raw + 11, std::uint8_t{0x0F});
    store_native(raw + 13, sum);
    const std::size_t places[] = {1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30};
    for (std::size_t i = 0; i < 13; ++i)
      store_native(raw + places[i], static_cast<std::uint16_t>(i < piece.size() ? piece[i] : 0));
  }
};

void fill(Volume &volume) {
  volume.entry(2, 0, "VOLUME     ", 0x08, 0, 0);
  volume.entry(2, 1, "HELLO   TXT", 0x20, 3, 2500);
  volume.link(3, 7);
  volume.link(7, 5);
  volume.link(5, 0x0FFF'FFFF);
  for (std::uint32_t i = 0; i < 2500; ++i) {
    const std::uint32_t chain[] = {3, 7, 5};
    volume.cluster(chain[i / 1024])[i % 1024] = static_cast<std::byte>('a' + i % 26);
  }
  volume.entry(2, 2,
               "\xE5"
               "ELETED TXT",
               0x20, 3, 5);
  volume.long_name(2, 3, 0x42, "LONGNA~1TXT", u"name.txt");
  volume.long_name(2, 4, 0x01, "LONGNA~1TXT", u"a quite long ");
  volume.entry(2, 5, "LONGNA~1TXT", 0x20, 9, 4);
  volume.link(9, 0x0FFF'FFFF);
  std::memcpy(volume.cluster(9), "long", 4);
  volume.entry(2, 6, "SUB        ", 0x10, 10, 0);
  volume.link(10, 0x0FFF'FFFF);
  volume.entry(10, 0, ".          ", 0x10, 10, 0);
  volume.entry(10, 1, "..         ", 0x10, 0, 0);
  volume.entry(10, 2, "EMPTY      ", 0x20, 0, 0);
}
struct Names final : EntryVisitor {
  std::map<std::string, Entry> found;
  void visit(std::string_view name, const Entry &entry) noexcept override {
    found[std::string(name)] = entry;
  }
};
std::string contents(Fat32FileSystem &fs, std::string_view path) {
  const auto entry = fs.find(path);
  REQUIRE(entry);
  std::string text(entry->size, '?');
  const auto count = fs.read(*entry, 0, std::as_writable_bytes(std::span(text)));
  REQUIRE(count);
  return text.substr(0, *count);
}
} // namespace

TEST_CASE("a file is read along its chain of clusters") {
  Volume volume;
  fill(volume);
  auto fs = Fat32FileSystem::open(volume);
  REQUIRE(fs);
  const std::string text = contents(*fs, "HELLO.TXT");
  REQUIRE(text.size() == 2500);
  for (std::size_t i = 0; i < text.size(); ++i)
    REQUIRE(text[i] == static_cast<char>('a' + i % 26));
}
TEST_CASE("reads may start and end anywhere") {
  Volume volume;
  fill(volume);
  auto fs = Fat32FileSystem::open(volume);
  const auto file = fs->find("hello.txt");
  REQUIRE(file);
  for (std::uint64_t offset : {2499U, 1023U, 0U, 511U, 512U, 1500U}) {
    char buffer[700];
    const auto count = fs->read(*file, offset, std::as_writable_bytes(std::span(buffer)));
    REQUIRE(count);
    CHECK(*count == std::min<std::size_t>(700, 2500 - offset));
    for (std::size_t i = 0; i < *count; ++i)
      REQUIRE(buffer[i] == static_cast<char>('a' + (offset + i) % 26));
  }
  char buffer[4];
  CHECK(*fs->read(*file, 2500, std::as_writable_bytes(std::span(buffer))) == 0);
}
TEST_CASE("long names, letter case, subdirectories") {
  Volume volume;
  fill(volume);
  auto fs = Fat32FileSystem::open(volume);
  CHECK(contents(*fs, "A Quite Long NAME.txt") == "long");
  CHECK(fs->find("sub/empty")->size == 0);
  CHECK(contents(*fs, "sub/empty").empty());
  CHECK(fs->find("DELETED.TXT").error() == Error::NotFound);
  CHECK(fs->find("hello.txt/x").error() == Error::NotDirectory);
  Names root, sub;
  REQUIRE(fs->list("", root));
  CHECK(root.found.size() == 3);
  CHECK(root.found.count("a quite long name.txt") == 1);
  REQUIRE(fs->list("sub", sub));
  CHECK(sub.found.size() == 1);
}
TEST_CASE("a volume in a partition is found") {
  Volume volume(64);
  fill(volume);
  store_native(volume.bytes.data() + 446 + 4, std::uint8_t{0x0C});
  store_native(volume.bytes.data() + 446 + 8, std::uint32_t{64});
  store_native(volume.bytes.data() + 510, std::uint16_t{0xAA55});
  auto fs = Fat32FileSystem::open(volume);
  REQUIRE(fs);
  CHECK(contents(*fs, "a quite long name.txt") == "long");
}
TEST_CASE("loops and short chains are malformed, not endless") {
  Volume volume;
  fill(volume);
  volume.link(5, 3);
  volume.entry(2, 1, "HELLO   TXT", 0x20, 3, 0x7FFF'FFFF);
  auto fs = Fat32FileSystem::open(volume);
  std::vector<std::byte> buffer(300 * 1024);
  CHECK(fs->read(*fs->find("hello.txt"), 0, buffer).error() == Error::Malformed);
  volume.link(7, 0x0FFF'FFFF);
  auto again = Fat32FileSystem::open(volume);
  CHECK(again->read(*again->find("hello.txt"), 0, buffer).error() == Error::Malformed);
  volume.link(2, 2); // the root directory, full of deleted entries, in a loop
  for (unsigned i = 0; i < 32; ++i)
    volume.entry(2, i, "\xE5          ", 0x20, 0, 0);
  auto loop = Fat32FileSystem::open(volume);
  CHECK(loop->find("x").error() == Error::Malformed);
}
TEST_CASE("other contents are refused, and a failing disk is told") {
  Volume volume;
  store_native<std::uint16_t>(volume.at_sector(0) + 22, 5); // FAT16
  CHECK(Fat32FileSystem::open(volume).error() == Error::Unsupported);
  Volume blank;
  std::fill(blank.bytes.begin(), blank.bytes.end(), std::byte{0});
  CHECK(Fat32FileSystem::open(blank).error() == Error::Unsupported);
  Volume dying;
  fill(dying);
  auto fs = Fat32FileSystem::open(dying);
  dying.broken = true;
  CHECK(fs->find("hello.txt").error() == Error::Device);
}
TEST_CASE("no damage makes it read outside of the disk or hang") {
  std::mt19937 random(11);
  Volume good;
  fill(good);
  for (int round = 0; round < 3000; ++round) {
    Volume volume = good;
    for (int changes = 0; changes < 3; ++changes) {
      const std::size_t where[] = {random() % 64, Volume::first_table * sector + random() % 64,
                                   Volume::first_data * sector + random() % 256};
      volume.bytes[where[random() % 3]] = static_cast<std::byte>(random());
    }
    auto fs = Fat32FileSystem::open(volume);
    if (!fs)
      continue;
    Names names;
    (void)fs->list("", names);
    for (const auto &[name, entry] : names.found) {
      std::byte buffer[5000];
      (void)fs->read(entry, 0, buffer);
    }
  }
}
TEST_CASE("file systems are mounted into one tree") {
  Volume volume;
  fill(volume);
  auto fs = Fat32FileSystem::open(volume);
  Vfs vfs;
  Names empty;
  CHECK(vfs.list("/", empty));
  CHECK(empty.found.empty());
  CHECK(vfs.open("/disk/hello.txt").error() == Error::NotFound);
  REQUIRE(vfs.mount("disk", *fs));
  CHECK_FALSE(vfs.mount("disk", *fs));
  CHECK_FALSE(vfs.mount("a/b", *fs));
  const auto file = vfs.open("/disk/hello.txt");
  REQUIRE(file);
  std::byte buffer[3];
  CHECK(*vfs.read(*file, 0, buffer) == 3);
  Names root, disk;
  REQUIRE(vfs.list("/", root));
  CHECK(root.found.count("disk") == 1);
  REQUIRE(vfs.list("disk/", disk));
  CHECK(disk.found.count("SUB") == 1);
  CHECK(vfs.open("/")->entry.kind == Kind::Directory);
}
