// The preprocessor directives of one file, exactly as Clang's lexer would find them, at the speed
// of a search: the text between two directives is skipped by a vector search for the few byte pairs
// that can begin a directive, a block comment or a raw string. Only lines with such a pair are
// lexed.
//
// Not here: what a directive means (macro.h, walker.h) and which file an include names
// (resolver.h).
#pragma once

#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <vector>

namespace levitate::layers {

/// What of the language changes where a directive can stand.
struct LanguageMode {
  bool rawStrings = true;      ///< C++11 and later, GNU C99 and later
  bool trigraphs = false;      ///< -trigraphs, or a strict -std= before C++17 and C23
  bool lineComments = true;    ///< all but strict C90
  bool digitSeparators = true; ///< C++14 and later, C23 and later
  bool assembler = false;      ///< assembler with preprocessor
  /// Keep #define, #undef and the texts of conditions: what evaluation needs, and a search does
  /// not.
  bool keepAll = false;

  /// A small number, different for different modes.
  unsigned key() const {
    return unsigned(rawStrings) | unsigned(trigraphs) << 1 | unsigned(lineComments) << 2 |
           unsigned(digitSeparators) << 3 | unsigned(assembler) << 4 | unsigned(keepAll) << 5;
  }
  friend bool operator==(const LanguageMode &, const LanguageMode &) = default;
};

enum class DirectiveKind : std::uint8_t {
  Include,
  IncludeNext,
  Import,
  If,
  Ifdef,
  Ifndef,
  Elif,
  Elifdef,
  Elifndef,
  Else,
  Endif,
  Define,
  Undef,
  Pragma,
  Other
};

/// How an include names its file.
enum class HeaderForm : std::uint8_t {
  None,     ///< no include, or an include without a name
  Quoted,   ///< "name"
  Angled,   ///< <name>
  Computed, ///< anything else: a macro gives the name
};

struct Directive {
  DirectiveKind kind = DirectiveKind::Other;
  HeaderForm form = HeaderForm::None;
  std::uint32_t line = 0;      ///< of the #, from 1
  std::uint32_t column = 0;    ///< of the #, in bytes from 1
  std::uint32_t condition = 0; ///< an include's presence condition: 0 always, else an index into
                               ///< Scan::conditions plus 1
  std::uint32_t hash = 0;      ///< for the owner of the scan: of `text`, never 0
  /// The header's name without its delimiters; for other directives the rest of the line with
  /// comments and splices taken out. Empty for those that a scan without keepAll passes over.
  /// Refers to the scanned text, or to Scan::made where it is not what stands there.
  std::string_view text;
};

struct Scan {
  /// In the order of the file. Without keepAll only includes.
  std::vector<Directive> directives;
  /// The conjunctions under which includes stand, as one would write them after #if. A file's own
  /// include guard does not count.
  std::vector<std::string> conditions;
  std::list<std::string> made; ///< texts that directives refer to
  /// The bits of LanguageMode::key() that would have made no difference to the result.
  unsigned insensitive = 0;
  bool includesNext = false; ///< holds an #include_next

  /// Under what an include stands; empty: always.
  std::string_view conditionOf(const Directive &directive) const {
    return directive.condition == 0 ? std::string_view() : conditions[directive.condition - 1];
  }
};

/// Scans one file. The text need not end with a newline and may hold any bytes; it must outlive
/// what is done with the directives' texts.
Scan scan(std::string_view text, const LanguageMode &mode);
/// The same into an object that is used again and again; what it held is gone.
void scan(std::string_view text, const LanguageMode &mode, Scan &into);

/// The text of a directive without comments and splices, trigraphs replaced; what is inside strings
/// and header names stays.
std::string cleaned(std::string_view text, const LanguageMode &mode, bool headerNames);

} // namespace levitate::layers
