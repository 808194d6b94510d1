#include "levitate/kernel/fs/cpio.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <map>
#include <random>
#include <string>
#include <vector>

using namespace levitate::kernel::fs;
using levitate::utils::Error;

namespace {
class Archive {
  std::string bytes_;
  void pad() {
    while (bytes_.size() % 4 != 0)
      bytes_ += '\0';
  }

public:
  Archive &add(const std::string &name, unsigned mode, const std::string &data = "") {
    char header[111];
    std::snprintf(header, sizeof(header),
                  "070701%08X%08X%08X%08X%08X%08X%08zX%08X%08X%08X%08X%08zX%08X", 1U, mode, 0U, 0U,
                  1U, 0U, data.size(), 0U, 0U, 0U, 0U, name.size() + 1, 0U);
    bytes_ += header;
    bytes_ += name + '\0';
    pad();
    bytes_ += data;
    pad();
    return *this;
  }
  std::vector<std::byte> build() {
    add("TRAILER!!!", 0);
    std::vector<std::byte> result;
    for (const char c : bytes_)
      result.push_back(static_cast<std::byte>(c));
    return result;
  }
};
constexpr unsigned file = 0100644, directory = 0040755, link = 0120777;

std::vector<std::byte> sample() {
  return Archive()
      .add(".", directory)
      .add("./hello.txt", file, "hello, world")
      .add("etc", directory)
      .add("etc/motd", file, "welcome")
      .add("etc/link", link, "motd")
      .add("deep/in/here", file, "x")
      .build();
}
struct Names final : EntryVisitor {
  std::map<std::string, Entry> found;
  void visit(std::string_view name, const Entry &entry) noexcept override {
    found[std::string(name)] = entry;
  }
};
std::string contents(FileSystem &fs, std::string_view path) {
  const auto entry = fs.find(path);
  REQUIRE(entry);
  std::string text(entry->size + 10, '?');
  const auto count = fs.read(*entry, 0, std::as_writable_bytes(std::span(text)));
  REQUIRE(count);
  return text.substr(0, *count);
}
} // namespace

TEST_CASE("files are found under their path, however it is spelled") {
  const auto bytes = sample();
  auto fs = CpioFileSystem::open(bytes);
  REQUIRE(fs);
  CHECK(contents(*fs, "hello.txt") == "hello, world");
  CHECK(contents(*fs, "/etc//motd") == "welcome");
  CHECK(contents(*fs, "deep/in/here") == "x");
  CHECK(fs->find("nothing").error() == Error::NotFound);
  CHECK(fs->find("etc/motd/more").error() == Error::NotFound);
}
TEST_CASE("directories are listed, links are not") {
  const auto bytes = sample();
  auto fs = CpioFileSystem::open(bytes);
  REQUIRE(fs);
  Names root, etc;
  REQUIRE(fs->list("", root));
  CHECK(root.found.size() == 2);
  CHECK(root.found.at("etc").kind == Kind::Directory);
  CHECK(root.found.at("hello.txt").size == 12);
  REQUIRE(fs->list("/etc/", etc));
  CHECK(etc.found.size() == 1);
  CHECK(fs->list("hello.txt", etc).error() == Error::NotDirectory);
  CHECK(fs->find("deep/in")->kind == Kind::Directory);
}
TEST_CASE("reading from the middle and behind the end") {
  const auto bytes = sample();
  auto fs = CpioFileSystem::open(bytes);
  const auto entry = fs->find("hello.txt");
  std::byte buffer[4];
  CHECK(*fs->read(*entry, 7, buffer) == 4);
  CHECK(buffer[0] == std::byte{'w'});
  CHECK(*fs->read(*entry, 10, buffer) == 2);
  CHECK(*fs->read(*entry, 12, buffer) == 0);
  CHECK(fs->read(*fs->find("etc"), 0, buffer).error() == Error::IsDirectory);
}
TEST_CASE("an archive that is cut off, or none at all, is refused") {
  const auto bytes = sample();
  for (std::size_t size = 0; size + 4 < bytes.size(); ++size)
    if (CpioFileSystem::open(
            std::vector<std::byte>(bytes.begin(), bytes.begin() + static_cast<long>(size))))
      FAIL("accepted " << size << " of " << bytes.size());
}
TEST_CASE("no damage makes it read outside of the archive") {
  const auto good = sample();
  std::mt19937 random(3);
  for (int round = 0; round < 5000; ++round) {
    auto bytes = good;
    bytes[random() % bytes.size()] = static_cast<std::byte>(random());
    if (auto fs = CpioFileSystem::open(bytes)) {
      Names names;
      (void)fs->list("", names);
      for (const auto &[name, entry] : names.found) {
        std::byte buffer[64];
        (void)fs->read(entry, 0, buffer);
      }
    }
  }
}
