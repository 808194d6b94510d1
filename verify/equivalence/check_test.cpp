#include "verify/equivalence/check.h"
#include "verify/equivalence/compare.h"

#include "base/files.h"
#include "base/process.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

namespace {

using namespace levitate;
using namespace levitate::equivalence;
using nlohmann::json;

/// Two trees of one unit each, built by the real compiler, and their certificate.
class Fixture {
public:
  Fixture() : folder(*TemporaryDirectory::make()) {
    build("before",
          "namespace a { int f(int v) { return v + 1; } }\nint use() { return a::f(1); }\n");
    build("after",
          "namespace b { int f(int v) { return v + 1; } }\nint use() { return b::f(1); }\n");
    Request request;
    request.beforeBuildDir = folder.path() + "/before";
    request.afterBuildDir = folder.path() + "/after";
    request.renames = {{"a::f", "b::f"}};
    const Result<Certificate> made = compare(request);
    REQUIRE(made);
    certificate = made->json();
  }

  std::string path(const std::string &name) const { return folder.path() + "/" + name; }

  /// The failures of one kind that the checker finds in the certificate as it stands.
  std::vector<std::string> failures(const std::string &what) const {
    REQUIRE(writeText(path("certificate.json"), certificate.dump()));
    const Result<CheckResult> result = checkCertificate(path("certificate.json"));
    REQUIRE(result);
    for (const CheckedItem &item : result->items)
      if (item.what == what)
        return item.failures;
    FAIL("nothing of that kind was checked");
    return {};
  }

  json certificate;

private:
  void build(const std::string &side, const std::string &text) {
    const std::string source = path(side + "/unit.cpp");
    REQUIRE(writeText(source, text));
    const json entry = {{"directory", path(side)},
                        {"file", "unit.cpp"},
                        {"arguments", {LEVITATE_TEST_COMPILER, "-c", "unit.cpp", "-o", "unit.o"}}};
    REQUIRE(writeText(path(side + "/compile_commands.json"), json::array({entry}).dump()));
    const Result<ProcessResult> compiled =
        runProcess({.arguments = entry["arguments"], .directory = path(side)});
    REQUIRE(compiled);
    REQUIRE(compiled->succeeded());
  }

  TemporaryDirectory folder;
};

} // namespace

TEST_CASE("a certificate that is true passes every check") {
  const Fixture fixture;
  CHECK(fixture.certificate["verdict"] == "equivalent");
  for (const char *what :
       {"inputs", "arithmetic", "names", "completeness before", "completeness after"})
    CHECK(fixture.failures(what).empty());
}

TEST_CASE("a source that changed since makes a certificate stale") {
  const Fixture fixture;
  REQUIRE(writeText(fixture.path("after/unit.cpp"), "int use() { return 2; }\n"));
  CHECK(fixture.failures("inputs").size() == 1);
}

TEST_CASE("a verdict that does not follow from what is listed is found") {
  Fixture fixture;
  fixture.certificate["verdict"] = "equivalent-except";
  CHECK(fixture.failures("arithmetic").size() == 1);
}

TEST_CASE("a function that was left out is found in the object files") {
  Fixture fixture;
  json &pairs = fixture.certificate["pairs"];
  for (std::size_t index = 0; index < pairs.size(); ++index)
    if (pairs[index]["before"] == "_Z3usev") {
      pairs.erase(index);
      break;
    }
  CHECK(fixture.failures("arithmetic").size() == 1);
  CHECK(fixture.failures("completeness before").size() == 1);
  CHECK(fixture.failures("completeness after").size() == 1);
}

TEST_CASE("a pair of names that the renames do not make the same is found") {
  Fixture fixture;
  fixture.certificate["renames"][0]["to"] = "b::g";
  CHECK(fixture.failures("names").size() == 1);
}

TEST_CASE("what is no certificate is an error of usage") {
  const Fixture fixture;
  REQUIRE(writeText(fixture.path("other.json"), "{\"schema\": 2}"));
  const Result<CheckResult> result = checkCertificate(fixture.path("other.json"));
  REQUIRE_FALSE(result);
  CHECK(result.error().status == ExitStatus::Usage);
}
