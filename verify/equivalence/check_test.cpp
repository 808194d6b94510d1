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

/// Clang defines `by`, and nothing uses it because its value is folded. A landing pad brings in
/// the name of the personality.
const std::string unused = "inline int times(int v) { static const int by = 3; return v * by; }\n"
                           "int more(int v) { return times(v); }\n"
                           "struct Guard { ~Guard() { more(1); } };\n"
                           "void call(void (*g)()) { Guard guard; g(); }\n"
                           "int state = 1;\n";

/// Two trees of one unit each, built by the real compiler, and their certificate.
class Fixture {
public:
  explicit Fixture(std::vector<std::string> options = {})
      : folder(*TemporaryDirectory::make()), options(std::move(options)) {
    build("before",
          "namespace a { int f(int v) { return v + 1; } }\nint use() { return a::f(1); }\n" +
              unused);
    build("after",
          "namespace b { int f(int v) { return v + 1; } }\nint use() { return b::f(1); }\n" +
              unused);
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
    // Sealed again: each check must find what it is there for by itself.
    json sealed = certificate;
    sealed["seal"] = sealOf(sealed);
    REQUIRE(writeText(path("certificate.json"), sealed.dump()));
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
    REQUIRE(writeText(path(side + "/options"), "-DN=1"));
    std::vector<std::string> command = {LEVITATE_TEST_COMPILER, "-c", "unit.cpp", "-o", "unit.o"};
    command.insert(command.end(), options.begin(), options.end());
    const json entry = {
        {"directory", path(side)}, {"file", "unit.cpp"}, {"arguments", std::move(command)}};
    REQUIRE(writeText(path(side + "/compile_commands.json"), json::array({entry}).dump()));
    const Result<ProcessResult> compiled =
        runProcess({.arguments = entry["arguments"], .directory = path(side)});
    REQUIRE(compiled);
    REQUIRE(compiled->succeeded());
  }

  TemporaryDirectory folder;
  std::vector<std::string> options;
};

} // namespace

TEST_CASE("a certificate that is true passes every check") {
  const Fixture fixture;
  CHECK(fixture.certificate["verdict"] == "equivalent");
  for (const char *what :
       {"seal", "inputs", "arithmetic", "names", "completeness before", "completeness after"})
    CHECK(fixture.failures(what).empty());
}

TEST_CASE("what a sanitizer adds to object files is not the source's") {
  const Fixture fixture({"-fsanitize=address"});
  CHECK(fixture.failures("completeness before").empty());
}

TEST_CASE("what nothing uses is left out, and said to be") {
  Fixture fixture;
  CHECK(fixture.certificate["after"]["unused"] ==
        json::array({"_ZZ5timesiE2by", "__clang_call_terminate"}));
  fixture.certificate["after"]["unused"].clear();
  CHECK(fixture.failures("completeness after").size() == 2);
}

TEST_CASE("a source that changed since makes a certificate stale") {
  const Fixture fixture;
  REQUIRE(writeText(fixture.path("after/unit.cpp"), "int use() { return 2; }\n"));
  CHECK(fixture.failures("inputs").size() == 1);
}

TEST_CASE("commands that changed since make a certificate stale") {
  const Fixture fixture({"@options"});
  CHECK(fixture.failures("inputs").empty());
  REQUIRE(writeText(fixture.path("before/options"), "-DN=2"));
  CHECK(fixture.failures("inputs").size() == 1);
  REQUIRE(writeText(fixture.path("after/compile_commands.json"), "[]"));
  CHECK(fixture.failures("inputs").size() == 2);
}

TEST_CASE("a verdict that does not follow from what is listed is found") {
  Fixture fixture;
  fixture.certificate["verdict"] = "equivalent-except";
  CHECK(fixture.failures("arithmetic").size() == 1);
}

TEST_CASE("what the arithmetic of a certificate does not allow is found") {
  Fixture fixture;
  CHECK(fixture.failures("arithmetic").empty());
  SECTION("a count of globals that are not listed") {
    fixture.certificate["compared"]["globals"] = 12;
    CHECK(fixture.failures("arithmetic").size() == 1);
  }
  SECTION("one symbol paired with two") {
    json &pairs = fixture.certificate["pairs"];
    json again;
    for (const json &pair : pairs)
      if (pair["before"] == "_Z3usev")
        again = pair;
    REQUIRE(!again.is_null());
    again["after"] = "_Z5otherv";
    pairs.push_back(again);
    json &functions = fixture.certificate["compared"]["functions"];
    functions = functions.get<int>() + 1;
    CHECK(fixture.failures("arithmetic").size() == 1);
  }
  SECTION("exceptions that the verdict keeps quiet about") {
    fixture.certificate["exceptions"].push_back({{"kind", "__LINE__"}});
    CHECK(fixture.failures("arithmetic").size() == 1);
  }
}

TEST_CASE("the names of internal entities are their units' own affair") {
  Fixture fixture;
  for (json &pair : fixture.certificate["pairs"])
    if (pair["before"] == "_Z3usev")
      pair["after"] = "_Z4used";
  CHECK(fixture.failures("names").size() == 1);
  for (json &pair : fixture.certificate["pairs"])
    if (pair["before"] == "_Z3usev")
      pair["internal"] = true;
  CHECK(fixture.failures("names").empty());
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

TEST_CASE("a pair of symbols that is not one but for how names are spelled is found") {
  Fixture fixture;
  json &spelled = fixture.certificate["spelledNames"];
  CHECK(spelled.empty());
  spelled["_ZN1a1fEi"] = "_ZN1b1fEi";
  CHECK(fixture.failures("names").empty());
  spelled["_ZN1a1fEi"] = "_Z3usev"; // another than it is paired with
  CHECK(fixture.failures("names").size() == 1);
  spelled["_ZN1a1fEi"] = "_ZN1b1gEi";
  for (json &pair : fixture.certificate["pairs"])
    if (pair["before"] == "_ZN1a1fEi")
      pair["after"] = "_ZN1b1gEi"; // another name
  CHECK(fixture.failures("names").size() == 1);
}

TEST_CASE("whatever is edited in a certificate breaks its seal") {
  const Fixture fixture;
  const auto seal = [&](const json &certificate) {
    REQUIRE(writeText(fixture.path("certificate.json"), certificate.dump(4)));
    const Result<CheckResult> result = checkCertificate(fixture.path("certificate.json"));
    REQUIRE(result);
    REQUIRE(result->items.front().what == "seal");
    CHECK(result->holds() == result->items.front().failures.empty());
    return result->items.front().failures.empty();
  };
  CHECK(seal(fixture.certificate)); // however it is laid out
  for (const char *path : {"/compared/instructions", "/census/stateAfter", "/pairs/0/blake3",
                           "/before/units", "/compiler", "/seconds", "/seal"}) {
    INFO(path);
    json edited = fixture.certificate;
    edited[json::json_pointer(path)] = 7654321;
    CHECK_FALSE(seal(edited));
  }
  json edited = fixture.certificate;
  edited.erase("seal");
  CHECK_FALSE(seal(edited));
  edited = fixture.certificate;
  edited["exceptions"].push_back({{"kind", "RTTI name"}}); // one that the verdict does not show
  CHECK_FALSE(seal(edited));
}

TEST_CASE("a hostile certificate is an error of usage, or does not hold") {
  const Fixture fixture;
  const std::string whole = fixture.certificate.dump();
  const auto check = [&](const std::string &text) {
    REQUIRE(writeText(fixture.path("certificate.json"), text));
    return checkCertificate(fixture.path("certificate.json"));
  };
  REQUIRE(check(whole)->holds());
  for (std::size_t length = 0; length < whole.size(); length += 37) {
    const Result<CheckResult> result = check(whole.substr(0, length));
    REQUIRE_FALSE(result);
    CHECK(result.error().status == ExitStatus::Usage);
  }
  for (const std::string &text : {std::string(100000, '['), std::string("[]"), std::string("null"),
                                  std::string("{}"), R"({"schema": 1, "schema": 1})" + whole,
                                  std::string(R"({"schema": 99999999999999999999})")})
    CHECK_FALSE(check(text));
  // Each value in turn is of another type, or out of range.
  const json values = fixture.certificate.flatten();
  for (const auto &[path, value] : values.items())
    for (const json &other : {json(-1), json(1e300), json("x"), json(nullptr), json::array()}) {
      json edited = fixture.certificate;
      edited[json::json_pointer(path)] = other;
      if (edited == fixture.certificate)
        continue;
      INFO(path << " " << other << " in place of " << value);
      const Result<CheckResult> result = check(edited.dump());
      CHECK((!result || !result->holds()));
    }
}

TEST_CASE("what is no certificate is an error of usage") {
  const Fixture fixture;
  REQUIRE(writeText(fixture.path("other.json"), "{\"schema\": 2}"));
  const Result<CheckResult> result = checkCertificate(fixture.path("other.json"));
  REQUIRE_FALSE(result);
  CHECK(result.error().status == ExitStatus::Usage);
}
