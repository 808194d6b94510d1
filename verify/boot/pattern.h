// A text that is looked for in what a kernel prints: a literal or a regular expression.
//
// Lines of two processors or of a kernel and its firmware can interleave, so that a text is cut in
// two by a line of somebody else. A literal finds itself again across such a cut (findRejoined).
#pragma once

#include "base/result.h"

#include <memory>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace levitate::boot {

/// Where a pattern was found in a line, and its capture groups (regular expressions only).
struct Match {
  std::size_t begin = 0, end = 0; ///< bytes in the text that was searched
  std::vector<std::string> captures;
  std::vector<std::size_t> captureBegins; ///< in step with `captures`
};

class Pattern {
public:
  /// A text that is found when it occurs anywhere in a line.
  static Pattern literal(std::string text);
  /// An ECMAScript regular expression (no back references), found when it matches anywhere in a
  /// line. Matching takes time linear in the line. A usage error when it is malformed.
  static Result<Pattern> regex(std::string text);

  /// The first place in `line`, or nothing.
  std::optional<Match> find(std::string_view line) const;

  /// True for a literal that was cut by other output: it begins in `first`, goes on at the start of
  /// `second`, and both parts have at least three bytes. What stands in `first` behind the cut is
  /// somebody else's text.
  bool findRejoined(std::string_view first, std::string_view second) const;

  const std::string &text() const { return source; }
  bool isLiteral() const { return expression == nullptr; }
  unsigned groups() const {
    return expression ? static_cast<unsigned>(expression->mark_count()) : 0;
  }

private:
  std::string source;
  std::string required; // a text that every match of the expression contains; may be empty
  std::shared_ptr<const std::regex> expression; // null for a literal; shared, it is dear to copy
};

} // namespace levitate::boot
