#include "tool/pipeline/verification.h"

#include "base/files.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate;
using namespace levitate::pipeline;

namespace {

/// A tree after a migration, and one before, with everything that a criterion may look at.
class CriteriaForTest {
public:
  CriteriaForTest() {
    before.name = "before", after.name = "after";
    before.root = after.root = folder->path();
    before.files = {"hal/src/virtio.cpp", "virtio/include/hal_impl.hpp"};
    put("virtio/include/hal_impl.hpp", "namespace v { struct X; }\n");
    for (Tree *tree : {&before, &after}) {
      tree->configurations = {{"kernel", folder->path() + "/b"}, {"host", folder->path() + "/h"}};
      tree->builds["kernel"] = {tree->name, "kernel", true, 1, "", ""};
      tree->builds["host"] = {tree->name, "host", true, 1, "100% tests passed out of 3", ""};
    }
    layers::LinkGraph graph;
    graph.source = folder->path();
    graph.targets = {{"hal", folder->path() + "/hal/CMakeLists.txt", 1},
                     {"virtio", folder->path() + "/virtio/CMakeLists.txt", 1},
                     {"drivers", folder->path() + "/drivers/CMakeLists.txt", 1},
                     {"inner", folder->path() + "/virtio/inner/CMakeLists.txt", 1}};
    graph.links = {{"virtio", "hal", "PUBLIC", "", folder->path() + "/virtio/CMakeLists.txt", 4},
                   {"hal", "utils", "PUBLIC", "", folder->path() + "/hal/CMakeLists.txt", 5}};
    after.links = {graph};
    after.occurrences = {{"hal::virtio", {}}, {"v::X", {}}};
  }

  void put(const std::string &file, const std::string &text) {
    REQUIRE(writeText(folder->path() + "/" + file, text));
    after.files.push_back(file);
  }

  report::Criterion judged(decltype(recipe::Criterion::test) test, bool withBefore = true) {
    recipe::Criterion criterion;
    criterion.name = "it";
    criterion.test = std::move(test);
    auto result = judgeOne(
        criterion, {recipe, withBefore ? &before : nullptr, after, certificates, comparisons});
    REQUIRE(result);
    REQUIRE(*result);
    INFO((*result)->evidence);
    CHECK(!(*result)->evidence.empty());
    return **result;
  }

  Result<TemporaryDirectory> folder = TemporaryDirectory::make();
  recipe::Recipe recipe;
  Tree before, after;
  std::map<std::string, equivalence::Certificate> certificates;
  std::map<std::string, boot::Comparison> comparisons;
};

layers::Finding violation() {
  layers::Finding finding;
  finding.message = "hal uses drivers";
  finding.from.file = "hal/a.hpp", finding.from.line = 3;
  return finding;
}

boot::Report booted(boot::Verdict verdict) {
  boot::Report report;
  report.verdict = verdict;
  report.reason = "panic: page fault";
  return report;
}

} // namespace

TEST_CASE("absent holds when no file matches, and names what is gone") {
  CriteriaForTest test;
  const auto gone = test.judged(recipe::Absent{"hal/**/virtio.*"});
  CHECK(gone.holds);
  CHECK(gone.evidence.find("hal/src/virtio.cpp") != std::string::npos);
  const auto there = test.judged(recipe::Absent{"virtio/**"});
  CHECK(!there.holds);
  CHECK(there.details == std::vector<std::string>{"virtio/include/hal_impl.hpp"});
}

TEST_CASE("absent does not hold of a tree without files") {
  CriteriaForTest test;
  test.after.files.clear();
  CHECK(!test.judged(recipe::Absent{"hal/**"}).holds);
}

TEST_CASE("no-link looks along all link edges and shows the way") {
  CriteriaForTest test;
  CHECK(test.judged(recipe::NoLink{"hal", "drivers"}).holds);
  CHECK(!test.judged(recipe::NoLink{"virtio", "hal"}).holds);
  const auto indirect = test.judged(recipe::NoLink{"virtio", "utils"});
  CHECK(!indirect.holds);
  CHECK(indirect.details == std::vector<std::string>{"virtio/CMakeLists.txt:4: virtio links hal",
                                                     "hal/CMakeLists.txt:5: hal links utils"});
}

TEST_CASE("no-link of a target that does not exist does not hold") {
  CriteriaForTest test;
  CHECK(!test.judged(recipe::NoLink{"hall", "drivers"}).holds);
}

TEST_CASE("no-link survives a cycle") {
  CriteriaForTest test;
  test.after.links[0].links.push_back({"hal", "virtio", "PUBLIC", "", "f", 1});
  CHECK(!test.judged(recipe::NoLink{"hal", "virtio"}).holds);
  CHECK(test.judged(recipe::NoLink{"hal", "drivers"}).holds);
}

TEST_CASE("exports asks for a declaration in a header of the target") {
  CriteriaForTest test;
  const recipe::Exports exports{"virtio", "v::X"};
  CHECK(!test.judged(exports).holds); // the compiler does not know it
  test.after.occurrences["v::X"] = {{{"virtio/include/hal_impl.hpp", 1, 22}, "v::X", true}};
  const auto holds = test.judged(exports);
  CHECK(holds.holds);
  CHECK(holds.evidence.starts_with("virtio/include/hal_impl.hpp:1:22"));

  SECTION("a use is no declaration") { test.after.occurrences["v::X"][0].declares = false; }
  SECTION("a member is not the symbol") { test.after.occurrences["v::X"][0].qualified = "v::X::f"; }
  SECTION("a source is no header") {
    test.after.occurrences["v::X"][0].where.file = "virtio/src/x.cpp";
  }
  SECTION("another target's header") {
    test.after.occurrences["v::X"][0].where.file = "hal/include/x.hpp";
  }
  SECTION("a header of a target that lies deeper") {
    test.after.occurrences["v::X"][0].where.file = "virtio/inner/x.hpp";
  }
  SECTION("no such target") { test.after.links.clear(); }
  CHECK(!test.judged(exports).holds);
}

TEST_CASE("no-reference asks the compiler and the text") {
  CriteriaForTest test;
  const recipe::NoReference noReference{"hal::virtio"};
  CHECK(test.judged(noReference).holds);
  SECTION("what the compiler sees") {
    test.after.occurrences["hal::virtio"] = {{{"a.cpp", 1, 2}, "hal::virtio::X", false}};
  }
  SECTION("what no configuration compiles") {
    test.put("k.cpp", "#if 0\nhal::virtio::X x;\n#endif\n");
  }
  SECTION("a tree without sources proves nothing") { test.after.files.clear(); }
  SECTION("a compiler that was not asked proves nothing") { test.after.occurrences.clear(); }
  CHECK(!test.judged(noReference).holds);
}

TEST_CASE("no-reference lets comments be") {
  CriteriaForTest test;
  test.put("k.cpp", "// was in hal::virtio\n");
  test.put("notes.md", "hal::virtio\n");
  CHECK(test.judged(recipe::NoReference{"hal::virtio"}).holds);
}

TEST_CASE("layers hold when there was something to check and nothing is wrong") {
  CriteriaForTest test;
  const recipe::Layers layers{"/p/layers.json"};
  CHECK(!test.judged(layers).holds); // not checked
  layers::Report &checked = test.after.layers["/p/layers.json"];
  CHECK(!test.judged(layers).holds); // nothing to check
  checked.files = 3, checked.edges = 5;
  test.before.layers["/p/layers.json"].findings = {violation()};
  const auto holds = test.judged(layers);
  CHECK(holds.holds);
  CHECK(holds.evidence.find("(1 before)") != std::string::npos);
  checked.findings = {violation()};
  const auto fails = test.judged(layers);
  CHECK(!fails.holds);
  CHECK(fails.details == std::vector<std::string>{"hal/a.hpp:3: hal uses drivers"});
}

TEST_CASE("builds and tests are asked of both trees") {
  CriteriaForTest test;
  const recipe::Builds builds{{"kernel", "host"}};
  const recipe::Tests tests{"host"};
  CHECK(test.judged(builds).holds);
  CHECK(test.judged(tests).holds);
  SECTION("the tree after does not build") { test.after.builds["host"].succeeded = false; }
  SECTION("the tree before does not build") { test.before.builds["host"].succeeded = false; }
  SECTION("it was not built") { test.after.builds.erase("host"); }
  CHECK(!test.judged(builds).holds);
  CHECK(!test.judged(tests).holds);
}

TEST_CASE("a build without tests has not passed its tests") {
  CriteriaForTest test;
  CHECK(!test.judged(recipe::Tests{"kernel"}).holds);
}

TEST_CASE("equivalent holds by its certificates") {
  CriteriaForTest test;
  CHECK(!test.judged(recipe::Equivalent{true}).holds); // nothing was compared
  equivalence::Certificate &certificate = test.certificates["kernel"];
  certificate.verdict = equivalence::Verdict::Equivalent;
  CHECK(!test.judged(recipe::Equivalent{true}).holds); // of nothing
  certificate.functions = 10;
  CHECK(test.judged(recipe::Equivalent{true}).holds);
  CHECK(!test.judged(recipe::Equivalent{false}).holds);
  certificate.verdict = equivalence::Verdict::Different;
  certificate.differences = {{"function", "v::f", "another constant", {}, {}, "", "", 1}};
  const auto fails = test.judged(recipe::Equivalent{true});
  CHECK(!fails.holds);
  CHECK(fails.details == std::vector<std::string>{"kernel: function v::f: another constant"});
}

TEST_CASE("without a tree before, what compares with it is left out") {
  CriteriaForTest test;
  recipe::Criterion criterion;
  criterion.test = recipe::Equivalent{true};
  const auto result =
      judgeOne(criterion, {test.recipe, nullptr, test.after, test.certificates, test.comparisons});
  REQUIRE(result);
  CHECK(!*result);
  CHECK(test.judged(recipe::Absent{"hal/**/virtio.*"}, false).holds);
  CHECK(test.judged(recipe::Builds{{"kernel"}}, false).holds);
}

TEST_CASE("boots hold when every boot of both trees passed and they are alike") {
  CriteriaForTest test;
  const recipe::Boots boots{{"/r/boot/a.json"}};
  CHECK(!test.judged(boots).holds); // not booted
  test.before.boots["/r/boot/a.json"] = booted(boot::Verdict::Passed);
  test.after.boots["/r/boot/a.json"] = booted(boot::Verdict::Passed);
  test.comparisons["/r/boot/a.json"].rung = boot::Rung::Milestones;
  CHECK(test.judged(boots).holds);
  SECTION("the tree after panics") {
    test.after.boots["/r/boot/a.json"] = booted(boot::Verdict::KernelFailed);
    CHECK(test.judged(boots).details ==
          std::vector<std::string>{"after a.json: kernel-failed: panic: page fault"});
  }
  SECTION("the tree before panics") {
    test.before.boots["/r/boot/a.json"] = booted(boot::Verdict::KernelFailed);
  }
  SECTION("the boots differ") {
    test.comparisons["/r/boot/a.json"].differences = {{"milestone", "1", "2"}};
  }
  CHECK(!test.judged(boots).holds);
}
