#include "tool/changeset/journal.h"

#include "tool/changeset/tree_for_test.h"

#include <catch2/catch_test_macros.hpp>

#include <csignal>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace levitate;
using namespace levitate::changeset;

namespace {

const std::map<std::string, std::string> filesBefore = {
    {"hal/virtio.hpp", "old header\n"}, {"hal/virtio.cpp", "old source"},
    {"hal/only/alone.hpp", "x\n"},      {"kernel/main.cpp", "user\r\n"},
    {"script.sh", "#!/bin/sh\nold\n"},  {"untouched", "u"},
};

Changeset sampleChanges(const TreeForTest &tree) {
  Changeset changes;
  changes.root = tree.root();
  changes.files["hal/virtio.hpp"] = {"old header\n", {}, {}};
  changes.files["hal/virtio.cpp"] = {"old source", "new source", {}};
  changes.files["hal/only/alone.hpp"] = {"x\n", {}, {}};
  changes.files["kernel/main.cpp"] = {"user\r\n", "new user\r\n", {}};
  changes.files["script.sh"] = {"#!/bin/sh\nold\n", "#!/bin/sh\nnew\n", {}};
  changes.files["virtio/include/deep/hal_impl.hpp"] = {{}, "moved\n", "hal/virtio.hpp"};
  changes.files["virtio/empty"] = {{}, "", {}};
  return changes;
}

TreeForTest sampleTree() {
  TreeForTest tree(filesBefore);
  REQUIRE(::chmod(tree.path("script.sh").c_str(), 0750) == 0);
  REQUIRE(::chmod(tree.path("hal/virtio.hpp").c_str(), 0640) == 0);
  REQUIRE(::chmod(tree.path("hal/only").c_str(), 0711) == 0);
  return tree;
}

std::map<std::string, std::string> migratedSnapshot() {
  TreeForTest tree = sampleTree();
  REQUIRE(write(sampleChanges(tree)));
  return tree.snapshot();
}

/// Runs `body` in a child that kills itself with SIGKILL at the n-th change of the disk. True when
/// it died of that, false when it came to its end before.
template <class Body> bool killedAt(int n, Body body) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    int count = 0;
    body([&](std::string_view) {
      if (++count == n)
        ::kill(::getpid(), SIGKILL);
      return 0;
    });
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WIFSIGNALED(status);
}

FaultHook failAt(int n) {
  return [n, count = 0](std::string_view) mutable { return ++count == n ? ENOSPC : 0; };
}

} // namespace

TEST_CASE("a changeset is written: files change, come, go, and keep their permission bits") {
  TreeForTest tree = sampleTree();
  REQUIRE(write(sampleChanges(tree)));
  CHECK(!exists(tree.path("hal/virtio.hpp")));
  CHECK(*readText(tree.path("hal/virtio.cpp")) == "new source");
  CHECK(*readText(tree.path("virtio/include/deep/hal_impl.hpp")) == "moved\n");
  CHECK(readText(tree.path("virtio/empty")).value().empty());
  CHECK(!exists(tree.path("hal/only"))); // an emptied folder goes, as in git
  CHECK(exists(tree.path("hal")));
  auto after = tree.snapshot();
  CHECK(after["script.sh"] == "file " + std::to_string(0750) + " #!/bin/sh\nnew\n");
  CHECK(after["virtio/include/deep/hal_impl.hpp"] == "file " + std::to_string(0640) + " moved\n");
  CHECK(*readText(tree.path(".levitate/.gitignore")) == "*\n");
}

TEST_CASE("undo restores the tree byte for byte, and there is nothing to undo after it") {
  TreeForTest tree = sampleTree();
  const auto before = tree.snapshot();
  REQUIRE(write(sampleChanges(tree), {{"a", "b"}}));
  CHECK(exists(tree.path(".levitate/renames.json")));
  REQUIRE(tree.snapshot() != before);
  const auto undone = undo(tree.root());
  REQUIRE(undone);
  CHECK(undone->files == 7);
  CHECK(tree.snapshot() == before);
  CHECK(!exists(tree.path(".levitate/renames.json")));
  CHECK(undo(tree.root())->files == 0);
  CHECK(tree.snapshot() == before);
}

TEST_CASE("undo in a folder that knows nothing of us does nothing and leaves nothing") {
  TreeForTest tree({{"a", "1"}});
  CHECK(undo(tree.root())->files == 0);
  CHECK(!exists(tree.path(".levitate")));
}

TEST_CASE("a run with nothing to do leaves the last undo in force") {
  TreeForTest tree = sampleTree();
  const auto before = tree.snapshot();
  REQUIRE(write(sampleChanges(tree)));
  Changeset nothing;
  nothing.root = tree.root();
  REQUIRE(write(nothing));
  nothing.files["untouched"] = {"u", "u", {}};
  REQUIRE(write(nothing));
  REQUIRE(undo(tree.root()));
  CHECK(tree.snapshot() == before);
}

TEST_CASE("undo takes back the last write only") {
  TreeForTest tree({{"a", "1"}});
  Changeset changes;
  changes.root = tree.root();
  changes.files["a"] = {"1", "2", {}};
  REQUIRE(write(changes));
  changes.files["a"] = {"2", "3", {}};
  REQUIRE(write(changes));
  REQUIRE(undo(tree.root()));
  CHECK(*readText(tree.path("a")) == "2");
}

TEST_CASE("undo refuses to lose what was done since") {
  TreeForTest tree = sampleTree();
  REQUIRE(write(sampleChanges(tree)));
  SECTION("a file was edited") { tree.put("kernel/main.cpp", "my work\n"); }
  SECTION("a new file was edited") { tree.put("virtio/empty", "my work\n"); }
  SECTION("a deleted file was made anew") { tree.put("hal/virtio.hpp", "my work\n"); }
  SECTION("a file was deleted") { REQUIRE(removeAll(tree.path("script.sh"))); }
  const auto before = tree.snapshot();
  const auto undone = undo(tree.root());
  REQUIRE(!undone);
  CHECK(undone.error().status == ExitStatus::Refused);
  CHECK(undone.error().diagnostics.size() == 1);
  CHECK(!undone.error().diagnostics[0].where.file.empty());
  CHECK(tree.snapshot() == before);
}

TEST_CASE("undo keeps what others put into a folder that was made") {
  TreeForTest tree = sampleTree();
  REQUIRE(write(sampleChanges(tree)));
  tree.put("virtio/include/mine", "m");
  REQUIRE(undo(tree.root()));
  CHECK(*readText(tree.path("virtio/include/mine")) == "m");
  CHECK(!exists(tree.path("virtio/include/deep")));
}

TEST_CASE("what is no longer as planned is refused, all of it named, and nothing changes") {
  TreeForTest tree = sampleTree();
  const Changeset changes = sampleChanges(tree);
  tree.put("kernel/main.cpp", "edited meanwhile\n");
  REQUIRE(removeAll(tree.path("script.sh")));
  tree.put("virtio/empty", "somebody else's");
  const auto before = tree.snapshot();
  const auto written = write(changes);
  REQUIRE(!written);
  CHECK(written.error().status == ExitStatus::Refused);
  CHECK(written.error().diagnostics.size() == 3);
  CHECK(tree.snapshot() == before);
  CHECK(!exists(tree.path(".levitate")));
}

TEST_CASE("no path leads out of the root or into git's own files") {
  TreeForTest outside({{"secret", "s"}});
  TreeForTest tree({{"a", "1"}, {".git/config", "c"}});
  REQUIRE(::symlink(outside.root().c_str(), tree.path("out").c_str()) == 0);
  REQUIRE(::symlink((outside.root() + "/secret").c_str(), tree.path("link").c_str()) == 0);
  REQUIRE(::symlink("nowhere", tree.path("dangling").c_str()) == 0);
  for (const auto &[path, contents] :
       std::vector<std::pair<std::string, std::optional<std::string>>>{{"../x", {}},
                                                                       {"/etc/x", {}},
                                                                       {"a/../b", {}},
                                                                       {"", {}},
                                                                       {"./b", {}},
                                                                       {"out/new", {}},
                                                                       {"out/secret", "s"},
                                                                       {"link", "s"},
                                                                       {"dangling", {}},
                                                                       {".git/config", "c"},
                                                                       {"sub/.levitate/x", {}},
                                                                       {"a/below", {}}}) {
    INFO(path);
    Changeset changes;
    changes.root = tree.root();
    changes.files[path] = {contents, "evil", {}};
    const auto written = write(changes);
    REQUIRE(!written);
    CHECK(written.error().status == ExitStatus::Refused);
  }
  CHECK(*readText(outside.path("secret")) == "s");
  CHECK(!exists(outside.path("new")));
  CHECK(*readText(tree.path("a")) == "1");
}

TEST_CASE("what belongs to a repository within the tree is not changed along") {
  TreeForTest tree({{"third/lib/.git", "gitdir: ../../.git/modules/lib"},
                    {"third/lib/src/a.h", "int a;"},
                    {"third/b.h", "int b;"}});
  Changeset changes;
  changes.root = tree.root();
  changes.files["third/lib/src/a.h"] = {"int a;", "int c;", {}};
  changes.files["third/b.h"] = {"int b;", "int c;", {}};
  const auto written = write(changes);
  REQUIRE(!written);
  CHECK(written.error().status == ExitStatus::Refused);
  REQUIRE(written.error().diagnostics.size() == 1);
  CHECK(written.error().text().find("it lies in third/lib, a git repository of its own") !=
        std::string::npos);
  CHECK(*readText(tree.path("third/b.h")) == "int b;");
}

TEST_CASE("a link within the root is followed, and stays a link") {
  TreeForTest tree({{"real/file", "1"}});
  REQUIRE(::symlink("real/file", tree.path("link").c_str()) == 0);
  REQUIRE(::symlink("real", tree.path("folder").c_str()) == 0);
  const auto before = tree.snapshot();
  Changeset changes;
  changes.root = tree.root();
  changes.files["link"] = {"1", "2", {}};
  changes.files["folder/new"] = {{}, "n", {}};
  REQUIRE(write(changes));
  CHECK(*readText(tree.path("real/file")) == "2");
  CHECK(*readText(tree.path("real/new")) == "n");
  CHECK(tree.snapshot()["link"] == "link real/file");
  REQUIRE(undo(tree.root()));
  CHECK(tree.snapshot() == before);
}

TEST_CASE("a link is not deleted, and one file by two paths has one new text") {
  TreeForTest tree({{"real", "1"}});
  REQUIRE(::symlink("real", tree.path("link").c_str()) == 0);
  Changeset changes;
  changes.root = tree.root();
  changes.files["link"] = {"1", {}, {}};
  CHECK(write(changes).error().status == ExitStatus::Refused);
  changes.files["link"] = {"1", "2", {}};
  changes.files["real"] = {"1", "3", {}};
  CHECK(write(changes).error().status == ExitStatus::Refused);
  changes.files["real"] = {"1", "2", {}};
  REQUIRE(write(changes));
  CHECK(*readText(tree.path("real")) == "2");
}

TEST_CASE("a link to a file that goes is refused, wherever it is") {
  TreeForTest tree({{"real", "1"}, {"deep/other", "2"}});
  REQUIRE(::symlink("../real", tree.path("deep/link").c_str()) == 0);
  REQUIRE(::symlink("loop", tree.path("loop").c_str()) == 0);
  REQUIRE(::symlink("..", tree.path("deep/up").c_str()) == 0);
  const auto before = tree.snapshot();
  Changeset changes;
  changes.root = tree.root();
  changes.files["real"] = {"1", {}, {}};
  const auto written = write(changes);
  REQUIRE(!written);
  CHECK(written.error().status == ExitStatus::Refused);
  CHECK(written.error().text().find(
            "deep/link: error: it is a symbolic link to real, which goes") != std::string::npos);
  CHECK(tree.snapshot() == before);
  changes.files = {{"deep/other", {"2", {}, {}}}};
  REQUIRE(write(changes)); // the links that lead elsewhere, or nowhere before, are no matter
}

TEST_CASE("a disk without room for the lock leaves nothing behind") {
  TreeForTest tree = sampleTree();
  struct rlimit old = {};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &old) == 0);
  struct rlimit none = old;
  none.rlim_cur = 0;
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &none) == 0);
  const auto written = write(sampleChanges(tree));
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &old) == 0);
  std::signal(SIGXFSZ, handler);
  REQUIRE(!written);
  CHECK(written.error().status == ExitStatus::Environment);
  CHECK(!exists(tree.path(".levitate")));
}

TEST_CASE("a file of 50 MB, and names that are as long as can be, are written and undone") {
  const std::string large(50 << 20, 'x'), name(255, 'n');
  TreeForTest tree({{"large", large}, {name, "1"}});
  Changeset changes;
  changes.root = tree.root();
  changes.files["large"] = {large, large + "y", {}};
  changes.files[name] = {"1", std::nullopt, {}};
  changes.files[name + "/" + name] = {{}, "2", {}};
  CHECK(!write(changes)); // a file can't become a folder at once
  CHECK(*readText(tree.path(name)) == "1");
  changes.files.erase(name + "/" + name);
  REQUIRE(write(changes));
  CHECK(readText(tree.path("large"))->size() == large.size() + 1);
  REQUIRE(undo(tree.root()));
  CHECK(*readText(tree.path("large")) == large);
  CHECK(*readText(tree.path(name)) == "1");
}

TEST_CASE("a read-only file is an environment error, and nothing changes") {
  TreeForTest tree = sampleTree();
  REQUIRE(::chmod(tree.path("kernel/main.cpp").c_str(), 0444) == 0);
  const auto before = tree.snapshot();
  const auto written = write(sampleChanges(tree));
  REQUIRE(!written);
  CHECK(written.error().status == ExitStatus::Environment);
  CHECK(written.error().text().find("read-only") != std::string::npos);
  CHECK(tree.snapshot() == before);
}

TEST_CASE("a file that is too large for the disk is an environment error, and nothing changes") {
  TreeForTest tree = sampleTree();
  const auto before = tree.snapshot();
  Changeset changes = sampleChanges(tree);
  changes.files["large"] = {{}, std::string(1 << 20, 'x'), {}};
  struct rlimit old = {};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &old) == 0);
  struct rlimit small = old;
  small.rlim_cur = 1 << 16;
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  const auto written = write(changes);
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &old) == 0);
  std::signal(SIGXFSZ, handler);
  REQUIRE(!written);
  CHECK(written.error().status == ExitStatus::Environment);
  CHECK(tree.snapshot() == before);
}

TEST_CASE("a second run at the same time is refused with the holder's process") {
  TreeForTest tree = sampleTree();
  REQUIRE(makeDirectory(tree.path(".levitate")));
  const std::string file = tree.path(".levitate/lock");
  REQUIRE(writeText(file, "4711\n"));
  const int held = ::open(file.c_str(), O_RDWR);
  REQUIRE(::flock(held, LOCK_EX) == 0);
  const auto before = tree.snapshot();
  const auto written = write(sampleChanges(tree));
  REQUIRE(!written);
  CHECK(written.error().status == ExitStatus::Refused);
  CHECK(written.error().text().find("process 4711") != std::string::npos);
  CHECK(tree.snapshot() == before);
  ::close(held);
  CHECK(write(sampleChanges(tree)));
}

TEST_CASE("a write killed at any instant leaves the old tree or the new one") {
  const auto migrated = migratedSnapshot();
  int old = 0, complete = 0;
  for (int n = 1;; ++n) {
    TreeForTest tree = sampleTree();
    const auto before = tree.snapshot();
    const Changeset changes = sampleChanges(tree);
    const bool killed =
        killedAt(n, [&](const FaultHook &hook) { (void)write(changes, {{"a", "b"}}, hook); });
    if (!killed) {
      CHECK(n > 20); // it did die at many points before
      break;
    }
    INFO("killed at change " << n);
    const auto recovered = recover(tree.root());
    REQUIRE(recovered);
    const auto now = tree.snapshot();
    REQUIRE((now == before || now == migrated));
    (now == before ? old : complete) += 1;
    CHECK(recover(tree.root()).value() == Recovery::Nothing);
    if (now == before)
      REQUIRE(write(changes)); // nothing is left in the way
    REQUIRE(tree.snapshot() == migrated);
    REQUIRE(undo(tree.root()));
    REQUIRE(tree.snapshot() == before);
  }
  CHECK(old > 5);
  CHECK(complete > 5);
}

TEST_CASE("a write that is not recovered by hand is recovered by the next write") {
  for (int n = 1;; ++n) {
    TreeForTest tree = sampleTree();
    const Changeset changes = sampleChanges(tree);
    if (!killedAt(n, [&](const FaultHook &hook) { (void)write(changes, {}, hook); }))
      break;
    Changeset other;
    other.root = tree.root();
    other.files["untouched"] = {"u", "v", {}};
    INFO("killed at change " << n);
    REQUIRE(write(other));
    const bool isOld = exists(tree.path("hal/virtio.hpp"));
    CHECK(exists(tree.path("virtio/empty")) != isOld);
    CHECK((*readText(tree.path("kernel/main.cpp")) == "user\r\n") == isOld);
  }
}

TEST_CASE("an undo killed at any instant leaves the old tree or the new one") {
  const auto migrated = migratedSnapshot();
  for (int n = 1;; ++n) {
    TreeForTest tree = sampleTree();
    const auto before = tree.snapshot();
    REQUIRE(write(sampleChanges(tree)));
    if (!killedAt(n, [&](const FaultHook &hook) { (void)undo(tree.root(), hook); }))
      break;
    INFO("killed at change " << n);
    REQUIRE(recover(tree.root()));
    const auto now = tree.snapshot();
    REQUIRE((now == before || now == migrated));
    REQUIRE(undo(tree.root()));
    REQUIRE(tree.snapshot() == before);
  }
}

TEST_CASE("a recovery killed at any instant is gone on with") {
  const auto migrated = migratedSnapshot();
  for (int first : {24, 27, 30}) {
    for (int n = 1;; ++n) {
      TreeForTest tree = sampleTree();
      const auto before = tree.snapshot();
      const Changeset changes = sampleChanges(tree);
      REQUIRE(killedAt(first, [&](const FaultHook &hook) { (void)write(changes, {}, hook); }));
      const bool killed =
          killedAt(n, [&](const FaultHook &hook) { (void)recover(tree.root(), hook); });
      INFO("killed at change " << first << ", recovery at " << n);
      REQUIRE(recover(tree.root()));
      const auto now = tree.snapshot();
      REQUIRE((now == before || now == migrated));
      if (!killed)
        break;
    }
  }
}

TEST_CASE("a write that fails at any change leaves the old tree, and says why") {
  const auto migrated = migratedSnapshot();
  int failures = 0;
  for (int n = 1;; ++n) {
    TreeForTest tree = sampleTree();
    const auto before = tree.snapshot();
    const auto written = write(sampleChanges(tree), {{"a", "b"}}, failAt(n));
    if (written) {
      CHECK(tree.snapshot() == migrated);
      break;
    }
    INFO("failed at change " << n << ": " << written.error().text());
    ++failures;
    CHECK(written.error().status == ExitStatus::Environment);
    CHECK(written.error().text().find("No space left") != std::string::npos);
    REQUIRE(tree.snapshot() == before);
    CHECK(recover(tree.root()).value() == Recovery::Nothing);
    REQUIRE(write(sampleChanges(tree)));
    REQUIRE(undo(tree.root()));
    REQUIRE(tree.snapshot() == before);
  }
  CHECK(failures > 20);
}

TEST_CASE("an undo that fails at any change leaves the new tree, and can be done again") {
  for (int n = 1;; ++n) {
    TreeForTest tree = sampleTree();
    const auto before = tree.snapshot();
    REQUIRE(write(sampleChanges(tree)));
    const auto migrated = tree.snapshot();
    const auto undone = undo(tree.root(), failAt(n));
    if (undone) {
      CHECK(tree.snapshot() == before);
      CHECK(n > 20);
      break;
    }
    INFO("failed at change " << n << ": " << undone.error().text());
    REQUIRE(tree.snapshot() == migrated);
    REQUIRE(undo(tree.root())->files == 7);
    REQUIRE(tree.snapshot() == before);
  }
}

TEST_CASE("a second write that fails leaves the undo of the first in force") {
  for (int n = 1;; ++n) {
    TreeForTest tree = sampleTree();
    const auto before = tree.snapshot();
    REQUIRE(write(sampleChanges(tree)));
    Changeset other;
    other.root = tree.root();
    other.files["untouched"] = {"u", "v", {}};
    if (write(other, {}, failAt(n)))
      break;
    INFO("failed at change " << n);
    REQUIRE(undo(tree.root())->files == 7);
    REQUIRE(tree.snapshot() == before);
  }
}

TEST_CASE("a write and its taking back that both fail are completed by the next run") {
  TreeForTest tree = sampleTree();
  const auto before = tree.snapshot();
  // Everything fails from the moment on at which files are moved into place.
  bool moving = false;
  const auto written = write(sampleChanges(tree), {}, [&](std::string_view what) {
    moving = moving || what.find("/journal/after/3 ") != std::string_view::npos;
    return moving ? EIO : 0;
  });
  REQUIRE(!written);
  CHECK(written.error().text().find("putting the old files back failed too") != std::string::npos);
  REQUIRE(recover(tree.root()));
  const auto now = tree.snapshot();
  CHECK((now == before || now == migratedSnapshot()));
}

TEST_CASE("a damaged journal is an error, not a guess") {
  TreeForTest tree = sampleTree();
  REQUIRE(writeText(tree.path(".levitate/journal/index"), "levitate-journal 1 write\nfile x\n"));
  const auto before = tree.snapshot();
  const auto recovered = recover(tree.root());
  REQUIRE(!recovered);
  CHECK(recovered.error().text().find("index:2: error: the journal is damaged") !=
        std::string::npos);
  CHECK(tree.snapshot() == before);
}

TEST_CASE("file names of any bytes are written and undone") {
  TreeForTest tree({{"a b\n\"c%20\xFF.txt", "1"}});
  const auto before = tree.snapshot();
  Changeset changes;
  changes.root = tree.root();
  changes.files["a b\n\"c%20\xFF.txt"] = {"1", "2", {}};
  changes.files["new folder %/\xC3\xA4"] = {{}, "3", {}};
  REQUIRE(write(changes));
  CHECK(*readText(tree.path("a b\n\"c%20\xFF.txt")) == "2");
  REQUIRE(undo(tree.root()));
  CHECK(tree.snapshot() == before);
}
