#include "tool/recipe/names.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <climits>

namespace levitate::recipe {

namespace {

using Problem = Checked<std::string>::Problem;

// C++20, [lex.key] table 5 and [lex.operators]: none of them can be the name of an entity.
constexpr std::array Keywords = {"alignas",
                                 "alignof",
                                 "and",
                                 "and_eq",
                                 "asm",
                                 "auto",
                                 "bitand",
                                 "bitor",
                                 "bool",
                                 "break",
                                 "case",
                                 "catch",
                                 "char",
                                 "char16_t",
                                 "char32_t",
                                 "char8_t",
                                 "class",
                                 "co_await",
                                 "co_return",
                                 "co_yield",
                                 "compl",
                                 "concept",
                                 "const",
                                 "const_cast",
                                 "consteval",
                                 "constexpr",
                                 "constinit",
                                 "continue",
                                 "decltype",
                                 "default",
                                 "delete",
                                 "do",
                                 "double",
                                 "dynamic_cast",
                                 "else",
                                 "enum",
                                 "explicit",
                                 "export",
                                 "extern",
                                 "false",
                                 "float",
                                 "for",
                                 "friend",
                                 "goto",
                                 "if",
                                 "inline",
                                 "int",
                                 "long",
                                 "mutable",
                                 "namespace",
                                 "new",
                                 "noexcept",
                                 "not",
                                 "not_eq",
                                 "nullptr",
                                 "operator",
                                 "or",
                                 "or_eq",
                                 "private",
                                 "protected",
                                 "public",
                                 "register",
                                 "requires",
                                 "return",
                                 "short",
                                 "signed",
                                 "sizeof",
                                 "static",
                                 "static_assert",
                                 "static_cast",
                                 "struct",
                                 "switch",
                                 "template",
                                 "this",
                                 "thread_local",
                                 "throw",
                                 "true",
                                 "try",
                                 "typedef",
                                 "typeid",
                                 "typename",
                                 "union",
                                 "unsigned",
                                 "using",
                                 "virtual",
                                 "void",
                                 "volatile",
                                 "wchar_t",
                                 "while",
                                 "xor",
                                 "xor_eq",
                                 "reinterpret_cast"};

constexpr std::array Operators = {
    "()",  "[]",  "->*", "->", "+=", "-=", "*=", "/=", "%=", "^=", "&=", "|=", "<<=",
    ">>=", "<=>", "<<",  ">>", "==", "!=", "<=", ">=", "&&", "||", "++", "--", "+",
    "-",   "*",   "/",   "%",  "^",  "&",  "|",  "~",  "!",  "=",  "<",  ">",  ","};

bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

std::string inQuotes(std::string_view text) { return "'" + std::string(text) + "'"; }

// The length of an operator's name at the start of `text`, which follows the word `operator`; npos
// when there is none. A conversion (`operator bool`) and a literal (`operator""_km`) run up to the
// parameters.
std::size_t operatorLength(std::string_view text) {
  const std::size_t blanks = std::min(text.find_first_not_of(' '), text.size());
  const std::string_view rest = text.substr(blanks);
  for (const std::string_view symbol : Operators)
    if (rest.starts_with(symbol))
      return blanks + symbol.size();
  const std::size_t end = std::min(rest.find('('), rest.size());
  if (rest.starts_with("\"\"")) {
    const std::string_view suffix = trim(rest.substr(2, end - 2));
    return checkIdentifier(suffix) ? blanks + end : std::string_view::npos;
  }
  // `operatorBool` is an identifier, `operator bool` is not.
  return blanks > 0 && !trim(rest.substr(0, end)).empty() ? blanks + end : std::string_view::npos;
}

// The components of `text` up to its parameters; sets `rest` to what follows.
Checked<std::vector<std::string>> components(std::string_view text, std::string_view &rest) {
  using Failure = Checked<std::vector<std::string>>::Problem;
  std::vector<std::string> parts;
  for (;;) {
    std::size_t length = 0;
    if (text.starts_with("operator") &&
        (text.size() == 8 || !(isLetter(text[8]) || isDigit(text[8])))) {
      const std::size_t symbol = operatorLength(text.substr(8));
      if (symbol == std::string_view::npos)
        return Failure{"'operator' is not followed by an operator"};
      length = 8 + symbol;
      parts.emplace_back(trim(text.substr(0, length)));
    } else if (text.starts_with('*')) {
      length = 1;
      parts.emplace_back("*");
    } else {
      const bool destructor = text.starts_with('~');
      length = destructor ? 1 : 0;
      while (length < text.size() && (isLetter(text[length]) || isDigit(text[length])))
        ++length;
      if (length < text.size() && text[length] == '<')
        return Failure{"a name stands for all its specialisations; leave out the '<...>'"};
      const auto identifier =
          checkIdentifier(text.substr(destructor ? 1 : 0, length - (destructor ? 1 : 0)));
      if (!identifier)
        return Failure{identifier.problem()};
      parts.emplace_back(text.substr(0, length));
    }
    rest = text.substr(length);
    if (!rest.starts_with("::"))
      return parts;
    text = rest.substr(2);
  }
}

// What is wrong with a path or pattern that must stay below the root, or nothing.
std::string pathProblem(std::string_view text) {
  if (text.empty())
    return "the path is empty";
  if (std::any_of(text.begin(), text.end(), isControl))
    return "the path has a control character in it";
  if (text.starts_with('/') || (text.size() >= 2 && text[1] == ':' && isLetter(text[0])))
    return "the path " + inQuotes(text) + " is absolute; it must be relative to the root";
  return {};
}

} // namespace

Checked<std::string> checkIdentifier(std::string_view text) {
  if (text.empty())
    return Problem{"a part of the name is empty"};
  if (isDigit(text.front()))
    return Problem{inQuotes(text) + " starts with a digit"};
  for (const char c : text)
    if (!isLetter(c) && !isDigit(c))
      return Problem{inQuotes(text) + " is not an identifier"};
  if (std::find(Keywords.begin(), Keywords.end(), text) != Keywords.end())
    return Problem{inQuotes(text) + " is a C++ keyword"};
  return std::string(text);
}

Checked<SymbolName> checkSymbolName(std::string_view text) {
  using Failure = Checked<SymbolName>::Problem;
  text = trim(text);
  if (text.starts_with("::"))
    text.remove_prefix(2);
  if (text.empty())
    return Failure{"the name is empty"};
  std::string_view rest;
  const auto parts = components(text, rest);
  if (!parts)
    return Failure{parts.problem()};

  SymbolName name;
  std::vector<std::string> scope = *parts;
  const auto star = std::find(scope.begin(), scope.end(), "*");
  if (star != scope.end()) {
    if (star + 1 != scope.end() || !rest.empty())
      return Failure{"'*' must be the last part of the name"};
    scope.pop_back();
    name.everything = true;
  }
  for (std::size_t i = 0; i + 1 < scope.size(); ++i)
    if (scope[i].starts_with('~') || !checkIdentifier(scope[i]))
      return Failure{inQuotes(scope[i]) + " can only be the last part of a name"};
  name.qualified = join(scope, "::");

  rest = trim(rest);
  if (rest.empty())
    return name;
  if (rest.front() != '(')
    return Failure{"unexpected " + inQuotes(rest) + " in the name"};
  int depth = 0;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == '(')
      ++depth;
    else if (rest[i] == ')' && --depth == 0) {
      if (i + 1 != rest.size())
        return Failure{"nothing may follow the parameters, found " +
                       inQuotes(trim(rest.substr(i + 1)))};
      name.parameters = std::string(trim(rest.substr(1, i - 1)));
      return name;
    }
  }
  return Failure{"the parameters have no closing parenthesis"};
}

Checked<std::string> checkNamespace(std::string_view text) {
  if (text.empty())
    return std::string();
  if (text.starts_with("::"))
    text.remove_prefix(2);
  const std::vector<std::string> parts = split(text, "::");
  for (const std::string &part : parts)
    if (const auto identifier = checkIdentifier(part); !identifier)
      return Problem{identifier.problem()};
  return std::string(text);
}

Checked<std::string> checkTarget(std::string_view text) {
  if (text.empty())
    return Problem{"the target's name is empty"};
  if (text.find('$') != std::string_view::npos)
    return Problem{"a target must be named as it is, without variables or generator expressions"};
  const auto bad = std::find_if(text.begin(), text.end(), [](char c) {
    return isControl(c) || std::string_view(" ;\"()#\\/<>").find(c) != std::string_view::npos;
  });
  if (bad != text.end())
    return Problem{inQuotes(text) + " is not the name of a CMake target"};
  return std::string(text);
}

Checked<std::string> checkFilePath(std::string_view text) {
  if (std::string problem = pathProblem(text); !problem.empty())
    return Problem{std::move(problem)};
  if (text.find('\\') != std::string_view::npos)
    return Problem{"the path " + inQuotes(text) + " has a backslash; write '/' between folders"};
  if (text.ends_with('/') || fileName(text) == "." || fileName(text) == "..")
    return Problem{"the path " + inQuotes(text) + " names a folder, not a file"};
  std::vector<std::string> kept;
  for (const std::string &part : split(text, "/")) {
    if (part.empty() || part == ".")
      continue;
    if (part.size() > NAME_MAX)
      return Problem{"the path has a name of " + std::to_string(part.size()) +
                     " bytes; file systems take " + std::to_string(NAME_MAX)};
    if (part != "..") {
      kept.push_back(part);
    } else if (kept.empty()) {
      return Problem{"the path " + inQuotes(text) + " leaves the root"};
    } else {
      kept.pop_back();
    }
  }
  std::string path = join(kept, "/");
  if (path.size() >= PATH_MAX)
    return Problem{"the path has " + std::to_string(path.size()) + " bytes; the system takes " +
                   std::to_string(PATH_MAX - 1)};
  return path;
}

Checked<std::string> checkGlob(std::string_view text) {
  if (std::string problem = pathProblem(text); !problem.empty())
    return Problem{std::move(problem)};
  const std::vector<std::string> parts = split(text, "/");
  if (std::find(parts.begin(), parts.end(), "..") != parts.end())
    return Problem{"the pattern " + inQuotes(text) + " has '..' in it"};
  return std::string(text.starts_with("./") ? text.substr(2) : text);
}

Checked<std::string> checkInclude(std::string_view text) {
  std::string_view inner = text;
  if (text.starts_with('"') || text.starts_with('<')) {
    if (text.size() < 2 || text.back() != (text.front() == '"' ? '"' : '>'))
      return Problem{inQuotes(text) + " has no closing " +
                     (text.front() == '"' ? "quote" : "bracket")};
    inner = text.substr(1, text.size() - 2);
  }
  if (inner.empty())
    return Problem{"the include is empty"};
  if (inner.find_first_of("\"<>") != std::string_view::npos ||
      std::any_of(inner.begin(), inner.end(), isControl))
    return Problem{inQuotes(text) + " can't stand in an #include"};
  return std::string(text);
}

Checked<std::string> checkDate(std::string_view text) {
  const auto number = [&](std::size_t at, std::size_t length) {
    int value = 0;
    for (const char c : text.substr(at, length))
      value = value * 10 + (c - '0');
    return value;
  };
  bool shaped = text.size() == 10;
  for (std::size_t i = 0; shaped && i < text.size(); ++i)
    shaped = i == 4 || i == 7 ? text[i] == '-' : isDigit(text[i]);
  if (!shaped)
    return Problem{inQuotes(text) + " is not a date like 2027-01-31"};
  const std::chrono::year_month_day date{std::chrono::year(number(0, 4)),
                                         std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                         std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  if (!date.ok())
    return Problem{inQuotes(text) + " is not in the calendar"};
  return std::string(text);
}

Checked<std::string> checkLabel(std::string_view text) {
  if (text.empty())
    return Problem{"the name is empty"};
  if (text.size() > 100)
    return Problem{"the name is longer than 100 characters"};
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x80 ||
        (!isLetter(c) && !isDigit(c) && c != '.' && c != '-'))
      return Problem{inQuotes(text) + " may hold only letters, digits, '.', '_' and '-'"};
  if (text.front() == '.' || text.front() == '-')
    return Problem{inQuotes(text) + " must start with a letter or a digit"};
  return std::string(text);
}

} // namespace levitate::recipe
