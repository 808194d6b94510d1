// Whole-tool tests: each folder of cases/ holds a tree before, a tree after, and what is expected.
//
//   before/**, after/**   sources; every .cpp, .c and .S file is a unit, in the order of their
//   paths;
//                         those of archive/ are a static library (`library-archive`), of which only
//                         some may be linked;
//                         those of library-NAME/ are one that nothing links
//   renames.json          optional: [{ "from", "to" }]
//   expect.json           { "verdict", "why", "flags"?: [...], "flagsAfter"?: [...], "linked"?:
//   bool, "shared"?: bool,    (@ROOT@ in a flag stands for the folder before/ or after/)
//                           "differences"?: [{ "kind", "name"?, "file"? }], "exceptions"?: [kind] }
//
// A case that is `different` must name a difference of the given kind whose name (and, if given,
// file) contains the given text: a seeded change must be found at its place, not just anywhere.
#include "verify/equivalence/compare.h"

#include "base/files.h"
#include "base/json.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <set>

namespace {

using namespace levitate;
using namespace levitate::equivalence;

std::vector<std::string> caseNames() {
  std::set<std::string> names;
  const Result<std::vector<std::string>> files = listFiles(LEVITATE_EQUIVALENCE_CASES);
  if (files)
    for (const std::string &file : *files)
      if (file.find('/') != std::string::npos)
        names.insert(file.substr(0, file.find('/')));
  return {names.begin(), names.end()};
}

BuildTree treeOf(const std::string &root, const std::vector<std::string> &flags, bool linked,
                 bool shared) {
  BuildTree tree;
  tree.directory = root;
  tree.root = root;
  tree.hasTargets = linked;
  ProgramUnits program;
  program.name = "program";
  program.isShared = shared;
  program.needed = {"main"};
  const Result<std::vector<std::string>> files = listFiles(root);
  REQUIRE(files);
  for (const std::string &file : *files) {
    const bool isAssembly = file.ends_with(".S");
    if (!file.ends_with(".cpp") && !file.ends_with(".c") && !isAssembly)
      continue;
    Compilation unit;
    unit.directory = root;
    unit.source = root + "/" + file;
    unit.output = file + ".o";
    unit.arguments = {file.ends_with(".cpp") ? "clang++" : "clang", "-std=c++20",
                      "--target=x86_64-linux-gnu", "-I" + root};
    for (std::string flag : flags) {
      if (const std::size_t at = flag.find("@ROOT@"); at != std::string::npos)
        flag.replace(at, 6, root);
      unit.arguments.push_back(std::move(flag));
    }
    unit.arguments.insert(unit.arguments.end(), {"-c", file, "-o", unit.output});
    if (file.ends_with(".c"))
      std::erase(unit.arguments, "-std=c++20");
    unit.isAssembly = isAssembly;
    if (file.starts_with("library-")) {
      const std::string name = file.substr(0, file.find('/'));
      if (tree.programs.empty() || tree.programs.back().name != name) {
        tree.programs.push_back({});
        tree.programs.back().name = name;
        tree.programs.back().isLibrary = true;
        tree.programs.back().parts.resize(1);
      }
      tree.programs.back().parts.back().compilations.push_back(tree.compilations.size());
      tree.compilations.push_back(std::move(unit));
      continue;
    }
    const bool isArchive = file.starts_with("archive/");
    if (isArchive && tree.libraries.empty()) {
      tree.libraries.emplace_back();
      tree.libraries.back().name = "library-archive";
      tree.libraries.back().isLibrary = true;
      tree.libraries.back().parts.resize(1);
    }
    if (isArchive)
      tree.libraries.back().parts.back().compilations.push_back(tree.compilations.size());
    if (program.parts.empty() || program.parts.back().isArchive != isArchive)
      program.parts.push_back({{}, isArchive});
    program.parts.back().compilations.push_back(tree.compilations.size());
    tree.compilations.push_back(std::move(unit));
  }
  if (!program.parts.empty())
    tree.programs.push_back(program);
  return tree;
}

/// The reason why the expectation does not hold; empty when it does.
std::string unmet(const Certificate &certificate, const JsonValue &expectation) {
  const auto field = [](const JsonValue &value, const char *key) {
    return value.stringOr(key, "").value();
  };
  if (field(expectation, "verdict") != nameOf(certificate.verdict))
    return "another verdict";
  if (expectation.has("differences")) {
    const std::vector<JsonValue> all = expectation.at("differences").value().array().value();
    for (const JsonValue &wanted : all) {
      const bool found = std::any_of(
          certificate.differences.begin(), certificate.differences.end(),
          [&](const Difference &difference) {
            return difference.kind == field(wanted, "kind") &&
                   difference.name.find(field(wanted, "name")) != std::string::npos &&
                   (difference.after.file + difference.before.file).find(field(wanted, "file")) !=
                       std::string::npos;
          });
      if (!found)
        return "no difference " + field(wanted, "kind") + " of " + field(wanted, "name");
    }
  } else if (certificate.verdict == Verdict::Different) {
    return "expect.json does not say where the difference is";
  }
  const std::vector<std::string> exceptions = expectation.stringsOr("exceptions", {}).value();
  for (const std::string &kind : exceptions)
    if (std::none_of(certificate.exceptions.begin(), certificate.exceptions.end(),
                     [&](const Exception &exception) { return exception.kind == kind; }))
      return "no exception of kind " + kind;
  return {};
}

} // namespace

TEST_CASE("there are enough controls") {
  std::size_t positive = 0, negative = 0;
  for (const std::string &name : caseNames())
    ++(name.starts_with("different-") ? negative : positive);
  CHECK(negative >= 50);
  CHECK(positive >= 30);
}

TEST_CASE("each case gets the verdict it expects") {
  const std::string name = GENERATE(from_range(caseNames()));
  DYNAMIC_SECTION(name) {
    const std::string folder = std::string(LEVITATE_EQUIVALENCE_CASES) + "/" + name;
    const Result<JsonValue> expectation = JsonDocument::readFile(folder + "/expect.json");
    REQUIRE(expectation);
    REQUIRE(expectation->onlyKeys({"verdict", "why", "flags", "flagsAfter", "linked", "shared",
                                   "differences", "exceptions"}));
    Request request;
    request.threads = 2;
    if (exists(folder + "/renames.json")) {
      Result<std::vector<Rename>> renames = readRenames(folder + "/renames.json");
      REQUIRE(renames);
      request.renames = std::move(*renames);
    }
    const std::vector<std::string> flags = expectation->stringsOr("flags", {}).value();
    const bool shared = expectation->booleanOr("shared", false).value();
    const bool linked = expectation->booleanOr("linked", false).value();
    const Result<Certificate> certificate =
        compareTrees(treeOf(folder + "/before", flags, linked, shared),
                     treeOf(folder + "/after", expectation->stringsOr("flagsAfter", flags).value(),
                            linked, shared),
                     request);
    if (!certificate)
      FAIL(certificate.error().text());
    const std::string reason = unmet(*certificate, *expectation);
    if (!reason.empty())
      FAIL(name << ": " << reason << "\n" << certificate->text(0));
  }
}
