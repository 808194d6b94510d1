#include "tool/facts/preamble.h"

#include "tool/facts/extract.h"
#include "tool/facts/tree_for_test.h"

#include <algorithm>

using namespace levitate;
using namespace levitate::facts;

namespace {

using Files = std::map<std::string, std::string>;

// A project in tree/, and headers in system/ that are none of its own.
struct Tree {
  explicit Tree(const Files &files) : disk(files) {}

  workspace::Unit unit(std::vector<std::string> options = {}) const {
    options.insert(options.end(),
                   {"-isystem", disk.root() + "/system", "-I" + disk.root() + "/tree"});
    return disk.unit("tree/a.cpp", std::move(options));
  }
  LeadingIncludes leading(const std::vector<std::string> &options = {}) const {
    return leadingIncludes(
        extractWithoutParsing(unit(options), overlay, project, Depth::Directives),
        // The overlay remembers what it has read.
        [&](const std::string &path) {
          return must(workspace::Overlay(overlay.root()).read(path));
        });
  }
  std::shared_ptr<const Preamble> preamble(const std::vector<std::string> &options = {}) const {
    return Preamble::build(unit(options), project, leading(options).headers);
  }

  static std::optional<std::string> must(Result<std::optional<std::string>> text) {
    REQUIRE(text);
    return *text;
  }

  TreeForTest disk;
  Project project{disk.root() + "/tree", {}};
  workspace::Overlay overlay{disk.root() + "/tree"};
};

std::string names(const LeadingIncludes &leading) {
  std::string text;
  for (const LeadingIncludes::Header &header : leading.headers)
    text += (text.empty() ? "" : " ") + header.name;
  return text;
}

std::string leadingOf(const std::string &source, Files more = {}) {
  more["tree/a.cpp"] = source;
  for (const char *header : {"one", "two", "three"})
    more.try_emplace("system/" + std::string(header), "#pragma once\n");
  return names(Tree(more).leading());
}

// Everything that a parse says of a unit.
std::string said(const Facts &facts, const UnitMeaning &meaning) {
  std::string text;
  const auto add = [&](const auto &...parts) {
    const auto one = [&](const auto &part) {
      if constexpr (std::is_convertible_v<decltype(part), std::string_view>)
        text += std::string(part);
      else
        text += std::to_string(part);
      text += ' ';
    };
    (one(parts), ...);
    text += '\n';
  };
  for (const std::string &file : facts.files)
    add("file", file);
  for (const Entity &one : facts.entities)
    add("entity", one.usr, one.qualified, one.file, one.isTemplate, one.state, one.internal);
  for (const Reference &one : facts.references)
    add("reference", one.file, one.name.begin, facts.entities[one.entity].usr, one.adl,
        one.dependent, one.declares, one.inMacro);
  for (const Chunk &one : facts.chunks)
    add("chunk", one.file, one.extent.begin, one.extent.end, one.definition, one.isInline);
  for (const Include &one : facts.includes)
    add("include", one.file, one.extent.begin, one.resolved);
  for (const Facts::Inactive &one : facts.inactive)
    add("inactive", one.file, one.range.begin, one.range.end);
  for (const CompleteUse &one : facts.completeUses)
    add("complete", one.file, one.offset, facts.entities[one.entity].usr);
  for (const Diagnostic &one : facts.diagnostics)
    add(formatDiagnostic(one));
  for (const auto &[key, marks] : meaning.declarations) {
    add("declaration", key);
    for (const Mark &mark : marks)
      add(meaning.texts[mark.text], meaning.files[mark.file], mark.line, mark.column);
  }
  for (const std::string &key : meaning.soleDefinitions)
    add("sole", key);
  return text;
}

const Files small{
    {"system/vector", "#ifndef _VECTOR\n#define _VECTOR\n#include <bits/swap.h>\nnamespace std {\n"
                      "template <class T> struct vector {\n"
                      "  T *first; int size() const { return 0; }\n"
                      "  void turn() { T a{}, b{}; swap(a, b); }\n"
                      "  template <class U> U as() const { return U(*first); }\n"
                      "};\n}\n#define VECTOR_SIZE(v) ((v).size())\n#endif\n"},
    {"system/bits/swap.h",
     "#pragma once\nnamespace std { template <class T> void swap(T &, T &) {} }\n"},
    {"system/cassert", "#undef assert\n#ifdef NDEBUG\n#define assert(x) void()\n#else\n#define "
                       "assert(x) void(x)\n#endif\n"},
    {"tree/s.h", "#ifndef TREE_S_H\n#define TREE_S_H\n\n// What there is.\n#include <vector>\n"
                 "#include <cassert>\n\n"
                 "namespace n {\nstruct S { int x; operator int() const { return x; } };\n"
                 "void swap(S &, S &);\n}\n#endif\n"},
    {"tree/a.cpp", "#include \"s.h\"\n#include <vector>\n"
                   "int f(std::vector<n::S> &v) { assert(1); v.turn(); return VECTOR_SIZE(v) + "
                   "v.as<long>(); }\n"
                   "template <> struct std::vector<int> { int none; };\n"},
};

} // namespace

TEST_CASE("leading: includes in front of the code, through headers of the project") {
  CHECK(leadingOf("#include <one>\n#include <two>\nint x;\n#include <three>\n") == "one two");
  CHECK(leadingOf("// A head.\n/* more */ #include <one>\n#include \"b.h\"\n#include <three>\n",
                  {{"tree/b.h", "#pragma once\n#include <two>\n"}}) == "one two three");
  CHECK(leadingOf("#include \"b.h\"\n#include <three>\n",
                  {{"tree/b.h", "#pragma once\n#include <two>\nstruct S;\n"}}) == "two");
  CHECK(leadingOf("#include <one>\n#include <one>\n#include <two>\n") == "one two");
  CHECK(leadingOf("#include \"one\"\n#include <two>\n") == "one two");
  CHECK(leadingOf("#if 0\n#include <one>\n#else\n#include <two>\n#endif\n") == "two");
}

TEST_CASE("leading: ends where something may change what is behind it") {
  for (const char *line : {"#pragma pack(1)", "extern \"C\" {", "#line 7", "#include_next <one>",
                           "#define TEXT \"a // b\"", "_Pragma(\"once\")", "%:define X",
                           "#include NAME", ";", "module;"}) {
    INFO(line);
    CHECK(leadingOf("#define NAME <two>\n#include <one>\n" + std::string(line) +
                        "\n#include <three>\n",
                    {}) == "one");
  }
  // A header without a guard says something else when it is entered again.
  const Files listed{{"tree/list.h", "#ifdef SECOND\n#include <two>\n#endif\n#define SECOND\n"}};
  CHECK(leadingOf("#include \"list.h\"\n#include <one>\n#include \"list.h\"\n#include <three>\n",
                  listed) == "one");
  const Files guarded{{"tree/b.h", "#ifndef B_H\n#define B_H\n#include <two>\n#endif\n"}};
  CHECK(leadingOf("#include \"b.h\"\n#include <one>\n#include \"b.h\"\n#include <three>\n",
                  guarded) == "two one three");
}

TEST_CASE("preamble: a parse with one says what a parse without says") {
  const Tree tree(small);
  const LeadingIncludes leading = tree.leading();
  REQUIRE(names(leading) == "vector cassert");
  const auto preamble = tree.preamble();
  REQUIRE(preamble);
  CHECK(preamble->suits(leading));
  CHECK(preamble->size() == 2);
  UnitMeaning alone, shared;
  const Facts without = extract(tree.unit(), tree.overlay, tree.project, &alone);
  const Facts with = extract(tree.unit(), tree.overlay, tree.project, &shared, preamble.get());
  for (const Diagnostic &diagnostic : without.diagnostics)
    UNSCOPED_INFO(formatDiagnostic(diagnostic));
  REQUIRE(without.diagnostics.empty());
  CHECK(said(without, alone) == said(with, shared));
  // What a header declares was instantiated with a type of the project.
  CHECK(said(with, shared).find("@F@turn#") != std::string::npos);
}

TEST_CASE("preamble: errors are those of a parse without") {
  Files files = small;
  files["tree/a.cpp"] += "int g() { return std::none; }\n";
  const Tree tree(files);
  UnitMeaning alone, shared;
  const Facts without = extract(tree.unit(), tree.overlay, tree.project, &alone);
  const Facts with =
      extract(tree.unit(), tree.overlay, tree.project, &shared, tree.preamble().get());
  REQUIRE(without.diagnostics.size() == 1);
  CHECK(said(without, alone) == said(with, shared));
}

TEST_CASE("preamble: does not suit a unit that tells the headers something") {
  const Tree tree(small);
  const auto preamble = tree.preamble();
  REQUIRE(preamble);
  const auto suits = [&](const std::string &head) {
    REQUIRE(writeText(tree.disk.root() + "/tree/a.cpp",
                      head + "#include <vector>\n#include <cassert>\nint x;\n"));
    const LeadingIncludes leading = tree.leading();
    REQUIRE(names(leading) == "vector cassert");
    return preamble->suits(leading);
  };
  // One that is asked for behind the header that sets it is what it is without the preamble.
  CHECK(suits("#include <vector>\n#ifdef VECTOR_SIZE\n#endif\n"));
  CHECK_FALSE(suits("#include <vector>\n#ifdef assert\n#endif\n"));
  CHECK_FALSE(suits("#define NDEBUG\n"));
  CHECK_FALSE(suits("#undef first\n"));
  CHECK_FALSE(suits("#ifndef VECTOR_SIZE\n#define OWN\n#endif\n"));
  CHECK_FALSE(suits("#if defined(assert)\n#endif\n"));
  CHECK_FALSE(suits("#define OWN defined(assert)\n#if OWN\n#endif\n"));
  CHECK(suits("#define OWN(x) assert(x)\n"));
  CHECK(suits("#define TREE_A 1\n#if TREE_A && __cplusplus > 1\n#endif\n"));
}

TEST_CASE("preamble: not made of what reads the project, can't be read twice or does not compile") {
  Files files = small;
  files["system/vector"] = "#pragma once\n#include <s.h>\n";
  CHECK_FALSE(Tree(files).preamble());
  files = small;
  files["system/cassert"] = "#error not here\n";
  CHECK_FALSE(Tree(files).preamble());
  files = small;
  files["tree/s.h"] = "#include <list.def>\n";
  files["system/list.def"] = "int ENTRY;\n";
  CHECK_FALSE(Tree(files).preamble({"-DENTRY=entry"}));
}

TEST_CASE("preamble: units that share one have all of the command line in common but their names") {
  const Tree tree(small);
  const auto key = [&](const std::vector<std::string> &options) {
    return Preamble::keyOf(tree.unit(options));
  };
  REQUIRE(key({}));
  CHECK(key({}) == key({}));
  CHECK(key({"-DNDEBUG"}) != key({}));
  CHECK_FALSE(key({"-include", "s.h"}));
  CHECK_FALSE(key({"-imacros", "s.h"}));
  workspace::Unit other = tree.unit();
  std::replace(other.arguments.begin(), other.arguments.end(), other.file, other.file + ".cpp");
  std::replace(other.arguments.begin(), other.arguments.end(), std::string("a.o"),
               std::string("b.o"));
  other.file += ".cpp";
  CHECK(Preamble::keyOf(other) == key({}));
}
