#include "verify/layers/macros.h"
#include "verify/layers/pattern.h"
#include "verify/layers/scanner.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate::layers;

namespace {

/// The conditions under which the includes of a text stand, one after the other.
std::vector<std::string> conditions(const std::string &text) {
  std::vector<std::string> result;
  const Scan found = scan(text, {});
  for (const Directive &directive : found.directives)
    result.emplace_back(found.conditionOf(directive));
  return result;
}

bool holds(const std::string &condition, const std::vector<std::string> &definitions = {}) {
  Macros macros(LanguageMode{}, true);
  for (const std::string &definition : definitions)
    macros.define(definition);
  return macros.evaluate(condition, {});
}

} // namespace

TEST_CASE("an include has its line and column, whatever comes before it") {
  const Scan found = scan("int a;\n  #include \"x.h\"\n/* a\nb */ #include <y.h>\n", {});
  REQUIRE(found.directives.size() == 2);
  CHECK(found.directives[0].line == 2);
  CHECK(found.directives[0].column == 3);
  CHECK(found.directives[0].form == HeaderForm::Quoted);
  CHECK(found.directives[0].text == "x.h");
  CHECK(found.directives[1].line == 4);
  CHECK(found.directives[1].form == HeaderForm::Angled);
}

TEST_CASE("an include carries the conditions around it") {
  using Texts = std::vector<std::string>;
  CHECK(conditions("#include \"a\"\n") == Texts{""});
  CHECK(conditions("#ifdef A\n#if B > 2\n#include \"a\"\n#endif\n#include \"b\"\n#endif\n"
                   "#include \"c\"\n") == Texts{"defined(A) && (B > 2)", "defined(A)", ""});
  CHECK(conditions("#ifndef A\n#include \"a\"\n#else\n#include \"b\"\n#endif\n") ==
        Texts{"!defined(A)", "defined(A)"});
  CHECK(conditions("#if A\n#elif B\n#include \"a\"\n#else\n#include \"b\"\n#endif\n") ==
        Texts{"!(A) && B", "!(A) && !(B)"});
  CHECK(conditions("#if 0\n#include \"a\"\n#else\n#include \"b\"\n#endif\n") == Texts{"0", ""});
}

TEST_CASE("an include guard is no condition") {
  CHECK(conditions("// text\n#ifndef X_H\n#define X_H\n#include \"a\"\n#endif\n") ==
        std::vector<std::string>{""});
  CHECK(conditions("#ifndef X_H\n#define OTHER\n#include \"a\"\n#endif\n") ==
        std::vector<std::string>{"!defined(X_H)"});
}

TEST_CASE("conditions are evaluated as the preprocessor does") {
  CHECK(holds("1 + 2 * 3 == 7"));
  CHECK(holds("(1 ? 2 : 3) == 2"));
  CHECK(holds("-1 > 0u"));
  CHECK_FALSE(holds("-1 > 0"));
  CHECK(holds("defined A && !defined(B)", {"A 1"}));
  CHECK(holds("UNKNOWN == 0"));
  CHECK(holds("0 && (1 / 0) || 1"));
  CHECK_FALSE(holds("1 / 0"));
  CHECK(holds("F(2) == 6", {"F(x) ((x) * 3)"}));
  CHECK(holds("G(a, 3)", {"G(x, n) x##n", "a3 1"}));
  CHECK_FALSE(holds("1 +"));
  CHECK_FALSE(holds("(1"));
}

TEST_CASE("nesting that is absurdly deep ends in an error, not in a crash") {
  CHECK_FALSE(holds(std::string(100000, '(') + "1"));
  CHECK_FALSE(holds(std::string(100000, '!') + "1"));
}

TEST_CASE("patterns match whole paths, and ** none or any number of folders") {
  CHECK(Pattern("**/virtio.h").matches("virtio.h"));
  CHECK(Pattern("**/virtio.h").matches("a/b/virtio.h"));
  CHECK_FALSE(Pattern("**/virtio.h").matches("a/xvirtio.h"));
  CHECK(Pattern("hal/").matches("hal/a/b"));
  CHECK(Pattern("a/{b,c/**}/[!x]?.{h,cpp}").matches("a/c/d/e/yz.cpp"));
  CHECK(Pattern("a\\*").matches("a*"));
  CHECK_FALSE(Pattern("a\\*").matches("ab"));
}

TEST_CASE("a placeholder is bound by its first use") {
  Captures captures;
  CHECK(Pattern("drivers/[M]/**").matches("drivers/net/a.h", captures));
  CHECK(captures == Captures{{"M", "net"}});
  CHECK(Pattern("drivers/[M]/**").matches("drivers/net/b.h", captures));
  CHECK_FALSE(Pattern("drivers/[M]/**").matches("drivers/block/b.h", captures));
  CHECK(Pattern("drivers/[!M]/**").matches("drivers/block/b.h", captures));
  CHECK_FALSE(Pattern("drivers/[!M]/**").matches("drivers/net/b.h", captures));
  CHECK(Pattern("[a-c].h").matches("b.h"));
}
