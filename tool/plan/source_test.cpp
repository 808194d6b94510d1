#include "tool/plan/source.h"

#include <catch2/catch_test_macros.hpp>

#include <random>

using namespace levitate::plan;

namespace {

/// Every token as `kind:text`.
std::vector<std::string> read(std::string_view text) {
  static const char *const kinds[] = {"name", "number", "string", "char", "mark", "note", "line"};
  std::vector<std::string> result;
  for (const Token &token : tokenize(text))
    result.push_back(
        std::string(kinds[static_cast<int>(token.kind)]) + ":" +
        std::string(text.substr(token.range.begin, token.range.end - token.range.begin)));
  return result;
}

using Texts = std::vector<std::string>;

/// The range of `what`, which must stand in the source once.
Range find(const Source &source, std::string_view what) {
  const std::size_t at = source.text().find(what);
  REQUIRE(at != std::string::npos);
  REQUIRE(source.text().find(what, at + 1) == std::string::npos);
  return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + what.size())};
}

std::string withComments(const std::string &text, std::string_view declaration) {
  const Source source(text);
  return std::string(source.view(source.withComments(find(source, declaration))));
}

/// What is left of a text when a declaration and what belongs to it are removed.
std::string without(const std::string &text, std::string_view declaration) {
  const Source source(text);
  const Range gone = source.forRemoval(source.withComments(find(source, declaration)));
  return text.substr(0, gone.begin) + text.substr(gone.end);
}

} // namespace

TEST_CASE("tokens: names, numbers and punctuation") {
  CHECK(read("int x = a::b;") ==
        Texts{"name:int", "name:x", "mark:=", "name:a", "mark:::", "name:b", "mark:;"});
  CHECK(read("1'000 0x1p-3 1.5e+10f .5 1+2") == Texts{"number:1'000", "number:0x1p-3",
                                                      "number:1.5e+10f", "number:.5", "number:1",
                                                      "mark:+", "number:2"});
  CHECK(read("gr\xC3\xBC\xC3\x9F_1 $x") == Texts{"name:gr\xC3\xBC\xC3\x9F_1", "name:$x"});
  CHECK(read("\xEF\xBB\xBFint") == Texts{"name:int"});
}

TEST_CASE("tokens: comments end where C++ ends them") {
  CHECK(read("a // b\nc") == Texts{"name:a", "note:// b", "name:c"});
  CHECK(read("a /* b\n c */ d") == Texts{"name:a", "note:/* b\n c */", "name:d"});
  CHECK(read("a // b \\\n still\nc") == Texts{"name:a", "note:// b \\\n still", "name:c"});
  CHECK(read("a // b \\\r\n still\r\nc") == Texts{"name:a", "note:// b \\\r\n still", "name:c"});
  CHECK(read("/* open") == Texts{"note:/* open"});
  CHECK(read("\"// no\" '/' '*'") == Texts{"string:\"// no\"", "char:'/'", "char:'*'"});
}

TEST_CASE("tokens: literals are one token with their prefix") {
  CHECK(read(R"(u8"a" L'b' U"c")") == Texts{"string:u8\"a\"", "char:L'b'", "string:U\"c\""});
  CHECK(read(R"("a\"b" '\'' "\\")") == Texts{"string:\"a\\\"b\"", "char:'\\''", "string:\"\\\\\""});
  CHECK(read("\"a\\\nb\" c") == Texts{"string:\"a\\\nb\"", "name:c"});
  // What is never closed ends with its line.
  CHECK(read("\"a\nb") == Texts{"string:\"a", "name:b"});
}

TEST_CASE("tokens: a raw string ends at its own delimiter only") {
  CHECK(read("R\"(a\"\n// b)\" c") == Texts{"string:R\"(a\"\n// b)\"", "name:c"});
  CHECK(read("u8R\"x(a)\" )y\" )x\";") == Texts{"string:u8R\"x(a)\" )y\" )x\"", "mark:;"});
  CHECK(read("R\"(\n#define A\n)\"") == Texts{"string:R\"(\n#define A\n)\""});
  // A name that ends in R is no prefix.
  CHECK(read("FOR\"(\" a") == Texts{"name:FOR", "string:\"(\"", "name:a"});
}

TEST_CASE("tokens: a directive is one token up to the end of its logical line") {
  CHECK(read("#include <a/b> \nint") == Texts{"line:#include <a/b>", "name:int"});
  CHECK(read("  #  define A \\\n  1\nint") == Texts{"line:#  define A \\\n  1", "name:int"});
  CHECK(read("#define A \\\r\n  1\r\nint") == Texts{"line:#define A \\\r\n  1", "name:int"});
  CHECK(read("#if A // why\n") == Texts{"line:#if A", "note:// why"});
  CHECK(read("#define A /* x\n y */ 1\nint") == Texts{"line:#define A /* x\n y */ 1", "name:int"});
  CHECK(read("#define A \"// no\" 1\n") == Texts{"line:#define A \"// no\" 1"});
  CHECK(read("/* first */ #if A\n") == Texts{"note:/* first */", "line:#if A"});
  CHECK(read("a # b") == Texts{"name:a", "mark:#", "name:b"});
}

TEST_CASE("tokens: a splice inside a quoted part does not end a directive") {
  CHECK(read("#define A \"a\\\nb\"\nint") == Texts{"line:#define A \"a\\\nb\"", "name:int"});
  CHECK(read("#error don't \\\r\n  do it\r\nint") ==
        Texts{"line:#error don't \\\r\n  do it", "name:int"});
}

TEST_CASE("tokens: digraphs and trigraphs begin directives too") {
  CHECK(read("%:define A 1\nint") == Texts{"line:%:define A 1", "name:int"});
  CHECK(directiveText("%: define A 1").keyword == "define");
  CHECK(directiveText("?\?=if B").keyword == "if");
  CHECK(directiveText("#  include  <x> ").keyword == "include");
  CHECK(directiveText("#  include  <x> ").rest == "<x>");
  CHECK(directiveText("#").keyword.empty());
  CHECK(directiveText("#\\\ninc\\ \nlude \"a.h\"").keyword == "include");
  CHECK(directiveText("# /* c */ endif").keyword == "endif");
  CHECK(directiveText("#/*").keyword.empty());
}

TEST_CASE("a directive's lines are whole, with the comments that begin or end on them") {
  const Source text(
      "/* a\n b */ #include \"a.h\" // c \\\n d\n#include \"b.h\" /* e\n f */\nint x;\n");
  const auto at = [&](const char *what) {
    return static_cast<std::uint32_t>(text.text().find(what));
  };
  CHECK(text.view(text.directiveLines(at("#include \"a.h\""))) ==
        "/* a\n b */ #include \"a.h\" // c \\\n d\n");
  CHECK(text.view(text.directiveRemoval(at("#include \"a.h\""))) ==
        " #include \"a.h\" // c \\\n d");
  CHECK(text.view(text.directiveRemoval(at("#include \"b.h\""))) ==
        "#include \"b.h\" /* e\n f */\n");
}

TEST_CASE("`#pragma once` counts where it holds") {
  CHECK(Source("#pragma once\nint x;\n").pragmaOnce());
  CHECK(Source("#ifndef G\n#define G\n#pragma once\n#endif\n").pragmaOnce());
  CHECK_FALSE(Source("#if 0\n#pragma once\n#endif\n").pragmaOnce());
}

TEST_CASE("tokens: total, in order and without overlap for any bytes at all") {
  std::mt19937 random(1);
  // Bytes that mean something to a tokenizer are likely.
  const std::string likely = "\"'\\\n\r/*#R(u8L)x1.e+-:% \t?=\xEF";
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (std::size_t size = random() % 80; text.size() < size;)
      text += random() % 8 == 0 ? static_cast<char>(random()) : likely[random() % likely.size()];
    const std::vector<Token> tokens = tokenize(text);
    std::uint32_t at = 0;
    const auto gap = [&](std::uint32_t end) {
      // Between tokens is white space, and splices, and a byte order mark at the very start.
      if (at == 0 && text.starts_with("\xEF\xBB\xBF"))
        at = 3;
      for (; at < end; ++at) {
        const std::size_t behind = text.find_first_not_of(" \t\v\f\r", at + 1);
        const bool splice = text[at] == '\\' && behind != std::string::npos && text[behind] == '\n';
        if (!splice && std::string_view(" \t\r\n\f\v").find(text[at]) == std::string_view::npos)
          return false;
      }
      return true;
    };
    INFO(round);
    for (const Token &token : tokens) {
      REQUIRE(token.range.begin >= at);
      REQUIRE(token.range.begin < token.range.end);
      REQUIRE(token.range.end <= text.size());
      REQUIRE(gap(token.range.begin));
      at = token.range.end;
    }
    REQUIRE(gap(static_cast<std::uint32_t>(text.size())));
    // Nor does anything that is built on the tokens trip over them.
    const Source source(text);
    (void)source.withoutDeclarations();
    for (const Token &token : tokens)
      REQUIRE(source.withComments(token.range).end >= token.range.end);
  }
}

TEST_CASE("source: lines and columns") {
  const Source source("ab\ncd\n");
  CHECK(source.lineOf(0) == 1);
  CHECK(source.lineOf(2) == 1);
  CHECK(source.lineOf(3) == 2);
  CHECK(source.columnOf(4) == 2);
  CHECK(source.lineStart(4) == 3);
  CHECK(source.nextLine(1) == 3);
  CHECK(source.nextLine(6) == 6);
  CHECK(source.newline() == "\n");
  CHECK(Source("a\r\nb\n").newline() == "\r\n");
  CHECK(Source("a").newline() == "\n");
  CHECK(Source("").nextLine(0) == 0);
}

TEST_CASE("withComments: the comment above, the indentation, the comment behind") {
  CHECK(withComments("int a;\n\n/// About b.\n/// More.\nint b; ///< yes\nint c;\n", "int b;") ==
        "/// About b.\n/// More.\nint b; ///< yes\n");
  CHECK(withComments("  /* x */\n  int b;\n", "int b;") == "  /* x */\n  int b;\n");
  CHECK(withComments("/* x */ int b;\nint c;\n", "int b;") == "/* x */ int b;\n");
  CHECK(withComments("int b; /* one\n two */\nint c;\n", "int b;") == "int b; /* one\n two */\n");
  CHECK(withComments("// b\r\nint b;\r\nint c;\r\n", "int b;") == "// b\r\nint b;\r\n");
  CHECK(withComments("int b;", "int b;") == "int b;");
}

TEST_CASE("withComments: what belongs to something else stays") {
  // A blank line parts a comment from what follows.
  CHECK(withComments("// general\n\nint b;\n", "int b;") == "int b;\n");
  // The comment behind the neighbour.
  CHECK(withComments("int a; // of a\nint b;\n", "int b;") == "int b;\n");
  CHECK(withComments("int a; // of a\n// of b\nint b;\n", "int b;") == "// of b\nint b;\n");
  // The neighbour on the same line.
  CHECK(withComments("int a; int b;\n", "int a;") == "int a;");
  // A licence.
  CHECK(withComments("// SPDX-License-Identifier: MIT\nint b;\n", "int b;") == "int b;\n");
  CHECK(withComments("// Copyright X\n// of b\nint b;\n", "int b;") == "// of b\nint b;\n");
}

TEST_CASE("forRemoval: one blank line remains between the neighbours") {
  CHECK(without("int a;\n\nint b;\n\nint c;\n", "int b;") == "int a;\n\nint c;\n");
  CHECK(without("int a;\n\n// b\nint b;\n\nint c;\n", "int b;") == "int a;\n\nint c;\n");
  CHECK(without("int a;\nint b;\n\nint c;\n", "int b;") == "int a;\n\nint c;\n");
  CHECK(without("int a;\nint b;\nint c;\n", "int b;") == "int a;\nint c;\n");
  CHECK(without("int b;\n\nint c;\n", "int b;") == "int c;\n");
  CHECK(without("namespace x {\nint b;\n\nint c;\n}\n", "int b;") == "namespace x {\nint c;\n}\n");
  // At the end there is nothing for the blank line to separate.
  CHECK(without("int a;\n\nint b;\n", "int b;") == "int a;\n");
  CHECK(without("int a; int b;\n", "int a;") == "int b;\n");
}

TEST_CASE("guards: a guard is an #ifndef around all of the file with its #define first") {
  const Source guarded("// head\n#ifndef A_H\n#define A_H\n\nint a;\n\n#endif // A_H\n// end\n");
  CHECK(guarded.guard() == "A_H");
  CHECK_FALSE(guarded.pragmaOnce());
  CHECK(guarded.text().substr(guarded.guardEnd()) == "#endif // A_H\n// end\n");
  CHECK(guarded.conditionals().empty());

  const Source once("#pragma once\nint a;\n");
  CHECK(once.guard().empty());
  CHECK(once.pragmaOnce());
  CHECK(once.guardEnd() == once.text().size());

  // Code behind it, code before it, another macro, no #define: no guard but a condition.
  for (const char *text :
       {"#ifndef A\n#define A\n#endif\nint a;\n", "int a;\n#ifndef A\n#define A\n#endif\n",
        "#ifndef A\n#define B\n#endif\n", "#ifndef A\nint a;\n#endif\n"}) {
    INFO(text);
    const Source source(text);
    CHECK(source.guard().empty());
    CHECK(source.guardEnd() == source.text().size());
    CHECK(source.conditionals().size() == 1);
  }
}

TEST_CASE("conditionals: outermost first, each with its directives") {
  const std::string text = "int a;\n"
                           "#if A && \\\n  B\n"
                           "int b;\n"
                           "# ifdef C\n"
                           "int c;\n"
                           "# endif\n"
                           "#elif D\n"
                           "#else\n"
                           "#endif // A\n"
                           "int d;\n";
  const Source source(text);
  REQUIRE(source.conditionals().size() == 2);
  const Conditional &outer = source.conditionals()[0], &inner = source.conditionals()[1];
  CHECK(outer.condition == "#if A && \\\n  B");
  REQUIRE(outer.directives.size() == 4);
  CHECK(source.view(outer.directives[0]) == "#if A && \\\n  B\n");
  CHECK(source.view(outer.directives[1]) == "#elif D\n");
  CHECK(source.view(outer.directives[2]) == "#else\n");
  CHECK(source.view(outer.directives[3]) == "#endif // A\n");
  CHECK(text.substr(outer.whole.end) == "int d;\n");
  CHECK(inner.condition == "# ifdef C");
  CHECK(source.view(inner.whole) == "# ifdef C\nint c;\n# endif\n");
  // An #endif too many and one too few are no sections, and no harm.
  CHECK(Source("#endif\n#if A\n#else\n").conditionals().empty());
}

TEST_CASE("head comment: at the top, and whether it is a licence") {
  const Source licence("/* Copyright (c) X */\n// and more\n\n// not this\nint a;\n");
  CHECK(licence.view(licence.headComment()) == "/* Copyright (c) X */\n// and more\n");
  CHECK(licence.view(licence.licence()) == licence.view(licence.headComment()));
  const Source about("// What it is for.\n\n#pragma once\n");
  CHECK(about.view(about.headComment()) == "// What it is for.\n");
  CHECK(about.licence().empty());
  CHECK(Source("int a; // Copyright\n").headComment().empty());
  CHECK(Source("int a; // Copyright\n").licence().empty());
}

TEST_CASE("head comment: a description behind the licence is none of it") {
  const auto licenceOf = [](const std::string &text) {
    const Source source(text + "\n#pragma once\n");
    return std::string(source.view(source.licence()));
  };
  const std::string bsd = "// Copyright (c) X.\n// See the LICENSE file.\n";
  CHECK(licenceOf(bsd) == bsd);
  CHECK(licenceOf(bsd + "//\n// A list of things.\n//\n// It is sorted.\n") == bsd);
  CHECK(licenceOf("// A list.\n//\n" + bsd) == "// A list.\n//\n" + bsd);
  const std::string apache = "// Copyright X\r\n//\r\n// Licensed under Y;\r\n//\r\n"
                             "// WITHOUT WARRANTIES OF ANY KIND.\r\n";
  CHECK(licenceOf(apache) == apache);
  CHECK(licenceOf(apache + "//\r\n// A list.\r\n") == apache);
  const std::string ruled = "//===---===//\n//\n// SPDX-License-Identifier: X\n//\n//===---===//\n";
  CHECK(licenceOf(ruled + "//\n// A list.\n//\n//===---===//\n") == ruled);
  const std::string block = "/*\n * Copyright\n *\n * A list.\n */\n";
  CHECK(licenceOf(block) == block);
}

TEST_CASE("withoutDeclarations: empty blocks, comments and includes declare nothing") {
  for (const char *text :
       {"", "// x\n#pragma once\n#include <a>\n", "#ifndef A\n#define A\n#endif\n",
        "namespace a::b {\n// x\n}\ninline namespace c { namespace { } }\n",
        "extern \"C\" {\n}\n;\n", "#if A\nnamespace a {}\n#endif\n"}) {
    INFO(text);
    CHECK(Source(text).withoutDeclarations());
  }
  for (const char *text :
       {"int a;", "namespace a { int b; }", "#define A 1\n",
        "#ifndef A\n#define A\n#define B\n#endif", "#pragma pack(1)\n", "extern \"C\" int a();",
        "namespace a = b;", "using namespace a;", "}", "inline int a;"}) {
    INFO(text);
    CHECK_FALSE(Source(text).withoutDeclarations());
  }
}

TEST_CASE("source: regions of pragmas are from push to pop, each of its own state") {
  const std::string text = "#pragma once\n"
                           "#pragma pack(push, 1)\n"
                           "#pragma GCC diagnostic push\n"
                           "#pragma GCC diagnostic ignored \"-Wunused\"\n"
                           "int a;\n"
                           "#pragma GCC diagnostic pop\n"
                           "#pragma pack(pop)\n"
                           "#pragma pack(2)\nint b;\n#pragma pack()\n"
                           "#pragma pack(pop)\n"
                           "#pragma pack(push)\n";
  const Source source(text);
  std::vector<std::string> found;
  for (const PragmaRegion &region : source.pragmaRegions())
    found.push_back(std::string(source.view(region.open)) + "|" +
                    std::string(source.view(region.close)));
  CHECK(found == std::vector<std::string>{
                     "#pragma pack(push, 1)\n|#pragma pack(pop)\n",
                     "#pragma GCC diagnostic push\n#pragma GCC diagnostic ignored \"-Wunused\"\n"
                     "|#pragma GCC diagnostic pop\n",
                     "#pragma pack(2)\n|#pragma pack()\n"});
}

TEST_CASE("source: the use of a macro ends behind its arguments") {
  const Source source("BEGIN(a, (b)) int x; END");
  CHECK(source.view(source.invocationAt(0)) == "BEGIN(a, (b))");
  CHECK(source.view(source.invocationAt(21)) == "END");
  CHECK(source.invocationAt(24).empty());
}

TEST_CASE("conditionals that only define macros") {
  const auto only = [](const std::string &text) {
    const Source source(text);
    REQUIRE(!source.conditionals().empty());
    return onlyDefinesMacros(source, source.conditionals().front());
  };
  CHECK(only("#if A\n#include <a>\n#define B 1 // why\n#elif C\n#undef B\n#else\n#endif\n"));
  CHECK_FALSE(only("#if A\n#define B\nint b;\n#endif\n"));
  CHECK_FALSE(only("#if A\n#define B\n#include \"a.h\"\n#endif\n"));
  CHECK_FALSE(only("#if A\n#define B\n#pragma once\n#endif\n"));
  CHECK_FALSE(only("#if A\n#include <a>\n#endif\n"));
}

TEST_CASE("the macro that a directive defines") {
  const Source source("#define A(x) x\n# undef B_2 // gone\n#ifdef C\n#endif\nD\n#define\n");
  std::vector<std::string> names;
  for (const Token &token : source.tokens())
    names.push_back(definedName(source, token));
  CHECK(names == std::vector<std::string>{"A", "B_2", "", "", "", "", ""});
}

TEST_CASE("source: what __has_include is asked for") {
  const Source text("#if __has_include(\"a/b.h\") && defined(__has_include_next) && \\\n"
                    "    __has_include( <c.h> )\n#endif\n#if __has_include(NAME)\n#endif\n"
                    "// __has_include(\"d.h\")\n");
  std::vector<std::string> found;
  for (const Range &range : includeQuestions(text))
    found.emplace_back(text.view(range));
  CHECK(found == std::vector<std::string>{"\"a/b.h\"", "<c.h>"});
}
