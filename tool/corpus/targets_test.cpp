#include "tool/corpus/targets.h"

#include <catch2/catch_test_macros.hpp>

namespace levitate::corpus {
namespace {

cmake::Target targetOf(const std::string &name, const std::vector<std::string> &sources,
                       const std::vector<std::string> &links) {
  cmake::Target target;
  target.name = name;
  for (const std::string &source : sources)
    target.sources.push_back({"/tree/" + source, false, true, {}, {}});
  for (const std::string &link : links)
    target.links.push_back({name, link, cmake::Scope::Private, {}});
  return target;
}

Targets targetsOfLibraryWithTests() {
  cmake::Model model;
  model.targets = {targetOf("helpers", {"lib/helper.cpp"}, {"lib"}),
                   targetOf("lib", {"lib/a.cpp", "lib/b.cpp"}, {}),
                   targetOf("test", {"test/main.cpp"}, {"helpers"}),
                   targetOf("tool", {"tool/main.cpp"}, {})};
  return Targets(model, "/tree");
}

plan::Program programOfLibraryWithTests() {
  facts::Facts facts;
  facts.files = {"lib/a.cpp", "lib/a.h", "lib/b.cpp", "test/main.cpp", "tool/main.cpp"};
  facts.includes.emplace_back();
  facts.includes.back().file = "lib/a.cpp";
  facts.includes.back().resolved = "lib/a.h";
  return plan::Program({facts});
}

} // namespace

TEST_CASE("a target is said where the folder has sources of several") {
  const Targets targets = targetsOfLibraryWithTests();
  CHECK(targets.toSay("lib/a.cpp") == "lib");
  CHECK(targets.toSay("lib/helper.cpp") == "helpers");
  CHECK(targets.toSay("test/main.cpp").empty());
  CHECK(targets.toSay("elsewhere.cpp").empty());
}

TEST_CASE("a folder whose targets depend on the users of a header lies above them") {
  const Targets targets = targetsOfLibraryWithTests();
  const plan::Program program = programOfLibraryWithTests();
  CHECK(targets.isAbove("test", "lib/a.h", program));
  CHECK_FALSE(targets.isAbove("tool", "lib/a.h", program));
  CHECK_FALSE(targets.isAbove("lib", "lib/a.h", program));
  CHECK_FALSE(targets.isAbove("include", "lib/a.h", program));
  CHECK_FALSE(targets.isAbove("test", "lib/unused.h", program));
}

} // namespace levitate::corpus
