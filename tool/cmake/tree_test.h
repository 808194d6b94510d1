// A small tree in a temporary folder, configured by a real CMake; for tests only.
#pragma once

#include "base/files.h"
#include "base/process.h"
#include "tool/cmake/edit.h"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <map>
#include <string>

namespace levitate::cmake {

class Tree {
public:
  /// Files by path. A file whose name has no contents given ("") is made with a comment.
  explicit Tree(const std::map<std::string, std::string> &files) {
    for (const auto &[path, text] : files)
      write(path, text);
  }

  std::string path(const std::string &relative) const {
    return realPath(folder.path()) + "/" + relative;
  }

  void write(const std::string &relative, const std::string &text) const {
    REQUIRE(writeText(path(relative), text));
  }

  std::string read(const std::string &relative) const {
    auto text = readText(path(relative));
    REQUIRE(text);
    return *text;
  }

  /// Configures into `build` and reads the model. Compiler detection is copied from a template.
  Model model(const std::string &build = "build",
              const std::vector<std::string> &options = {}) const {
    std::vector<std::string> command = {"cmake", "-G", "Ninja", "-S", path(""), "-B", path(build)};
    command.insert(command.end(), options.begin(), options.end());
    if (!exists(path(build) + "/CMakeCache.txt")) {
      REQUIRE(makeDirectory(path(build)));
      std::filesystem::copy(detected(), path(build) + "/CMakeFiles",
                            std::filesystem::copy_options::recursive);
      const auto result = runProcess({.arguments = command});
      REQUIRE(result);
      INFO(result->errors);
      REQUIRE(result->succeeded());
    }
    auto model = load(path(build), path(""));
    INFO((model ? "" : model.error().text()));
    REQUIRE(model);
    return *std::move(model);
  }

  Editor editor() const { return editor({model()}); }
  Editor editor(const std::vector<Model> &models) const {
    auto editor = Editor::open(models, readFromDisk);
    INFO((editor ? "" : editor.error().text()));
    REQUIRE(editor);
    return *std::move(editor);
  }

  /// Writes the editor's changes to the tree.
  void apply(const Editor &editor) const {
    for (const auto &[file, text] : editor.changes())
      REQUIRE(writeText(file, text));
  }

  /// The text of a file as the editor has left it.
  std::string after(const Editor &editor, const std::string &relative) const {
    const auto changes = editor.changes();
    const auto found = changes.find(path(relative));
    return found == changes.end() ? read(relative) : found->second;
  }

private:
  // The CMakeFiles folder of an empty project: detecting a compiler takes longer than a test.
  static std::string detected() {
    static const TemporaryDirectory project = [] {
      auto made = TemporaryDirectory::make();
      REQUIRE(made);
      REQUIRE(writeText(made->path() + "/CMakeLists.txt",
                        "cmake_minimum_required(VERSION 3.20)\nproject(T CXX)\n"));
      const auto result = runProcess(
          {.arguments = {"cmake", "-G", "Ninja", "-S", made->path(), "-B", made->path() + "/b"}});
      REQUIRE(result);
      REQUIRE(result->succeeded());
      for (const char *unwanted :
           {"/b/CMakeFiles/TargetDirectories.txt", "/b/CMakeFiles/rules.ninja"})
        REQUIRE(removeAll(made->path() + unwanted));
      return *std::move(made);
    }();
    return project.path() + "/b/CMakeFiles";
  }

  TemporaryDirectory folder = [] {
    auto made = TemporaryDirectory::make();
    REQUIRE(made);
    return *std::move(made);
  }();
};

/// All refusals as lines, without the folder of the tree.
inline std::string refusals(const Tree &tree, const Outcome &outcome) {
  std::string text;
  for (const Refusal &refusal : outcome.refusals) {
    std::string place = formatLocation(refusal.where);
    if (place.starts_with(tree.path("")))
      place = place.substr(tree.path("").size());
    CHECK_FALSE(refusal.remedy.empty());
    text += place + ": " + refusal.reason + "\n";
  }
  return text;
}

} // namespace levitate::cmake
