#include "verify/boot/disk.h"

#include "base/files.h"
#include "base/process.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate;
using namespace levitate::boot;

TEST_CASE("a disk has its size and its contents, and nothing else") {
  const auto folder = TemporaryDirectory::make();
  const std::string path = folder->path() + "/d.img";
  Disk disk{.id = "d", .size = 8192};
  disk.contents = {{.offset = 512, .bytes = "hello"},
                   {.offset = 4096, .length = 600, .pattern = true}};
  REQUIRE(makeDisk(disk, path));
  const auto all = readBytes(path, 0, 100000);
  REQUIRE(all);
  CHECK(all->size() == 8192);
  CHECK(all->substr(512, 6) == std::string("hello\0", 6));
  CHECK(all->substr(4096, 600) == countingPattern(4096, 600));
  CHECK(countingPattern(0, 4) != countingPattern(512, 4));
}

TEST_CASE("a FAT32 disk holds its files, and is made the same twice") {
  const auto folder = TemporaryDirectory::make();
  Disk disk{.id = "d", .size = 40U << 20U, .filesystem = "fat32", .label = "TEST"};
  disk.files = {{.path = "folder/file.txt", .contents = "the contents", .source = {}}};
  REQUIRE(makeDisk(disk, folder->path() + "/a.img"));
  REQUIRE(makeDisk(disk, folder->path() + "/b.img"));
  const auto image = readText(folder->path() + "/a.img");
  REQUIRE(image);
  CHECK(image->find("the contents") != std::string::npos);
  CHECK(image->find("FAT32") != std::string::npos);
}

TEST_CASE("a difference is told with its place and bytes") {
  CHECK(firstDifference("abcd", "abXd") == "byte 2 of 4: expected 63 64, found 58 64");
  CHECK(firstDifference("ab", "a") == "byte 1 of 2: expected 62, found nothing");
  CHECK(firstDifference("ab", "ab") == "no difference");
}

TEST_CASE("a broken log of writes is an error") {
  const auto folder = TemporaryDirectory::make();
  const std::string path = folder->path() + "/log";
  REQUIRE(writeText(path, std::string(600, '\0')));
  CHECK_FALSE(readWriteLog(path));
}

TEST_CASE("an ext4 disk holds its files, and contents are written over it") {
  const auto folder = TemporaryDirectory::make();
  Disk disk{.id = "d", .size = 16U << 20U, .filesystem = "ext4", .label = "TEST"};
  disk.files = {{.path = "folder/file.txt", .contents = "the contents", .source = {}}};
  disk.contents = {{.offset = 0, .bytes = "boot sector"}};
  const std::string path = folder->path() + "/a.img";
  const auto made = makeDisk(disk, path);
  INFO((made ? std::string() : made.error().text()));
  REQUIRE(made);
  std::string debugfs = findProgram("debugfs").value_or("/sbin/debugfs");
  const auto read = runProcess({.arguments = {debugfs, "-R", "cat /folder/file.txt", path}});
  REQUIRE(read);
  CHECK(read->output == "the contents");
  const auto begin = readBytes(path, 0, 11);
  REQUIRE(begin);
  CHECK(*begin == "boot sector");
}

TEST_CASE("the digest of a disk sees its holes as zeros, and every byte that is not") {
  const auto folder = TemporaryDirectory::make();
  const std::string holes = folder->path() + "/holes", zeros = folder->path() + "/zeros";
  const Disk sparse{.id = "d", .size = 5U << 20U};
  REQUIRE(makeDisk(sparse, holes));
  REQUIRE(writeScratch(zeros, std::string(5U << 20U, '\0')));
  CHECK(*fileDigest(holes) == *fileDigest(zeros));
  for (const std::uint64_t offset : {0ULL, 1ULL << 20U, (5ULL << 20U) - 1}) {
    Disk written = sparse;
    written.contents = {{.offset = offset, .bytes = "x"}};
    REQUIRE(makeDisk(written, holes));
    CHECK(*fileDigest(holes) != *fileDigest(zeros));
  }
  REQUIRE(writeScratch(holes, std::string((5U << 20U) + 1, '\0')));
  CHECK(*fileDigest(holes) != *fileDigest(zeros)); // longer
}
