// A tree on disk for the tests of this folder, and what it looks like.
#pragma once

#include "base/files.h"
#include "tool/changeset/changeset.h"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <map>
#include <sys/stat.h>

namespace levitate::changeset {

class TreeForTest {
public:
  explicit TreeForTest(const std::map<std::string, std::string> &files) {
    for (const auto &[path, contents] : files)
      put(path, contents);
  }

  std::string root() const { return realPath(folder->path()); }
  std::string path(const std::string &name) const { return root() + "/" + name; }
  void put(const std::string &name, const std::string &contents) const {
    REQUIRE(writeText(path(name), contents));
  }

  /// Every file and folder but `.levitate`: kind, permission bits and contents.
  std::map<std::string, std::string> snapshot() const { return snapshotOf(root()); }

  static std::map<std::string, std::string> snapshotOf(const std::string &root) {
    std::map<std::string, std::string> result;
    for (auto entry = std::filesystem::recursive_directory_iterator(root);
         entry != std::filesystem::recursive_directory_iterator(); ++entry) {
      if (entry->path().filename() == ".levitate" || entry->path().filename() == ".git") {
        entry.disable_recursion_pending();
        continue;
      }
      const std::string name = relativePath(entry->path(), root);
      struct stat status = {};
      REQUIRE(::lstat(entry->path().c_str(), &status) == 0);
      const std::string mode = std::to_string(status.st_mode & 07777);
      if (S_ISLNK(status.st_mode))
        result[name] = "link " + std::filesystem::read_symlink(entry->path()).string();
      else if (S_ISDIR(status.st_mode))
        result[name] = "folder " + mode;
      else
        result[name] = "file " + mode + " " + *readText(entry->path());
    }
    return result;
  }

private:
  Result<TemporaryDirectory> folder = TemporaryDirectory::make();
};

} // namespace levitate::changeset
