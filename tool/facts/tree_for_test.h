// A small tree on disk and its units; for the tests of this folder.
#pragma once

#include "base/files.h"
#include "tool/facts/parse.h"

#include <catch2/catch_test_macros.hpp>

#include <map>

namespace levitate::facts {

class TreeForTest {
public:
  explicit TreeForTest(const std::map<std::string, std::string> &files) {
    for (const auto &[path, text] : files)
      REQUIRE(writeText(root() + "/" + path, text));
  }

  std::string root() const { return realPath(folder->path()); }
  Project project() const { return Project(root(), {root() + "/build"}); }
  workspace::Overlay overlay() const { return workspace::Overlay(root()); }
  workspace::Unit unit(const std::string &file, std::vector<std::string> options = {}) const {
    std::vector<std::string> arguments{"clang++", "-std=c++20", "-nostdinc", "-I" + root()};
    arguments.insert(arguments.end(), options.begin(), options.end());
    arguments.insert(arguments.end(), {"-o", "a.o", "-c", root() + "/" + file});
    return {root() + "/" + file, root(), std::move(arguments), root() + "/build"};
  }

private:
  Result<TemporaryDirectory> folder = TemporaryDirectory::make();
};

} // namespace levitate::facts
