#include "verify/equivalence/linked.h"

#include "verify/equivalence/binary.h"
#include "verify/equivalence/disassembly.h"

#include "base/files.h"
#include "base/process.h"

#include <catch2/catch_test_macros.hpp>

#include <random>

namespace {

using namespace levitate;
using namespace levitate::equivalence;
using Words = std::vector<std::string>;

/// Two shared libraries, each linked from one source, compared.
class Libraries {
public:
  Libraries() : folder(*TemporaryDirectory::make()) {}

  std::string path(const std::string &name) const { return folder.path() + "/" + name; }

  std::string build(const std::string &side, const std::string &source, const Words &more = {}) {
    REQUIRE(writeText(path(side + ".cpp"), source));
    Words command = {LEVITATE_TEST_COMPILER,
                     "-O2",
                     "-fPIC",
                     "-shared",
                     "-nostdlib",
                     "-fno-ident",
                     "-fuse-ld=lld",
                     path(side + ".cpp"),
                     "-o",
                     path(side)};
    command.insert(command.end(), more.begin(), more.end());
    const Result<ProcessResult> built = runProcess({.arguments = command});
    REQUIRE(built);
    INFO(built->errors);
    REQUIRE(built->succeeded());
    return path(side);
  }

  LinkedResult compare(const std::string &before, const std::string &after,
                       const std::vector<Rename> &renames = {}) {
    SymbolNames renamed(renames), plain({});
    LinkedResult result;
    compareLinked("lib", {before, 0}, {after, 0}, renamed, plain, result);
    REQUIRE(result.programs.size() == 1);
    return result;
  }

private:
  TemporaryDirectory folder;
};

const char *const library = R"(
namespace a {
int counter = 3;
static int table[40] = {1, 2, 3};
const char *name(int v) { return v ? "one" : "another"; }
__attribute__((noinline)) int add(int v) { return counter += v; }
int sum(int v) { return add(v) + table[v] + add(1); }
int choose(int v) {
  switch (v) {
  case 0: return 17; case 1: return add(3); case 2: return 2 * add(4); case 3: return add(9) - 1;
  case 4: return 23; case 5: return add(5); case 6: return 3 * add(6); default: return v;
  }
}
void fill(int v) { for (int &each : table) each = v; }
}
)";

std::string replaced(std::string text, const std::string &from, const std::string &to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at))
    text.replace(at, from.size(), to), at += to.size();
  return text;
}

bool has(const LinkedResult &result, const std::string &kind, const std::string &name) {
  for (const Difference &difference : result.differences)
    if (difference.kind == kind && difference.name.find(name) != std::string::npos)
      return true;
  return false;
}

} // namespace

TEST_CASE("code of another layout and with other names is the same code") {
  Libraries libraries;
  // What comes first moves everything behind it: text, data and strings.
  const std::string moved = "const char *first(int v) { return v ? \"a longer string\" : \"x\"; }\n"
                            "int before_all[100] = {1};\nint f(int v) { return v * 31 + 7; }\n" +
                            replaced(library, "namespace a", "namespace b::c");
  const LinkedResult result = libraries.compare(libraries.build("before", library),
                                                libraries.build("after", moved), {{"a", "b::c"}});
  const LinkedCode &code = result.programs[0];
  CHECK(code.remark == "");
  CHECK(code.different.empty());
  CHECK(code.onlyBefore.empty());
  CHECK(code.identical == 5);
  CHECK(code.onlyAfter.size() == 2);
  CHECK(has(result, "export", "first(int)"));
  CHECK_FALSE(has(result, "export", "b::c"));
}

TEST_CASE("a changed instruction, target or string is seen in machine code") {
  Libraries libraries;
  const std::string before = libraries.build("before", library);
  for (const auto &[from, to, function] :
       {std::tuple{"add(v) + table[v]", "add(v) + table[v + 1]", "a::sum(int)"},
        std::tuple{"case 1: return add(3)", "case 1: return add(8)", "a::choose(int)"},
        std::tuple{"\"another\"", "\"othername\"", "a::name(int)"},
        std::tuple{"int &each : table) each = v", "int &each : table) each += v",
                   "a::fill(int)"}}) {
    const LinkedResult result =
        libraries.compare(before, libraries.build("after", replaced(library, from, to)));
    INFO(function);
    REQUIRE(result.programs[0].different.size() == 1);
    CHECK(result.programs[0].different[0].name == function);
  }
}

TEST_CASE("a jump table with two places swapped is seen") {
  Libraries libraries;
  std::string swapped = replaced(library, "case 1: return add(3)", "case 9: return add(3)");
  swapped = replaced(swapped, "case 5: return add(5)", "case 1: return add(5)");
  swapped = replaced(swapped, "case 9: return add(3)", "case 5: return add(3)");
  const LinkedResult result =
      libraries.compare(libraries.build("before", library), libraries.build("after", swapped));
  REQUIRE(result.programs[0].different.size() == 1);
  CHECK(result.programs[0].different[0].name == "a::choose(int)");
}

TEST_CASE("what the linker decided is compared") {
  Libraries libraries;
  const std::string before = libraries.build("before", library);
  SECTION("a hidden symbol") {
    const std::string hidden =
        replaced(library, "int sum(", "__attribute__((visibility(\"hidden\"))) int sum(");
    const LinkedResult result = libraries.compare(before, libraries.build("after", hidden));
    CHECK(has(result, "export", "a::sum(int)"));
  }
  SECTION("a version script") {
    REQUIRE(writeText(libraries.path("script"), "V1 { global: *; };\n"));
    const LinkedResult result = libraries.compare(
        before,
        libraries.build("after", library, {"-Wl,--version-script=" + libraries.path("script")}));
    CHECK(has(result, "export", "a::sum(int)@@V1"));
  }
  SECTION("another section") {
    REQUIRE(writeText(libraries.path("script"),
                      "SECTIONS { .special : { *(.text.special) } } INSERT AFTER .text;\n"));
    const std::string placed =
        replaced(library, "int sum(", "__attribute__((section(\".text.special\"))) int sum(");
    const LinkedResult result = libraries.compare(
        before, libraries.build("after", placed, {"-Wl,-T," + libraries.path("script")}));
    CHECK(has(result, "placement", "a::sum(int)"));
    CHECK(has(result, "section", "sections"));
  }
  SECTION("another name of the library") {
    const LinkedResult result =
        libraries.compare(before, libraries.build("after", library, {"-Wl,-soname,other"}));
    CHECK(has(result, "binary", "needed libraries"));
  }
}

TEST_CASE("what is no linked file, or is not of these sources, is not compared") {
  Libraries libraries;
  const std::string good = libraries.build("before", library);
  REQUIRE(writeText(libraries.path("text"), "text"));
  REQUIRE(writeText(libraries.path("archive"), "!<arch>\n"));
  for (const char *other : {"absent", "text", "archive"}) {
    const LinkedResult result = libraries.compare(good, libraries.path(other));
    CHECK(result.programs[0].remark != "");
    CHECK(result.differences.empty());
  }
  SymbolNames names({});
  LinkedResult result;
  compareLinked("lib", {good, 4e9}, {good, 0}, names, names, result);
  CHECK(result.programs[0].remark.find("older than its sources") != std::string::npos);
}

TEST_CASE("a damaged file ends in an error or in something, and not in a crash") {
  Libraries libraries;
  const std::string whole = *readText(libraries.build("before", library));
  const auto look = [&](const std::string &bytes) {
    REQUIRE(writeText(libraries.path("damaged"), bytes));
    SymbolNames names({});
    const Result<Binary> binary = readBinary(libraries.path("damaged"), names);
    if (!binary)
      return;
    const Result<Disassembler> decoder = Disassembler::make(*binary);
    if (!decoder)
      return;
    for (const BinarySymbol &symbol : binary->symbols)
      if (symbol.isFunction && symbol.size < 10000)
        (void)decoder->linesOf(symbol);
  };
  for (std::size_t length = 0; length < whole.size(); length += whole.size() / 40 + 1)
    look(whole.substr(0, length));
  std::mt19937 random(7); // always the same damage
  for (int round = 0; round < 60; ++round) {
    std::string bytes = whole;
    // Headers are at both ends: damage there goes further.
    for (int change = 0; change < 4; ++change) {
      const std::size_t at = round % 2 ? random() % std::min<std::size_t>(bytes.size(), 400)
                                       : bytes.size() - 1 - random() % (bytes.size() / 2);
      bytes[at] = static_cast<char>(random());
    }
    look(bytes);
  }
}
