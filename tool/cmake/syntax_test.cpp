#include "tool/cmake/syntax.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate;
using namespace levitate::cmake;

namespace {

File parsed(const std::string &text) {
  auto file = parse(text, "f");
  INFO((file ? "" : file.error().text()));
  REQUIRE(file);
  CHECK(print(*file) == text);
  return *std::move(file);
}

// The arguments of the first command, as they stand, with `|` between them.
std::string arguments(const std::string &text) {
  const File file = parsed(text);
  REQUIRE_FALSE(file.commands.empty());
  std::string result;
  for (const Argument &argument : file.commands[0].arguments)
    result += (result.empty() ? "" : "|") + std::string(file.raw(argument));
  return result;
}

std::string failure(const std::string &text) {
  const auto file = parse(text, "f");
  REQUIRE_FALSE(file);
  return file.error().text();
}

} // namespace

TEST_CASE("commands and arguments have their places") {
  const File file = parsed("# head\n  Set ( a\n\tb )\n");
  REQUIRE(file.commands.size() == 1);
  const Command &command = file.commands[0];
  CHECK(command.name == "set");
  CHECK(command.line == 2);
  CHECK(command.column == 3);
  CHECK(file.text[command.open] == '(');
  CHECK(file.text[command.close] == ')');
  CHECK(command.end == command.close + 1);
  CHECK(command.arguments.size() == 2);
  CHECK(file.commandAt(2) == &command);
  CHECK(file.commandAt(1) == nullptr);
  CHECK(file.commandAround(command.arguments[1].begin) == &command);
  CHECK(file.commandAround(0) == nullptr);
}

TEST_CASE("arguments are unquoted, quoted or in brackets") {
  CHECK(arguments("s(a b;c \"d e\" [[f g]] [=[h]]i]=])") == "a|b;c|\"d e\"|[[f g]]|[=[h]]i]=]");
  CHECK(arguments("s(\"a\\\"b\" \"c\\\\\" \"d\ne\")") == "\"a\\\"b\"|\"c\\\\\"|\"d\ne\"");
  CHECK(arguments("s(a\\ b c\\;d \\( \\#)") == "a\\ b|c\\;d|\\(|\\#");
  CHECK(arguments("s(${a} $<b:c;d> -De=\"f g\" $(h))") == "${a}|$<b:c;d>|-De=\"f g\"|$(h)");
  CHECK(arguments("s([a] a[1] =b)") == "[a]|a[1]|=b");
  const File file = parsed("s([==[x]==] \"y\")");
  CHECK(file.inner(file.commands[0].arguments[0]) == "x");
  CHECK(file.inner(file.commands[0].arguments[1]) == "y");
}

TEST_CASE("nested parentheses are arguments, as for CMake") {
  CHECK(arguments("if((a AND b) OR (c))") == "(|a|AND|b|)|OR|(|c|)");
}

TEST_CASE("comments stand anywhere between and are no arguments") {
  CHECK(arguments("s(a # b )\n #[[ c ) ]] d #[=[\n]]\n]=]\n)") == "a|d");
  CHECK(parsed("#[[ a\n b ]] set(x) # y\n").commands.size() == 1);
  CHECK(parsed("#[ no bracket\nset(x)").commands.size() == 1);
}

TEST_CASE("line ends, a byte order mark and foreign bytes are kept") {
  CHECK(arguments("\xEF\xBB\xBF"
                  "s(a\r\n  b)\r\n") == "a|b");
  CHECK(arguments("s(\xFF\x80)") == "\xFF\x80");
  CHECK(parsed("").commands.empty());
  CHECK(parsed("set(x)").commands.size() == 1);
}

TEST_CASE("a command knows the blocks around it") {
  const File file = parsed("a()\nif(x)\n  b()\nelseif(y)\n  foreach(z)\n    c()\n  endforeach()\n"
                           "else()\n  d()\nendif()\nfunction(f)\n  e()\nendfunction()\ng()\n");
  const auto blocks = [&](std::string_view name) {
    std::vector<std::string> names;
    for (const Command &command : file.commands)
      if (command.name == name)
        for (const std::size_t opener : command.blocks)
          names.push_back(file.commands[opener].name);
    return names;
  };
  using Names = std::vector<std::string>;
  CHECK(blocks("a").empty());
  CHECK(blocks("b") == Names{"if"});
  CHECK(blocks("c") == Names{"elseif", "foreach"});
  CHECK(blocks("d") == Names{"else"});
  CHECK(blocks("e") == Names{"function"});
  CHECK(blocks("endif").empty());
  CHECK(blocks("g").empty());
}

TEST_CASE("what CMake would not parse is an error at its place") {
  CHECK(failure("set(a\n  b\n").starts_with("f:1:4: error: not valid CMake: the parenthesis"));
  CHECK(failure("set(\"a)\n").starts_with("f:1:5: error: not valid CMake: the quote"));
  CHECK(failure("set([[a)\n").starts_with("f:1:5: error: not valid CMake: the bracket argument"));
  CHECK(failure("\n#[[ a").starts_with("f:2:1: error: not valid CMake: the bracket comment"));
  CHECK(failure("set\n(a)").starts_with("f:1:4: error: not valid CMake: expected '('"));
  CHECK(failure("set(a) set(b)").starts_with("f:1:8: error: not valid CMake: expected a line end"));
  CHECK(failure("a(b)\n)").starts_with("f:2:1: error: not valid CMake: expected the name"));
  CHECK(failure(std::string("a(\0)", 4)).starts_with("f:1:3: error: not valid CMake: a NUL byte"));
  CHECK(failure("s(a\\\n)").starts_with("f:1:4: error: not valid CMake: a backslash"));
}
