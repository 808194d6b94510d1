#include "tool/facts/planned_files.h"

#include "tool/facts/extract.h"
#include "tool/facts/tree_for_test.h"

#include <algorithm>
#include <filesystem>
#include <unistd.h>

using namespace levitate;
using namespace levitate::facts;

namespace {

// What a file system that holds planned contents says a path holds; nothing when there is no file.
struct Planned {
  explicit Planned(const workspace::Overlay &overlay)
      : files(plannedFiles(llvm::vfs::createPhysicalFileSystem(), overlay)) {}

  std::optional<std::string> operator()(const std::string &path) const {
    const auto status = files->status(path);
    auto text = files->getBufferForFile(path);
    REQUIRE(bool(status) == bool(text));
    CHECK(files->exists(path) == bool(status));
    if (!text)
      return std::nullopt;
    CHECK(status->getName() == path);
    CHECK(status->getSize() == (*text)->getBufferSize());
    return (*text)->getBuffer().str();
  }
  llvm::sys::fs::UniqueID id(const std::string &path) const {
    return files->status(path)->getUniqueID();
  }

  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files;
};

} // namespace

TEST_CASE("planned contents are found by every path, and no deleted file by any") {
  const TreeForTest tree({{"real/a.h", "old"}, {"real/gone.h", "old"}, {"real/stays.h", "old"}});
  const std::string root = tree.root();
  std::filesystem::create_symlink("a.h", root + "/real/link.h");
  std::filesystem::create_symlink("real/gone.h", root + "/gone.h");
  std::filesystem::create_directory_symlink("real", root + "/folder");
  REQUIRE(::link((root + "/real/a.h").c_str(), (root + "/hard.h").c_str()) == 0);
  workspace::Overlay overlay = tree.overlay();
  overlay.write("real/a.h", "new text");
  overlay.erase("real/gone.h");
  overlay.write("real/made.h", "made");
  overlay.write("fresh/made.h", "fresh");

  const Planned planned(overlay);
  for (const char *path : {"/real/a.h", "/real/link.h", "/folder/a.h", "/folder/link.h",
                           "/folder/../real/./a.h", "/fresh/../real/a.h"}) {
    INFO(path);
    CHECK(planned(root + path) == "new text");
    CHECK(planned.id(root + path) == planned.id(root + "/real/a.h"));
  }
  for (const char *path :
       {"/real/gone.h", "/gone.h", "/folder/gone.h", "/folder/../real/gone.h", "/made.h"}) {
    INFO(path);
    CHECK(planned(root + path) == std::nullopt);
  }
  for (const char *path : {"/real/made.h", "/folder/made.h", "/folder/../real/made.h"}) {
    INFO(path);
    CHECK(planned(root + path) == "made");
  }
  CHECK(planned(root + "/fresh/made.h") == "fresh");
  CHECK(planned(root + "/real/../fresh/made.h") == "fresh");
  CHECK(planned.files->status(root + "/fresh")->isDirectory());
  CHECK(planned(root + "/real/stays.h") == "old");
  // Files are replaced when a plan is written: the other hard link keeps what it has.
  CHECK(planned(root + "/hard.h") == "old");
}

TEST_CASE("what stands in front of .. may be a link, and the folder above it another one") {
  const TreeForTest tree({{"x.h", "outer"}, {"deep/x.h", "inner"}, {"deep/real/a.h", ""}});
  std::filesystem::create_directory_symlink("deep/real", tree.root() + "/link");
  workspace::Overlay overlay = tree.overlay();
  overlay.write("x.h", "outer, planned");
  overlay.write("y.h", "outer, made");
  const Planned planned(overlay);
  CHECK(planned(tree.root() + "/link/../x.h") == "inner");
  CHECK(planned(tree.root() + "/link/../y.h") == std::nullopt);
  CHECK(planned(tree.root() + "/deep/../y.h") == "outer, made");
}

TEST_CASE("a file of the project has one name, by which link ever a unit reads it") {
  const TreeForTest tree(
      {{"real/a.h", "struct A {};\n"},
       {"a.cpp", "#if __has_include(\"link.h\")\n#include \"link.h\"\n#endif\nA a;\n"},
       {"outside/o.h", "struct O {};\n"}});
  std::filesystem::create_symlink("real/a.h", tree.root() + "/link.h");
  std::filesystem::create_symlink(tree.root() + "/outside/o.h", tree.root() + "/real/o.h");
  const Project project(tree.root(), {tree.root() + "/outside"});
  CHECK(project.relative(tree.root() + "/link.h") == "real/a.h");
  CHECK(project.relative(tree.root() + "/real/o.h").empty());
  const Facts facts = extract(tree.unit("a.cpp"), tree.overlay(), project);
  CHECK(std::ranges::count(facts.files, "real/a.h") == 1);
  CHECK(std::ranges::count(facts.files, "link.h") == 0);
}
