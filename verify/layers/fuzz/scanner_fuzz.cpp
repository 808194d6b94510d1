// Differential fuzzing: on any bytes, our scanner finds the directives that Clang's own lexer
// finds. Built only with -DLEVITATE_FUZZ=ON; run for a minute in CI on the kept corpus.
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
#include <string>
#include <vector>

using namespace levitate::layers;

namespace {

struct Seen {
  std::size_t offset; ///< of the directive's #
  std::string name;   ///< the directive's name
};

clang::LangOptions options(bool trigraphs) {
  clang::LangOptions language;
  language.CPlusPlus = language.CPlusPlus11 = language.CPlusPlus14 = language.CPlusPlus17 = true;
  language.LineComment = language.RawStringLiterals = language.Digraphs = language.Bool = true;
  language.DollarIdents = true;
  language.Trigraphs = trigraphs;
  return language;
}

/// What Clang's raw lexer sees.
std::vector<Seen> byClang(const std::string &text, bool trigraphs) {
  const clang::LangOptions language = options(trigraphs);
  clang::Lexer lexer(clang::SourceLocation(), language, text.data(), text.data(),
                     text.data() + text.size());
  std::vector<Seen> result;
  clang::Token token;
  bool end = lexer.LexFromRawLexer(token);
  while (!end || token.isNot(clang::tok::eof)) {
    if (token.is(clang::tok::eof))
      break;
    if (token.is(clang::tok::hash) && token.isAtStartOfLine()) {
      const std::size_t offset = static_cast<std::size_t>(token.getLocation().getRawEncoding());
      end = lexer.LexFromRawLexer(token);
      Seen seen{offset, {}};
      if (token.is(clang::tok::raw_identifier) && !token.isAtStartOfLine()) {
        seen.name = token.getRawIdentifier().str();
        if (token.needsCleaning())
          seen.name = "?"; // spelled with splices: not compared
      }
      result.push_back(seen);
      continue;
    }
    end = lexer.LexFromRawLexer(token);
  }
  return result;
}

bool known(const std::string &name) {
  for (const char *one : {"if", "ifdef", "ifndef", "elif", "elifdef", "elifndef", "else", "endif",
                          "define", "undef", "pragma"})
    if (name == one)
      return true;
  return false;
}

const char *nameOf(DirectiveKind kind) {
  static const char *const names[] = {"include", "include_next", "import",  "if",       "ifdef",
                                      "ifndef",  "elif",         "elifdef", "elifndef", "else",
                                      "endif",   "define",       "undef",   "pragma",   ""};
  return names[static_cast<int>(kind)];
}

void compare(const std::string &text, bool trigraphs) {
  LanguageMode mode;
  mode.trigraphs = trigraphs;
  mode.keepAll = true;
  std::vector<std::string> ours, theirs;
  for (const Directive &directive : scan(text, mode).directives)
    if (known(nameOf(directive.kind)))
      ours.emplace_back(nameOf(directive.kind));
  bool comparable = true;
  for (const Seen &seen : byClang(text, trigraphs)) {
    // A raw lexer takes <...> and "..." of an include apart as ordinary tokens, which a header name
    // is not: texts with a quote or a comment there are left out by the caller.
    comparable &= seen.name != "?";
    if (known(seen.name))
      theirs.push_back(seen.name);
  }
  if (!comparable || ours == theirs)
    return;
  std::fprintf(stderr, "trigraphs %d\nours:", trigraphs);
  for (const std::string &name : ours)
    std::fprintf(stderr, " %s", name.c_str());
  std::fprintf(stderr, "\nClang's:");
  for (const std::string &name : theirs)
    std::fprintf(stderr, " %s", name.c_str());
  std::fprintf(stderr, "\n----\n%s\n----\n", text.c_str());
  std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  const std::string text(reinterpret_cast<const char *>(data), size);
  // Raw lexing does not know header names or __has_include; universal character names join
  // identifiers in ways that no directive depends on. NUL ends Clang's raw lexer's buffer early.
  for (const char *left_out : {"include", "import", "__has_", "\\u", "\\U", "\\N"})
    if (text.find(left_out) != std::string::npos)
      return 0;
  for (const char c : text)
    if (c == 0 || static_cast<unsigned char>(c) >= 128)
      return 0;
  compare(text, false);
  compare(text, true);
  return 0;
}
