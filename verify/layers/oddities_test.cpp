// Trees, policies and baselines as nobody makes them on purpose: what can't be checked is told, and
// nothing is left out in silence.
#include "base/files.h"
#include "verify/layers/check.h"
#include "verify/layers/scanner.h"
#include "verify/layers/writers.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace levitate;
using namespace levitate::layers;

namespace {

const char *const policyText = R"({"version": 1,
  "layers": [{"name": "low", "files": "low/**"}, {"name": "high", "files": "high/**"}],
  "order": ["high", "low"]POLICIES})";

std::string policyWith(const std::string &policies) {
  std::string text = policyText;
  const std::string place = "POLICIES";
  text.replace(text.find(place), place.size(),
               policies.empty() ? "" : ", \"policies\": [" + policies + "]");
  return text;
}

/// A file of the lower layer that includes one of the upper.
class Tree {
public:
  Tree() : folder(*TemporaryDirectory::make()), root(folder.path()) {
    write("layers.json", policyWith(""));
    write("low/a.h", violation);
    write("high/h.h", "");
  }
  void write(const std::string &name, const std::string &text) const {
    REQUIRE(writeText(root + "/" + name, text));
  }
  void link(const std::string &to, const std::string &name) const {
    REQUIRE(::symlink(to.c_str(), (root + "/" + name).c_str()) == 0);
  }
  Result<Report> check(Request request = {}) const {
    request.policy = root + "/layers.json";
    request.threads = 2;
    return layers::check(request);
  }
  Report report(const Request &request = {}) const {
    auto result = check(request);
    INFO((result ? std::string() : result.error().text()));
    REQUIRE(result);
    return *std::move(result);
  }
  /// What is wrong with a baseline or a policy.
  std::string mistake(const Request &request = {}) const {
    const auto result = check(request);
    return result ? "" : result.error().text();
  }
  std::string baseline(const std::string &text) const {
    write("baseline.json", text);
    return root + "/baseline.json";
  }

  static constexpr const char *violation = "#include \"../high/h.h\"\n";
  const TemporaryDirectory folder;
  const std::string root;
};

bool has(const std::string &text, const std::string &part) {
  return text.find(part) != std::string::npos;
}

bool notes(const Report &report, const std::string &part) {
  return std::any_of(report.notes.begin(), report.notes.end(),
                     [&](const std::string &note) { return has(note, part); });
}

} // namespace

TEST_CASE("a baseline knows violations by their files, whatever the lines and the bytes of names") {
  const Tree tree;
  const std::string folders[] = {"low/a b", "low/new\nline", "low/\xff", "low/\xfe",
                                 "low/*[x]{y}?"};
  for (const std::string &folder : folders)
    tree.write(folder + "/f\xe9.h", "#include \"../../high/h.h\"\n");
  const Report before = tree.report();
  CHECK(before.violations() == 6);
  const std::string path = tree.baseline(baselineText(before));
  tree.write("low/a.h", "\n\n" + std::string(Tree::violation));
  const Report known = tree.report({.baseline = path});
  CHECK(known.violations() == 0);
  CHECK(known.baselined == 6);
  CHECK(known.findings.empty());
  // Names that differ in bytes that are no text are not one and the same.
  REQUIRE(removeAll(tree.root + "/low/\xfe"));
  const Report less = tree.report();
  CHECK(less.violations() == 5);
  const std::string shorter = tree.baseline(baselineText(less));
  tree.write("low/\xfe/f\xe9.h", "#include \"../../high/h.h\"\n");
  CHECK(tree.report({.baseline = shorter}).violations() == 1);
}

TEST_CASE("a baseline does not hide a new violation that leads to no file of the tree") {
  const Tree tree;
  tree.write("layers.json", R"({"version": 1, "layers": [{"name": "all", "files": "**"}],
    "severity": {"unresolved": "error"},
    "rules": [{"name": "no", "reason": "r", "from": "**", "to": "<sys/*>"}]})");
  tree.write("low/a.h", "#include \"gone.h\"\n#include <sys/one.h>\n");
  const std::string path = tree.baseline(baselineText(tree.report()));
  CHECK(tree.report({.baseline = path}).violations() == 0);
  tree.write("low/a.h", "#include \"gone.h\"\n#include <sys/one.h>\n#include \"new.h\"\n"
                        "#include <sys/two.h>\n");
  CHECK(tree.report({.baseline = path}).violations() == 2);
}

TEST_CASE("a baseline that is none is refused with a place") {
  const Tree tree;
  const auto mistake = [&](const std::string &text) {
    return tree.mistake({.baseline = tree.baseline(text)});
  };
  CHECK(has(mistake(""), "baseline.json:1:1: error: not valid JSON"));
  CHECK(has(mistake("[]"), "expected an object"));
  CHECK(has(mistake(R"({"violations": []})"), "the key 'schema' is missing"));
  CHECK(has(mistake(R"({"schema": 2, "violations": []})"), ":1:12: error: schema 2 is not known"));
  CHECK(has(mistake(R"({"schema": 1, "violations": [3]})"), "expected a string"));
  CHECK(has(mistake(R"({"schema": 1, "violations": [], "more": 1})"), "more"));
}

TEST_CASE("what can't be read is an error, and what is no file is told") {
  const Tree tree;
  SECTION("a folder") {
    // Too deep for any path; a privileged user reads every other folder.
    const std::string part(200, 'd');
    int folder = ::open((tree.root + "/low").c_str(), O_DIRECTORY | O_RDONLY);
    for (int i = 0; i < 25; ++i) {
      REQUIRE(::mkdirat(folder, part.c_str(), 0700) == 0);
      const int inner = ::openat(folder, part.c_str(), O_DIRECTORY | O_RDONLY);
      ::close(folder);
      folder = inner;
    }
    ::close(folder);
    const auto result = tree.check();
    REQUIRE_FALSE(result);
    CHECK(result.error().status == ExitStatus::Environment);
    CHECK(has(result.error().text(), "can't read the folder " + tree.root + "/low/ddd"));
    CHECK(has(result.error().text(), "exclude"));
  }
  SECTION("pipes and links") {
    REQUIRE(::mkfifo((tree.root + "/low/pipe.h").c_str(), 0600) == 0);
    tree.link("pipe.h", "low/to-pipe.h");
    tree.link("nowhere", "low/dangling.h");
    tree.link("loop.h", "low/loop.h");
    tree.link("/dev/zero", "low/zero.h");
    tree.link(".", "low/self");
    tree.link("/proc/self/status", "low/outside.h");
    const Report report = tree.report();
    CHECK(report.files == 2);
    CHECK(notes(report, "low/dangling.h is no file"));
    CHECK(notes(report, "so are 4 others"));
    CHECK(notes(report, "low/outside.h is a link to a file outside of the tree"));
  }
}

TEST_CASE("a file asked for that the policy does not list is told") {
  const Tree tree;
  tree.write("notes.md", "");
  const Report report = tree.report({.files = {tree.root + "/notes.md", tree.root + "/low/a.h"}});
  CHECK(report.violations() == 1);
  CHECK(notes(report, "notes.md is none of the policy's files"));
  CHECK_FALSE(notes(tree.report({.files = {tree.root + "/low/a.h"}}), "none of the policy's"));
}

TEST_CASE("a day that there is not is refused") {
  const Tree tree;
  CHECK(has(tree.mistake({.date = "tomorrow"}), "expected a date"));
  CHECK(has(tree.mistake({.date = "2026-02-30"}), "expected a date"));
}

TEST_CASE("a subfolder's policy is the one that really lies there") {
  const Tree tree;
  const auto inner = [&](const std::string &name) {
    tree.write(name, R"({"version": 1, "layers": [{"name": "x", "files": "x/**"},
                         {"name": "y", "files": "y/**"}], "order": ["y", "x"]})");
  };
  inner("low/layers.json");
  tree.write("low/x/x.h", "#include \"../y/y.h\"\n");
  tree.write("low/y/y.h", "");
  tree.link("low", "shortcut");
  tree.link("/", "low/out");
  const auto uses = [&](const std::string &policies) {
    tree.write("layers.json", policyWith(policies));
  };
  for (const char *name : {"low/layers.json", "shortcut/layers.json", "low/x/../layers.json"}) {
    uses('"' + std::string(name) + '"');
    // low/a.h is in no layer of the inner policy
    const Report report = tree.report();
    CHECK(std::any_of(report.findings.begin(), report.findings.end(), [](const Finding &finding) {
      return finding.rule == "layers" && finding.from.file == "low/x/x.h";
    }));
  }
  uses(R"("low/layers.json", "shortcut/layers.json")");
  CHECK(has(tree.mistake(), "is listed twice"));
  uses(R"("low/out/etc/passwd")");
  CHECK(has(tree.mistake(), "lies in a subfolder of the root"));
  uses(R"("low/none.json")");
  CHECK(has(tree.mistake(), "there is no file"));
  tree.write("low/layers.json", R"({"version": 1, "layers": [{"name": "x", "files": "x/**"}],
                                    "policies": ["low/layers.json"]})");
  uses(R"("low/layers.json")");
  CHECK(has(tree.mistake(), "can't stand in a subfolder's policy"));
}

TEST_CASE("what names and lines hold can't move the cursor or forge a line") {
  const Tree tree;
  tree.write("low/x\nfake.cpp:1:1: error: forged\x1b[2J.h",
             "#include \"../high/h.h\" // \x1b[31m red\n");
  const std::string text = textOf(tree.report(), {});
  CHECK_FALSE(has(text, "\x1b"));
  CHECK_FALSE(has(text, "\nfake.cpp"));
  CHECK(has(text, "x\\x0afake.cpp"));
}

TEST_CASE("conditions stay in proportion to the file, and say where they are cut off") {
  std::string chain = "#if A\n";
  for (int i = 0; i < 1500; ++i)
    chain += "#elif B" + std::to_string(i) + "\n#include \"x.h\"\n";
  std::string nest;
  for (int i = 0; i < 1500; ++i)
    nest += "#if A" + std::to_string(i) + "\n#include \"x.h\"\n";
  for (const std::string &text :
       {chain + "#endif\n", nest, "#if " + std::string(100000, 'X') + "\n#include \"x.h\"\n"}) {
    const Scan found = scan(text, {});
    std::size_t size = 0;
    for (const std::string &condition : found.conditions)
      size += condition.size();
    CHECK(size < 1500 * 4200);
    CHECK(found.conditions.back().ends_with("..."));
  }
  const Scan plain = scan("#if A\n#elif B\n#include \"x.h\"\n#endif\n", {});
  REQUIRE(plain.conditions.size() == 1);
  CHECK(plain.conditions.back() == "!(A) && B");
}

TEST_CASE("a cycle of very many files is found in time") {
  const Tree tree;
  constexpr int count = 5000;
  tree.write("layers.json", R"({"version": 1, "layers": [{"name": "all", "files": "**"}],
    "acyclic": [{"name": "c", "reason": "r", "among": ["files"]}]})");
  for (int i = 0; i < count; ++i) {
    const std::string path = tree.root + "/low/c" + std::to_string(i) + ".h";
    const std::string text = "#include \"c" + std::to_string((i + 1) % count) + ".h\"\n";
    const int file = ::open(path.c_str(), O_CREAT | O_WRONLY, 0600);
    REQUIRE(::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    ::close(file);
  }
  const Report report = tree.report();
  REQUIRE(report.violations() == 1);
  const Finding &cycle = report.findings.front();
  CHECK(cycle.chain.size() == count);
  CHECK(cycle.message.starts_with("a cycle: low/c0.h -> low/c1.h -> low/c2.h"));
  CHECK(cycle.message.ends_with("-> low/c4999.h -> low/c0.h"));
  CHECK(cycle.chain.front().from.file == "low/c0.h");
  CHECK(cycle.chain.back().to.file == "low/c0.h");
}
