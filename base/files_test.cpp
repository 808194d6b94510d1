#include "base/files.h"

#include <catch2/catch_test_macros.hpp>

#include <sys/stat.h>
#include <unistd.h>

using namespace levitate;

TEST_CASE("a file is read as it is and written whole") {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const std::string path = folder->path() + "/a/b.txt";
  const std::string contents("line\r\n\0\xFF"
                             "end",
                             11);
  REQUIRE(writeText(path, contents));
  CHECK(*readText(path) == contents);
  CHECK(listFiles(folder->path())->size() == 1); // no temporary file is left
}

TEST_CASE("a written file keeps its permission bits, a link stays a link") {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const std::string path = folder->path() + "/script";
  REQUIRE(writeText(path, "1"));
  REQUIRE(::chmod(path.c_str(), 0750) == 0);
  const std::string link = folder->path() + "/link";
  REQUIRE(::symlink("script", link.c_str()) == 0);
  REQUIRE(writeText(link, "2"));
  CHECK(*readText(path) == "2");
  struct stat status{};
  REQUIRE(::lstat(link.c_str(), &status) == 0);
  CHECK(S_ISLNK(status.st_mode));
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0750);
}

TEST_CASE("a real path follows links before it climbs") {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const std::string root = realPath(folder->path());
  REQUIRE(writeText(root + "/deep/real/a", ""));
  REQUIRE(::symlink("deep/real", (root + "/link").c_str()) == 0);
  CHECK(realPath(root + "/link/a") == root + "/deep/real/a");
  CHECK(realPath(root + "/link/../b") == root + "/deep/b");
  CHECK(realPath(root + "/none/../b") == root + "/b");
  CHECK(realPath(root + "/link/none/./../b/") == root + "/deep/real/b");
}

TEST_CASE("a lock is held by one at a time, and by nobody once its object is gone") {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const std::string path = folder->path() + "/lock";
  {
    auto first = FileLock::take(path);
    REQUIRE(first);
    REQUIRE(*first);
    const FileLock kept = std::move(**first);
    const auto second = FileLock::take(path);
    REQUIRE(second);
    CHECK_FALSE(*second);
  }
  const auto third = FileLock::take(path);
  REQUIRE(third);
  CHECK(*third);
  CHECK_FALSE(FileLock::take(path + "/none"));
}

TEST_CASE("what can't be read is an environment error that names the path") {
  const auto missing = readText("/no/such/file");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().status == ExitStatus::Environment);
  CHECK(missing.error().text().starts_with("/no/such/file: error: "));
  CHECK_FALSE(readText("/"));
  CHECK_FALSE(readText("/dev/zero"));
}

TEST_CASE("paths are normalised as text") {
  CHECK(absolutePath("/a/./b/../c/") == "/a/c");
  CHECK(absolutePath("x", "/r") == "/r/x");
  CHECK(relativePath("/a/b/c", "/a/d") == "../b/c");
  CHECK(isWithin("/a/b", "/a"));
  CHECK_FALSE(isWithin("/ab", "/a"));
  CHECK(parentPath("/a") == "/");
  CHECK(parentPath("a").empty());
  CHECK(fileName("a/b") == "b");
}
