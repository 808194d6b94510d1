// The text of a C++ file as the planner sees it: tokens, comments, directives, guard, style. Purely
// lexical; knows nothing of what names mean.
#pragma once

#include "tool/facts/facts.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace levitate::plan {

using facts::Range;

enum class TokenKind { Identifier, Number, String, Character, Punctuation, Comment, Directive };

/// One token. A directive is one token from its `#` to the end of its last line, without the
/// newline; a raw or ordinary string literal is one, with its prefix.
struct Token {
  TokenKind kind;
  Range range;
};

/// The tokens of a text in order. Total: every byte that is not white space belongs to a token, for
/// any input at all. Phase-2 line splices are understood in directives, line comments and strings.
std::vector<Token> tokenize(std::string_view text);

/// A conditional section `#if ... #elif ... #else ... #endif`.
struct Conditional {
  std::vector<Range> directives; ///< `#if`, any `#elif`/`#else`, `#endif`, each a whole line
  Range whole;                   ///< from the `#if`'s line to the end of the `#endif`'s line
  std::string condition;         ///< the `#if` line as it stands
};

/// A stretch of text for which a `#pragma` holds: from `#pragma pack(push, 1)` to
/// `#pragma pack(pop)`, from `#pragma GCC diagnostic push` (with the pragmas right below it) to
/// `#pragma GCC diagnostic pop`.
struct PragmaRegion {
  Range open, close; ///< whole lines
  Range whole() const { return {open.begin, close.end}; }
  Range body() const { return {open.end, close.begin}; }
};

/// A file's text with what one needs to know to edit it well.
class Source {
public:
  explicit Source(std::string text);

  const std::string &text() const { return contents; }
  std::string_view view(Range range) const {
    return std::string_view(contents).substr(range.begin, range.end - range.begin);
  }
  const std::vector<Token> &tokens() const { return allTokens; }
  /// "\n" or "\r\n", as the first line ends.
  const std::string &newline() const { return lineEnd; }
  /// The length of the byte order mark that the text begins with, or 0.
  std::uint32_t byteOrderMark() const { return contents.starts_with("\xEF\xBB\xBF") ? 3 : 0; }
  unsigned lineOf(std::uint32_t offset) const;
  unsigned columnOf(std::uint32_t offset) const;
  std::uint32_t lineStart(std::uint32_t offset) const;
  /// Behind the newline that ends the line of `offset`.
  std::uint32_t nextLine(std::uint32_t offset) const;

  /// The whole lines of the directive around `offset`, with the comments that begin or end on them:
  /// text can be put before and behind.
  Range directiveLines(std::uint32_t offset) const;
  /// What of these lines goes with the directive: all, but for a comment that begins further up.
  Range directiveRemoval(std::uint32_t offset) const;

  /// The range of a declaration with its comment above (no blank line between), its indentation,
  /// its trailing comment, and its newline. Comments that hold a licence stay out.
  Range withComments(Range declaration) const;
  /// The same range with one blank line, when the removal would leave two in a row.
  Range forRemoval(Range whole) const;

  /// The name of the include guard's macro; empty for `#pragma once` or none.
  const std::string &guard() const { return guardMacro; }
  bool pragmaOnce() const { return once; }
  /// Where the guarded text ends: the `#endif` of the guard, or the end of the file.
  std::uint32_t guardEnd() const { return endOfGuarded; }

  /// The conditionals, outermost first, the include guard left out.
  const std::vector<Conditional> &conditionals() const { return sections; }

  /// The regions of pragmas, outermost first.
  const std::vector<PragmaRegion> &pragmaRegions() const { return regions; }

  /// The use of a macro that begins at `offset`: its name, with its arguments if it has any.
  Range invocationAt(std::uint32_t offset) const;

  /// The comment at the top of the file (with the newline after it), when there is one.
  Range headComment() const { return head; }
  /// What of that is a licence: all of it down to the last paragraph that speaks of one, without
  /// the description of the file that may follow. Empty when nothing is.
  Range licence() const;

  /// True when nothing but comments, directives and empty namespace or linkage blocks is left.
  bool withoutDeclarations() const;

private:
  std::vector<Token>::const_iterator directiveAt(std::uint32_t offset) const;
  void findStructure();
  void findPragmaRegions();

  std::string contents;
  std::vector<Token> allTokens;
  std::vector<std::uint32_t> lines; // the start of each line
  std::string lineEnd;
  std::string guardMacro;
  bool once = false;
  std::uint32_t endOfGuarded = 0;
  std::vector<Conditional> sections;
  std::vector<PragmaRegion> regions;
  Range head;
};

/// The first word of a directive token (`include`, `if`), as the preprocessor reads it, and what
/// follows it.
struct DirectiveText {
  std::string keyword;
  std::string_view rest;
};
DirectiveText directiveText(std::string_view directive);

/// The macro that a token defines or undefines; empty when it is no such directive.
std::string definedName(const Source &source, const Token &token);

/// A conditional that does nothing but define macros: in all its branches stand no declarations, no
/// pragmas, and no includes but of system headers.
bool onlyDefinesMacros(const Source &source, const Conditional &section);

/// The file names, with their quotes or brackets, for which the directives of a text ask
/// `__has_include`.
std::vector<Range> includeQuestions(const Source &text);

} // namespace levitate::plan
