// --deep on small trees: what is used, by which way, and where includes, uses and links disagree.
// Each tree has two layers, `top` above `low`.
#include "base/files.h"
#include "base/process.h"
#include "base/text.h"
#include "verify/layers/check.h"

#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>

using namespace levitate;
using namespace levitate::layers;

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;
using Lines = std::vector<std::string>;

const char *const policyText = R"({"version": 1, "files": "**/*.{cpp,h}",
  "layers": [{"name": "top", "files": "top/**"}, {"name": "low", "files": "low/**"}],
  "order": ["top", "low"], "severity": {"unused": "off"}})";

bool ready() {
  const std::string path = std::getenv("PATH") ? std::getenv("PATH") : "";
  ::setenv("PATH", (std::string(LEVITATE_PROGRAMS) + ":" + path).c_str(), 1);
  return findProgram("levitate-dependency-facts") && findProgram("clang++-19");
}

class Tree {
public:
  explicit Tree(const Files &files, const std::string &compiler = "clang++-19",
                const Lines &options = {})
      : folder(*TemporaryDirectory::make()) {
    nlohmann::json database = nlohmann::json::array();
    write("layers.json", policyText);
    for (const auto &[name, text] : files) {
      write(name, text);
      Lines command{compiler, "-std=c++20", "-I.", "-c", name};
      command.insert(command.end(), options.begin(), options.end());
      if (name.ends_with(".cpp"))
        database.push_back({{"directory", root()}, {"file", name}, {"arguments", command}});
    }
    write("build/compile_commands.json", database.dump());
  }
  std::string root() const { return folder.path(); }
  void write(const std::string &name, const std::string &text) {
    REQUIRE(writeText(root() + "/" + name, text));
  }
  Report check() const {
    Request request;
    request.policy = root() + "/layers.json";
    request.buildDirectories = {root() + "/build"};
    request.deep = true;
    request.edges = true;
    request.threads = 2;
    auto report = layers::check(request);
    INFO((report ? std::string() : report.error().text()));
    REQUIRE(report);
    return *std::move(report);
  }

private:
  TemporaryDirectory folder;
};

/// `LEVEL RULE FILE:LINE -> FILE` of each finding.
Lines findings(const Report &report) {
  Lines lines;
  for (const Finding &finding : report.findings)
    lines.push_back(fmt::format("{} {} {}:{} -> {}", levelName(finding.level), finding.rule,
                                finding.from.file, finding.from.line,
                                finding.to.target.empty() ? finding.to.file : finding.to.target));
  return lines;
}

/// `FILE:LINE -> FILE: NAMES` of each symbol edge.
Lines symbols(const Report &report) {
  Lines lines;
  for (const EdgeSummary &edge : report.allEdges)
    if (edge.kind == Kind::Symbol)
      lines.push_back(fmt::format("{}:{} -> {}: {}", edge.from.file, edge.from.line, edge.to.file,
                                  edge.spelled));
  return lines;
}

} // namespace

TEST_CASE("a use that goes as the includes go is no finding, and an edge") {
  if (!ready())
    SKIP("levitate-dependency-facts is not built");
  const Report report = Tree({{"low/a.h", "#pragma once\nint low();\nstruct Low { int field; };\n"},
                              {"low/a.cpp", "#include \"a.h\"\nint low() { return 1; }\n"},
                              {"top/b.cpp", "#include \"low/a.h\"\n#include <cstdio>\n"
                                            "int b(Low *p) { return low() + p->field; }\n"}})
                            .check();
  CHECK(findings(report) == Lines());
  CHECK(symbols(report) ==
        Lines{"low/a.cpp:2 -> low/a.h: low", "top/b.cpp:3 -> low/a.h: Low, Low::field, low"});
  CHECK(report.symbols == 2);
}

TEST_CASE("a use upwards through somebody else's include is found") {
  if (!ready())
    SKIP("levitate-dependency-facts is not built");
  // low/a.cpp includes only its own header's neighbour; the declaration comes by way of it.
  const Report report = Tree({{"top/t.h", "#pragma once\nstruct Top {};\n#define TOP_SIZE 4\n"},
                              {"low/by.h", "#pragma once\n#include \"top/t.h\"\n"},
                              {"low/a.cpp", "#include \"by.h\"\nTop t;\nint n = TOP_SIZE;\n"}})
                            .check();
  CHECK(symbols(report) == Lines{"low/a.cpp:2 -> top/t.h: TOP_SIZE, Top"});
  CHECK(findings(report) == Lines{"error layers low/a.cpp:2 -> top/t.h",
                                  "warning include-without-use low/by.h:2 -> top/t.h",
                                  "error layers low/by.h:2 -> top/t.h"});
}

TEST_CASE("a redeclaration that dodges the include is found") {
  if (!ready())
    SKIP("levitate-dependency-facts is not built");
  const Report report =
      Tree({{"top/t.h", "#pragma once\nint top();\nextern int shared;\nstruct Top;\n"},
            {"top/t.cpp", "#include \"t.h\"\nint top() { return shared; }\nint shared;\n"
                          "struct Top { int x; };\n"},
            {"low/a.cpp", "extern int top();\nextern int shared;\nstruct Top;\n"
                          "int a(Top *) { return top() + shared; }\n"}})
          .check();
  CHECK(symbols(report) == Lines{"low/a.cpp:4 -> top/t.h: Top", "low/a.cpp:4 -> top/t.h: top",
                                 "low/a.cpp:4 -> top/t.h: shared",
                                 "top/t.cpp:2 -> top/t.h: Top, shared, top"});
  Lines errors = findings(report);
  std::erase_if(errors, [](const std::string &line) { return !line.starts_with("error"); });
  CHECK(errors == Lines{"error layers low/a.cpp:4 -> top/t.h",
                        "error layers low/a.cpp:4 -> top/t.h",
                        "error layers low/a.cpp:4 -> top/t.h"});
}

TEST_CASE("what is declared anew is one finding, whatever else a unit may see") {
  if (!ready())
    SKIP("levitate-dependency-facts is not built");
  const Report report =
      Tree({{"top/t.h", "#pragma once\nstruct Top { int field; };\n"},
            {"low/a.h", "#pragma once\nstruct Top;\nint low(Top *);\n"},
            {"low/a.cpp", "#include \"a.h\"\nint low(Top *) { return 0; }\n"},
            {"top/b.cpp",
             "#include \"top/t.h\"\n#include \"low/a.h\"\nint b(Top *t) { return low(t); }\n"}})
          .check();
  // One finding for each file that names it; top/b.cpp sees both declarations.
  CHECK(findings(report) ==
        Lines{"error layers low/a.cpp:2 -> top/t.h", "error layers low/a.h:3 -> top/t.h"});
}

TEST_CASE("a type that a header defines is at home there, and not where it is announced") {
  if (!ready())
    SKIP("levitate-dependency-facts is not built");
  // As in re2: prog.h includes re2.h, which says that there is a class Prog.
  const Report report =
      Tree({{"top/api.h", "#pragma once\nstruct Low;\nenum Mode : int { fast };\n"},
            {"low/low.h", "#pragma once\n#include \"top/api.h\"\nstruct Low { Mode mode; };\n"},
            {"low/user.h", "#pragma once\nstruct Low;\nint use(Low *);\n"},
            {"low/user.cpp", "#include \"user.h\"\n#include \"low.h\"\n"
                             "int use(Low *low) { return low->mode; }\n"}})
          .check();
  const Lines uses = symbols(report);
  CHECK(std::count(uses.begin(), uses.end(), "low/low.h:3 -> top/api.h: Mode") == 1);
  CHECK(std::count(uses.begin(), uses.end(), "low/user.h:3 -> low/low.h: Low") == 1);
  CHECK(std::none_of(uses.begin(), uses.end(), [](const std::string &use) {
    return use.find("top/api.h") != use.npos && use.find("Low") != use.npos;
  }));
}

TEST_CASE("an operator that a template leaves open is no use of the overloads in sight") {
  if (!ready())
    SKIP("levitate-dependency-facts is not built");
  const Report report =
      Tree({{"top/t.h", "#pragma once\nstruct Top {};\nbool operator==(Top, Top);\n"},
            {"low/a.h", "#pragma once\ntemplate <class T> bool zero(T t) { return t == 0; }\n"},
            {"top/b.cpp", "#include \"top/t.h\"\n#include \"low/a.h\"\nbool b(Top t) { return t == "
                          "t || zero(1); }\n"}})
          .check();
  CHECK(findings(report) == Lines());
}

TEST_CASE("a declaration whose definition is above belongs to the header both go by") {
  if (!ready())
    SKIP("levitate-dependency-facts is not built");
  const Report report = Tree({{"low/hook.h", "#pragma once\nvoid hook();\n"},
                              {"low/a.cpp", "#include \"hook.h\"\nvoid a() { hook(); }\n"},
                              {"top/t.cpp", "#include \"low/hook.h\"\nvoid hook() {}\n"}})
                            .check();
  CHECK(symbols(report) == Lines{"low/a.cpp:2 -> low/hook.h: hook",
                                 // It defines what the header declares: that is its use.
                                 "top/t.cpp:2 -> low/hook.h: hook"});
  CHECK(findings(report) == Lines());
}

TEST_CASE("what a macro's body uses is used where the macro is defined") {
  if (!ready())
    SKIP("levitate-dependency-facts is not built");
  const Report report =
      Tree({{"low/a.h",
             "#pragma once\ninline int low(int n) { return n; }\n#define LOW(x) low(x)\n"},
            {"top/b.cpp", "#include \"low/a.h\"\nstatic int own;\nint b() { return LOW(own); }\n"}})
          .check();
  CHECK(symbols(report) == Lines{"top/b.cpp:3 -> low/a.h: LOW"});
}

TEST_CASE("which operator a macro's body means is decided where the macro is used") {
  if (!ready())
    SKIP("levitate-dependency-facts is not built");
  const Report report =
      Tree({{"low/a.h", "#pragma once\n#define SAME(a, b) ((a) == (b))\n"},
            {"top/t.h", "#pragma once\nstruct Top {};\nbool operator==(Top, Top);\n"},
            {"top/b.cpp", "#include \"low/a.h\"\n#include \"top/t.h\"\n"
                          "bool b(Top t) { return SAME(t, t); }\n"}})
          .check();
  CHECK(findings(report) == Lines());
}

TEST_CASE("includes and uses that disagree are warnings, or what the policy says") {
  if (!ready())
    SKIP("levitate-dependency-facts is not built");
  Tree tree({{"low/a.h", "#pragma once\nstruct A {};\n"},
             {"low/b.h", "#pragma once\n#include \"a.h\"\nstruct B {};\n"},
             {"low/c.h", "#pragma once\nstruct C {};\n"},
             {"top/own.h", "#pragma once\n#include \"low/b.h\" // IWYU pragma: export\n"},
             {"top/own.cpp", "#include \"own.h\"\nA a;\n"},
             {"top/x.cpp", "#include \"low/b.h\"\n#include \"low/c.h\"\nA a;\n"},
             {"top/y.cpp", "#include \"top/own.h\"\nB b;\n"}});
  CHECK(findings(tree.check()) == Lines{"warning include-without-use top/x.cpp:2 -> low/c.h",
                                        "warning use-without-include top/y.cpp:2 -> low/b.h"});
  std::string policy = policyText;
  policy.replace(policy.find("\"unused\""), 0,
                 "\"reconcile\": \"error\", \"use-without-include\": \"off\", ");
  tree.write("layers.json", policy);
  CHECK(findings(tree.check()) == Lines{"error include-without-use top/x.cpp:2 -> low/c.h"});
}

TEST_CASE("facts are kept by content, and gathered again when anything that a unit reads changes") {
  if (!ready())
    SKIP("levitate-dependency-facts is not built");
  Tree tree({{"low/a.h", "#pragma once\nstruct A {};\n"},
             {"low/b.h", "#pragma once\nstruct B {};\n"},
             {"top/x.cpp", "#include \"low/a.h\"\nA a;\n"},
             {"top/y.cpp", "#include \"low/b.h\"\nB b;\n"}});
  const auto kept = [](const Report &report) { return report.notes.back(); };
  CHECK(kept(tree.check()).starts_with("2 units looked into, 0 of them unchanged"));
  CHECK(kept(tree.check()).starts_with("2 units looked into, 2 of them unchanged"));
  tree.write("low/a.h", "#pragma once\nstruct A { int n; };\n");
  CHECK(kept(tree.check()).starts_with("2 units looked into, 1 of them unchanged"));
  // A file that comes in front of another one on the search path.
  tree.write("top/low/b.h", "#pragma once\nstruct B {};\n");
  const Report report = tree.check();
  CHECK(kept(report).starts_with("2 units looked into, 1 of them unchanged"));
  CHECK(symbols(report) == Lines{"top/x.cpp:2 -> low/a.h: A", "top/y.cpp:2 -> top/low/b.h: B"});
}

TEST_CASE(
    "a unit that Clang can't read to its end is a warning, and no include of it is called unused") {
  if (!ready())
    SKIP("levitate-dependency-facts is not built");
  const Report report = Tree({{"low/a.h", "#pragma once\nstruct A {};\n"},
                              {"top/x.cpp", "#include \"low/a.h\"\nint n = ;\n"}})
                            .check();
  CHECK(findings(report) == Lines{"warning incomplete top/x.cpp:0 -> "});
}

TEST_CASE("options of GCC that Clang does not know do not hide what a unit uses") {
  if (!ready() || !findProgram("g++"))
    SKIP("levitate-dependency-facts is not built, or there is no g++");
  const Report report =
      Tree({{"low/a.h", "#pragma once\nint low();\n"},
            {"top/b.cpp", "#include \"low/a.h\"\nint b() { return low(); }\n"}},
           "g++", {"-fconcepts-diagnostics-depth=3", "-mno-avx256-split-unaligned-load"})
          .check();
  CHECK(findings(report) == Lines());
  CHECK(symbols(report) == Lines{"top/b.cpp:2 -> low/a.h: low"});
}

TEST_CASE("links and uses that disagree") {
  if (!ready() || !findProgram("cmake") || !findProgram("ninja"))
    SKIP("levitate-dependency-facts, CMake or Ninja is not there");
  Tree tree(Files{});
  const Files files = {
      {"CMakeLists.txt", "cmake_minimum_required(VERSION 3.25)\nset(CMAKE_CXX_COMPILER_WORKS 1)\n"
                         "project(p CXX)\nset(CMAKE_EXPORT_COMPILE_COMMANDS ON)\n"
                         "include_directories(.)\nadd_subdirectory(low)\nadd_subdirectory(top)\n"},
      {"low/CMakeLists.txt", "add_library(used used.cpp)\nadd_library(idle idle.cpp)\n"
                             "add_library(missed missed.cpp)\n"},
      {"low/used.h", "#pragma once\nint used();\n"},
      {"low/used.cpp", "#include \"used.h\"\nint used() { return 1; }\n"},
      {"low/missed.h", "#pragma once\nint missed();\n"},
      {"low/missed.cpp", "#include \"missed.h\"\nint missed() { return 1; }\n"},
      {"low/idle.cpp", "int idle;\n"},
      {"top/CMakeLists.txt", "add_library(user user.cpp)\ntarget_link_libraries(user used)\n"
                             "add_library(alone alone.cpp)\ntarget_link_libraries(alone idle)\n"},
      {"top/user.cpp", "#include \"low/used.h\"\n#include \"low/missed.h\"\n"
                       "int user() { return used() + missed(); }\n"},
      {"top/alone.cpp", "int alone;\n"}};
  for (const auto &[name, text] : files)
    tree.write(name, text);
  REQUIRE(removeAll(tree.root() + "/build"));
  Command command;
  command.arguments = {"cmake", "-G",        "Ninja", "-DCMAKE_CXX_COMPILER=clang++-19",
                       "-S",    tree.root(), "-B",    tree.root() + "/build"};
  const auto configured = runProcess(command);
  REQUIRE(configured);
  INFO(configured->errors);
  REQUIRE(configured->succeeded());
  CHECK(findings(tree.check()) == Lines{"warning link-without-use top/CMakeLists.txt:4 -> idle",
                                        "warning use-without-link top/user.cpp:3 -> missed"});
}
