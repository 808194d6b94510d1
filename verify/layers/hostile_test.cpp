// The scanner and the directive preprocessor against the compiler itself: for every unit in
// hostile/ the same files as `clang -M` names, no more and no less.
#include "base/command_line.h"
#include "base/files.h"
#include "base/process.h"
#include "base/text.h"
#include "verify/layers/graph.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

using namespace levitate;
using namespace levitate::layers;

namespace {

const std::string folder = LEVITATE_LAYERS_SOURCE "/hostile";

std::string compiler() {
  for (const char *name : {"clang-19", "clang"})
    if (findProgram(name))
      return name;
  return {};
}

bool isUnit(const std::string &name) {
  return name.find('/') == std::string::npos &&
         (name.ends_with(".cpp") || name.ends_with(".c") || name.ends_with(".S"));
}

std::vector<std::string> flagsOf(const std::string &unit) {
  const auto text = readText(folder + "/" + unit + ".flags");
  return text ? splitCommand(*text) : std::vector<std::string>();
}

/// The files of a makefile rule, as real paths.
std::set<std::string> filesOfRule(const std::string &rule) {
  std::set<std::string> files;
  const std::size_t colon = rule.find(": ");
  for (std::string &word : splitCommand(std::string_view(rule).substr(colon + 1)))
    if (!trim(word).empty())
      files.insert(realPath(absolutePath(trim(word), folder)));
  return files;
}

} // namespace

TEST_CASE("every hostile unit includes what clang -M says it includes") {
  const std::string clang = compiler();
  if (clang.empty())
    SKIP("there is no clang");
  const auto listed = listFiles(folder);
  REQUIRE(listed);
  auto scratch = TemporaryDirectory::make();
  REQUIRE(scratch);
  nlohmann::json database = nlohmann::json::array();
  for (const std::string &name : *listed) {
    if (!isUnit(name))
      continue;
    std::vector<std::string> arguments = {clang, "-I."};
    for (const std::string &flag : flagsOf(name))
      arguments.push_back(flag);
    arguments.insert(arguments.end(), {"-c", name});
    database.push_back({{"directory", folder}, {"file", name}, {"arguments", arguments}});
  }
  REQUIRE(database.size() >= 25);
  REQUIRE(writeText(scratch->path() + "/compile_commands.json", database.dump()));

  GraphRequest request;
  request.root = realPath(folder);
  request.files = {Pattern("**")};
  request.buildDirectories = {scratch->path()};
  const auto units = unitIncludes(request);
  REQUIRE(units);
  REQUIRE(units->size() == database.size());
  for (std::size_t i = 0; i < units->size(); ++i) {
    Command command;
    command.arguments = database[i]["arguments"].get<std::vector<std::string>>();
    command.arguments.insert(command.arguments.begin() + 1, {"-M", "-w"});
    command.directory = folder;
    const auto result = runProcess(command);
    REQUIRE(result);
    INFO(database[i]["file"].get<std::string>() << "\n" << result->errors);
    REQUIRE(result->succeeded());
    const std::set<std::string> expected = filesOfRule(result->output);
    const std::set<std::string> found((*units)[i].enters.begin(), (*units)[i].enters.end());
    std::vector<std::string> missing, extra;
    std::set_difference(expected.begin(), expected.end(), found.begin(), found.end(),
                        std::back_inserter(missing));
    std::set_difference(found.begin(), found.end(), expected.begin(), expected.end(),
                        std::back_inserter(extra));
    CHECK(missing == std::vector<std::string>());
    CHECK(extra == std::vector<std::string>());
    CHECK((*units)[i].missing == 0);
  }
}
