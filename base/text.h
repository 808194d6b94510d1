// Small functions on text that several components need.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace levitate {

/// The parts of `text` between the separators; always at least one part, possibly empty.
std::vector<std::string> split(std::string_view text, std::string_view separator);

/// The parts with `separator` between them.
std::string join(const std::vector<std::string> &parts, std::string_view separator);

/// A letter, a digit, `_`, or a byte of a character outside of ASCII: what a word is made of.
bool isWord(char c);

/// The same or `$`: what identifiers and keywords of C++ are made of.
inline bool isIdentifierPart(char c) { return isWord(c) || c == '$'; }

/// The length of the line splice at `from` in a text of code, or 0. As for GCC and Clang, blanks
/// may follow its backslash; trigraphs are not looked for.
std::size_t spliceAt(std::string_view text, std::size_t from);

/// Calls visit(word, offset behind it) for each run of such characters in a text of code, in
/// comments and strings as well.
template <class Visit> void eachWord(std::string_view text, Visit visit) {
  for (std::size_t at = 0; at < text.size();) {
    if (!isIdentifierPart(text[at])) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size() && isIdentifierPart(text[at]))
      ++at;
    visit(text.substr(begin, at - begin), at);
  }
}

/// Where `word` next stands in `text` as a whole, from the offset `from` on; npos when nowhere. An
/// empty word stands nowhere.
std::size_t findWord(std::string_view text, std::string_view word, std::size_t from = 0);

/// `text` without the blanks, tabs and line ends around it.
std::string_view trim(std::string_view text);

/// The candidate closest to `name` by edit distance, when it is close enough to be a likely
/// misspelling (a third of its length, at least two changes); empty otherwise.
std::string closest(std::string_view name, const std::vector<std::string> &candidates);

/// `; did you mean 'x'?` for the closest candidate, or empty.
std::string didYouMean(std::string_view name, const std::vector<std::string> &candidates);

/// `text` with `&<>"'` escaped, for HTML and XML. Characters that XML 1.0 forbids become U+FFFD.
std::string escapeXml(std::string_view text);

/// `text` with every byte sequence that is not UTF-8 replaced by U+FFFD, so that JSON can hold it.
std::string toUtf8(std::string_view text);

/// The same with control characters spelt out (`\x1b`, line ends as well), for a terminal and for
/// formats that go by lines: what somebody else wrote can't move the cursor or begin a line.
std::string printable(std::string_view text);

} // namespace levitate
