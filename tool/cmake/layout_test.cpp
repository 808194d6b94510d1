#include "tool/cmake/layout.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate;
using namespace levitate::cmake;

namespace {

File parsed(const std::string &text) {
  auto file = parse(text, "f");
  REQUIRE(file);
  return *std::move(file);
}

std::string behind(const std::string &text, std::size_t after, const std::string &what = "NEW") {
  const File file = parsed(text);
  return applied(text, insertBehind(file, file.commands[0], after, what));
}
std::string before(const std::string &text, std::size_t index) {
  const File file = parsed(text);
  return applied(text, insertBefore(file, file.commands[0], index, "NEW"));
}
std::string section(const std::string &text, std::size_t like) {
  const File file = parsed(text);
  return applied(text, insertSection(file, file.commands[0], like, "PRIVATE", "NEW"));
}
std::string without(const std::string &text, std::size_t first, std::size_t last) {
  const File file = parsed(text);
  return applied(text, removeArguments(file, file.commands[0], first, last));
}
std::string without(const std::string &text, std::size_t index) {
  return without(text, index, index);
}
std::string withoutCommand(const std::string &text, std::size_t index) {
  const File file = parsed(text);
  return applied(text, removeCommand(file, file.commands[index]));
}

} // namespace

TEST_CASE("a new argument takes a line of its own where its neighbour has one") {
  CHECK(behind("s(t\n  a\n  b)\n", 1) == "s(t\n  a\n  NEW\n  b)\n");
  CHECK(behind("s(t\n  a\n  b)\n", 2) == "s(t\n  a\n  b\n  NEW)\n");
  CHECK(behind("s(t\n\ta\n)\n", 1) == "s(t\n\ta\n\tNEW\n)\n");
  CHECK(behind("s(t\r\n  a)\r\n", 1) == "s(t\r\n  a\r\n  NEW)\r\n");
  CHECK(before("s(t\n  a\n  b)\n", 1) == "s(t\n  NEW\n  a\n  b)\n");
}

TEST_CASE("a new argument stands beside its neighbour where those share lines") {
  CHECK(behind("s(t a b)\n", 1) == "s(t a NEW b)\n");
  CHECK(behind("s(t\n  a b\n  c)\n", 1) == "s(t\n  a NEW b\n  c)\n");
  CHECK(before("s(t a b)\n", 1) == "s(t NEW a b)\n");
}

TEST_CASE("a line that would become too long is broken") {
  const std::string word(60, 'w');
  CHECK(behind("s(t a)\n", 1, std::string(100, 'w')) ==
        "s(t a\n  " + std::string(100, 'w') + ")\n");
  CHECK(behind("  s(" + word + "\n      a b)\n", 2, std::string(95, 'w')) ==
        "  s(" + word + "\n      a b\n      " + std::string(95, 'w') + ")\n");
}

TEST_CASE("a comment stays with the argument before it") {
  CHECK(behind("s(t\n  a # why\n  b)\n", 1) == "s(t\n  a # why\n  NEW\n  b)\n");
  CHECK(behind("s(t\n  a # why\n)\n", 1) == "s(t\n  a # why\n  NEW\n)\n");
  CHECK(behind("s(t a # why\n)\n", 1) == "s(t a NEW # why\n)\n");
}

TEST_CASE("a new section is laid out like the one before it") {
  CHECK(section("s(t PUBLIC a)\n", 1) == "s(t PUBLIC a PRIVATE NEW)\n");
  CHECK(section("s(t\n  PUBLIC a b)\n", 1) == "s(t\n  PUBLIC a b\n  PRIVATE NEW)\n");
  CHECK(section("s(t\n  PUBLIC\n    a\n    b\n)\n", 1) ==
        "s(t\n  PUBLIC\n    a\n    b\n  PRIVATE\n    NEW\n)\n");
}

TEST_CASE("an argument that goes takes its line along when it had one to itself") {
  CHECK(without("s(t\n  a\n  b)\n", 1) == "s(t\n  b)\n");
  CHECK(without("s(t\n  a # about a\n  b)\n", 1) == "s(t\n  b)\n");
  CHECK(without("s(t\n  # about both\n  a\n  b)\n", 1) == "s(t\n  # about both\n  b)\n");
  CHECK(without("s(t\n  a\n  b)\n", 2) == "s(t\n  a)\n");
  CHECK(without("s(t\n  a\n  b\n)\n", 2) == "s(t\n  a\n)\n");
  CHECK(without("s(t\r\n  a\r\n  b)\r\n", 1) == "s(t\r\n  b)\r\n");
}

TEST_CASE("a parenthesis never moves into a comment") {
  CHECK(without("s(t\n  a # about a\n  b)\n", 2) == "s(t\n  a # about a\n  )\n");
}

TEST_CASE("an argument among others leaves one blank") {
  CHECK(without("s(t a b)\n", 1) == "s(t b)\n");
  CHECK(without("s(t a b)\n", 2) == "s(t a)\n");
  CHECK(without("s(a b)\n", 0) == "s(b)\n");
  CHECK(without("s(a)\n", 0) == "s()\n");
  CHECK(without("s( a b )\n", 0) == "s( b )\n");
  CHECK(without("s(t\n  a b\n  c)\n", 1) == "s(t\n  b\n  c)\n");
  CHECK(without("s(t PUBLIC a PRIVATE b)\n", 1, 2) == "s(t PRIVATE b)\n");
}

TEST_CASE("arguments that touch do not become one") {
  CHECK(without("s(t \"a\"b c)\n", 1) == "s(t b c)\n");
  CHECK(without("s(t \"a\"b\"c\" d)\n", 2) == "s(t \"a\" d)\n");
  CHECK(behind("s(t \"a\"b)\n", 1) == "s(t \"a\" NEW b)\n");
  CHECK(before("s(t \"a\"b)\n", 2) == "s(t \"a\" NEW b)\n");
}

TEST_CASE("a command goes with its line and with the comment that is about nothing else") {
  CHECK(withoutCommand("a()\nb() # why\nc()\n", 1) == "a()\nc()\n");
  CHECK(withoutCommand("a()\n\nb()\n\nc()\n", 1) == "a()\n\nc()\n");
  CHECK(withoutCommand("a()\n\n# about b\nb()\n\nc()\n", 1) == "a()\n\nc()\n");
  CHECK(withoutCommand("a()\n\n# about b and c\nb()\nc()\n", 1) == "a()\n\n# about b and c\nc()\n");
  CHECK(withoutCommand("a()\n# about b?\nb()\n\nc()\n", 1) == "a()\n# about b?\n\nc()\n");
  CHECK(withoutCommand("# head of the file\nb()\n\nc()\n", 0) == "# head of the file\n\nc()\n");
  CHECK(withoutCommand("a()\nb()", 1) == "a()\n");
  CHECK(withoutCommand("a()\r\nb(x\r\n  y)\r\nc()\r\n", 1) == "a()\r\nc()\r\n");
}

TEST_CASE("a new command is written like the one above it") {
  const auto after = [](const std::string &text, std::size_t index) {
    const File file = parsed(text);
    return applied(text, insertCommand(file, file.commands[index], "target_sources", "t x"));
  };
  CHECK(after("a(t) # why\nb()\n", 0) == "a(t) # why\ntarget_sources(t x)\nb()\n");
  CHECK(after("if(x)\n  a (t)\nendif()\n", 1) ==
        "if(x)\n  a (t)\n  target_sources (t x)\nendif()\n");
  CHECK(after("A(t)\n", 0) == "A(t)\nTARGET_SOURCES(t x)\n");
  CHECK(after("a(t)", 0) == "a(t)\ntarget_sources(t x)");
}

TEST_CASE("an argument is quoted when it has to be") {
  CHECK(asArgument("a/b.cpp") == "a/b.cpp");
  CHECK(asArgument("a b") == "\"a b\"");
  CHECK(asArgument("a\"b") == "\"a\\\"b\"");
  CHECK(asArgument("${a}") == "\"\\${a}\"");
  CHECK(asArgument("") == "\"\"");
  CHECK(asArgument("[[a") == "\"[[a\"");
}
