// Differential fuzzing: our scanner finds the directives that Clang's own lexer finds, and of
// includes the same names. Part of the tests (CMakeLists.txt), with a kept corpus.
//
// It holds for C++17, with and without trigraphs, and any ASCII text but NUL, errors and all, other
// than texts with __has_ or universal character names, directives whose name or header is spelled
// with splices (Clang's raw lexer does not take those out; the hostile files have them), and
// headers with a literal's suffix.
//
// Clang is driven in raw mode, line by line as its preprocessor does when it skips an excluded
// block: a directive is a `#` that begins a line; of an include the name is lexed as a header name.
#include "verify/layers/scanner.h"

#include <clang/Basic/LangOptions.h>
#include <clang/Lex/Lexer.h>
#include <clang/Lex/Token.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/MemoryBuffer.h>

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

using namespace levitate::layers;

namespace {

/// `name`, and for an include also what it includes: `include "x"`.
using Seen = std::string;

clang::LangOptions options(bool trigraphs) {
  clang::LangOptions language;
  language.CPlusPlus = language.CPlusPlus11 = language.CPlusPlus14 = language.CPlusPlus17 = true;
  language.LineComment = language.RawStringLiterals = language.Digraphs = language.Bool = true;
  language.DollarIdents = true;
  language.Trigraphs = trigraphs;
  return language;
}

bool isInclude(const std::string &name) {
  return name == "include" || name == "include_next" || name == "import";
}

bool isKnown(const std::string &name) {
  for (const char *one : {"if", "ifdef", "ifndef", "elif", "elifdef", "elifndef", "else", "endif",
                          "define", "undef", "pragma"})
    if (name == one)
      return true;
  return isInclude(name);
}

/// What Clang's raw lexer sees; nothing when a name is spelled with splices, which it does not take
/// out in this mode.
std::optional<std::vector<Seen>> byClang(const std::string &text, bool trigraphs) {
  const clang::LangOptions language = options(trigraphs);
  clang::Lexer lexer(clang::SourceLocation(), language, text.data(), text.data(),
                     text.data() + text.size());
  std::vector<Seen> result;
  clang::Token token;
  lexer.LexFromRawLexer(token);
  while (token.isNot(clang::tok::eof)) {
    if (token.isNot(clang::tok::hash) || !token.isAtStartOfLine()) {
      lexer.LexFromRawLexer(token);
      continue;
    }
    lexer.LexFromRawLexer(token);
    if (token.isNot(clang::tok::raw_identifier) || token.isAtStartOfLine())
      continue;
    if (token.needsCleaning())
      return std::nullopt;
    Seen seen = token.getRawIdentifier().str();
    if (!isInclude(seen)) {
      if (isKnown(seen))
        result.push_back(std::move(seen));
      continue;
    }
    lexer.LexIncludeFilename(token);
    // A string with a prefix is no header's name, and an error of the text.
    const bool named = !token.isAtStartOfLine() &&
                       (token.is(clang::tok::header_name) ||
                        (token.is(clang::tok::string_literal) && token.getLiteralData()[0] == '"'));
    // A suffix behind the name, as user-defined literals have it, is an error of the text.
    if (named && (token.needsCleaning() ||
                  std::string_view("\">").find(token.getLiteralData()[token.getLength() - 1]) ==
                      std::string_view::npos))
      return std::nullopt;
    if (named)
      seen += " " + std::string(token.getLiteralData(), token.getLength());
    result.push_back(std::move(seen));
  }
  return result;
}

std::vector<Seen> byUs(const std::string &text, bool trigraphs) {
  static const char *const names[] = {"include", "include_next", "import",  "if",       "ifdef",
                                      "ifndef",  "elif",         "elifdef", "elifndef", "else",
                                      "endif",   "define",       "undef",   "pragma",   ""};
  LanguageMode mode;
  mode.trigraphs = trigraphs;
  mode.keepAll = true;
  std::vector<Seen> result;
  const Scan found = scan(text, mode);
  for (const Directive &directive : found.directives) {
    Seen seen = names[static_cast<int>(directive.kind)];
    if (directive.form == HeaderForm::Quoted)
      seen += " \"" + std::string(directive.text) + "\"";
    else if (directive.form == HeaderForm::Angled)
      seen += " <" + std::string(directive.text) + ">";
    result.push_back(std::move(seen));
  }
  return result;
}

void compare(const std::string &text, bool trigraphs) {
  const auto theirs = byClang(text, trigraphs);
  if (!theirs)
    return;
  const std::vector<Seen> ours = byUs(text, trigraphs);
  if (ours == *theirs)
    return;
  std::fprintf(stderr, "trigraphs %d\nours:", trigraphs);
  for (const Seen &name : ours)
    std::fprintf(stderr, " %s,", name.c_str());
  std::fprintf(stderr, "\nClang's:");
  for (const Seen &name : *theirs)
    std::fprintf(stderr, " %s,", name.c_str());
  std::fprintf(stderr, "\n----\n%s\n----\n", text.c_str());
  std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  const std::string text(reinterpret_cast<const char *>(data), size);
  // Raw lexing does not know __has_include; universal character names join identifiers in ways that
  // no directive depends on. NUL ends Clang's raw lexer's buffer early.
  for (const char *left_out : {"__has_", "\\u", "\\U", "\\N"})
    if (text.find(left_out) != std::string::npos)
      return 0;
  for (const char c : text)
    if (c == 0 || static_cast<unsigned char>(c) >= 128)
      return 0;
  compare(text, false);
  compare(text, true);
  return 0;
}
