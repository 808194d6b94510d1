// A git repository with a small CMake tree in it, for the tests of what happens to branches.
#pragma once

#include "base/files.h"
#include "base/process.h"
#include "tool/changeset/journal.h"
#include "tool/pipeline/clang_engine.h"
#include "tool/tree_for_test.h"

#include <catch2/catch_test_macros.hpp>

#include <map>

namespace levitate::pipeline {

/// On branch `main`: two libraries and a program, configured in a build directory beside the tree.
/// Counts the plans that it had to make; the others were kept from before.
class CountingEngine : public ClangEngine {
public:
  CountingEngine() : ClangEngine(2, true) {}
  Result<plan::Plan> plan(const recipe::Recipe &recipe,
                          const std::vector<std::string> &buildDirectories,
                          const std::string &plansFolder) override {
    Result<plan::Plan> plan = ClangEngine::plan(recipe, buildDirectories, plansFolder);
    made += plan && plan->seconds.facts > 0;
    ++asked;
    return plan;
  }

  int asked = 0, made = 0;
};

class RepositoryForTest {
public:
  RepositoryForTest() {
    put("CMakeLists.txt", "cmake_minimum_required(VERSION 3.13)\n"
                          "project(shop CXX)\n"
                          "add_library(shop src/money.cpp)\n"
                          "target_include_directories(shop PUBLIC include)\n"
                          "add_library(bank bank/bank.cpp)\n"
                          "target_include_directories(bank PUBLIC bank/include)\n"
                          "add_executable(app src/main.cpp)\n"
                          "target_link_libraries(app PRIVATE shop)\n");
    put("include/money.h", "#pragma once\n\nnamespace shop {\n\n"
                           "/// What something costs.\n"
                           "struct Money {\n  int cents = 0;\n};\n\n"
                           "enum class Coin { Penny, Dime };\n\n"
                           "int tax(const Money &money);\n\n"
                           "} // namespace shop\n");
    put("src/money.cpp", "#include \"money.h\"\n\nnamespace shop {\n\n"
                         "int tax(const Money &money) { return money.cents / 5; }\n\n"
                         "} // namespace shop\n");
    put("bank/include/bank.h", "#pragma once\n\nnamespace bank {\n\nint rate();\n\n"
                               "} // namespace bank\n");
    put("bank/bank.cpp", "#include \"bank.h\"\n\nint bank::rate() { return 3; }\n");
    put("src/main.cpp", "#include \"money.h\"\n\n"
                        "int main() { return shop::tax(shop::Money{10}) == 2 ? 0 : 1; }\n");
    put("README", "A shop.\n");
    git({"init", "-q", "-b", "main"});
    commit("The shop opens");
    Command configure;
    configure.arguments = {"cmake",
                           "-S",
                           root(),
                           "-B",
                           build(),
                           "-G",
                           "Ninja",
                           "-DCMAKE_CXX_COMPILER=clang++-19",
                           "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON"};
    configure.mergeOutput = true;
    const ProcessResult result = must(runProcess(configure));
    INFO(result.output);
    REQUIRE(result.succeeded());
  }

  std::string root() const { return realPath(folder->path()) + "/shop"; }
  std::string build() const { return realPath(folder->path()) + "/build"; }
  std::string beside(const std::string &name) const {
    return realPath(folder->path()) + "/" + name;
  }

  void put(const std::string &name, const std::string &text) const {
    must(writeText(root() + "/" + name, text));
  }
  std::string text(const std::string &name) const { return must(readText(root() + "/" + name)); }
  void replace(const std::string &name, const std::string &from, const std::string &to) const {
    std::string contents = text(name);
    const std::size_t at = contents.find(from);
    REQUIRE(at != std::string::npos);
    put(name, contents.replace(at, from.size(), to));
  }

  /// What git prints, without the last line end; the test fails when git does.
  std::string git(std::vector<std::string> arguments, const std::string &where = {}) const {
    const ProcessResult result = tryGit(std::move(arguments), where);
    INFO(result.output << result.errors);
    REQUIRE(result.succeeded());
    return result.output.substr(0, result.output.find_last_not_of('\n') + 1);
  }
  ProcessResult tryGit(std::vector<std::string> arguments, const std::string &where = {}) const {
    Command command;
    command.arguments = {"git",
                         "-C",
                         where.empty() ? root() : where,
                         "-c",
                         "user.name=Ada Example",
                         "-c",
                         "user.email=ada@example.org",
                         "-c",
                         "init.defaultBranch=main"};
    command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
    return must(runProcess(command));
  }
  std::string commit(const std::string &message) const {
    git({"add", "-A"});
    git({"commit", "-q", "-m", message, "--author", "Grace Example <grace@example.org>", "--date",
         "2020-02-03T04:05:06+0100"});
    return git({"rev-parse", "HEAD"});
  }

  /// A rule file beside the tree.
  std::string rules(const std::string &steps) const {
    const std::string file = beside("rules.json");
    must(writeText(file, "{ \"version\": 1, \"name\": \"reform\", \"why\": \"Order.\", "
                         "\"root\": \"shop\",\n  \"steps\": [" +
                             steps + "] }\n"));
    return file;
  }

  /// Carries the migration out on the work tree and commits it.
  std::string migrate(const std::string &rulesFile) const {
    const recipe::Recipe recipe = must(recipe::load(rulesFile));
    ClangEngine engine(2, true);
    const plan::Plan plan = must(engine.plan(recipe, {build()}, ""));
    for (const plan::Refusal &refusal : plan.refusals)
      FAIL(formatLocation(refusal.where) << ": " << refusal.reason);
    must(changeset::write(plan.changes));
    return commit("The reform");
  }

  /// Whether a commit builds and its program ends with 0, in a checkout of its own.
  bool works(const std::string &commitId) const {
    const std::string tree = beside("checkout"), out = beside("checkout-build");
    must(removeAll(tree));
    must(removeAll(out));
    git({"clone", "-q", root(), tree});
    git({"fetch", "-q", "origin", commitId}, tree);
    git({"checkout", "-q", commitId}, tree);
    for (const std::vector<std::string> &arguments : std::vector<std::vector<std::string>>{
             {"cmake", "-S", tree, "-B", out, "-G", "Ninja", "-DCMAKE_CXX_COMPILER=clang++-19"},
             {"cmake", "--build", out},
             {out + "/app"}}) {
      Command command;
      command.arguments = arguments;
      command.mergeOutput = true;
      const ProcessResult result = must(runProcess(command));
      if (!result.succeeded()) {
        UNSCOPED_INFO(result.output);
        return false;
      }
    }
    return true;
  }

private:
  Result<TemporaryDirectory> folder = TemporaryDirectory::make();
};

} // namespace levitate::pipeline
