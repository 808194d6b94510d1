#include "verify/boot/run_folder.h"

#include "base/files.h"

#include <catch2/catch_test_macros.hpp>

#include <csignal>
#include <cstdlib>
#include <sys/wait.h>
#include <unistd.h>

using namespace levitate;
using namespace levitate::boot;

namespace {

// Run folders are made in a folder of this test's own.
class Place {
public:
  Place() : folder(*TemporaryDirectory::make()) { ::setenv("TMPDIR", folder.path().c_str(), 1); }
  ~Place() {
    if (old.empty())
      ::unsetenv("TMPDIR");
    else
      ::setenv("TMPDIR", old.c_str(), 1);
  }
  std::string path() const { return folder.path(); }

private:
  std::string old = std::getenv("TMPDIR") ? std::getenv("TMPDIR") : "";
  TemporaryDirectory folder;
};

} // namespace

TEST_CASE("a run folder is private and goes with its owner") {
  const Place place;
  std::string path;
  {
    const auto folder = RunFolder::make();
    REQUIRE(folder);
    path = folder->path();
    CHECK(path.starts_with(place.path() + "/levitate-boot-"));
    REQUIRE(writeText(path + "/disk.img", "x"));
  }
  CHECK_FALSE(exists(path));
}

TEST_CASE(
    "the folder of a run that was killed is removed by the next, that of a living one stays") {
  const Place place;
  int pipe[2];
  REQUIRE(::pipe(pipe) == 0);
  const pid_t killed = ::fork();
  REQUIRE(killed >= 0);
  if (killed == 0) {
    const auto folder = RunFolder::make();
    (void)writeText(folder->path() + "/inner/disk.img", "x");
    (void)!::write(pipe[1], folder->path().data(), folder->path().size());
    ::pause();
    ::_exit(0);
  }
  char buffer[512];
  const ssize_t length = ::read(pipe[0], buffer, sizeof buffer);
  REQUIRE(length > 0);
  const std::string path(buffer, static_cast<std::size_t>(length));
  ::close(pipe[0]);
  ::close(pipe[1]);

  CHECK(removeAbandonedRunFolders() == 0);
  CHECK(exists(path)); // its owner lives
  ::kill(killed, SIGKILL);
  ::waitpid(killed, nullptr, 0);
  CHECK(exists(path));
  const auto own = RunFolder::make();
  REQUIRE(own);
  REQUIRE(writeText(place.path() + "/levitate-boot-a-file", "not a folder"));
  REQUIRE(makeDirectory(place.path() + "/levitate-other"));
  REQUIRE(writeText(place.path() + "/levitate-boot-report/mine.txt", "a user's own folder"));
  CHECK(removeAbandonedRunFolders() == 1);
  CHECK_FALSE(exists(path));
  CHECK(exists(own->path()));
  CHECK(exists(place.path() + "/levitate-boot-a-file"));
  CHECK(exists(place.path() + "/levitate-other"));
  CHECK(exists(place.path() + "/levitate-boot-report/mine.txt"));
}
