#include "verify/boot/disk.h"

#include "base/files.h"

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
