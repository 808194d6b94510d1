// Path patterns of a policy: base/glob.h's patterns plus capture placeholders.
//
// `[NAME]`, a bracket that holds an upper-case name, stands for one or more characters but `/` and
// remembers them: in a rule's `from` it binds, in the same rule's `to` it must be the same text,
// and `[!NAME]` another one. So `drivers/[M]/**` must not use `drivers/[!M]/**` says that no driver
// uses another driver.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace levitate::layers {

/// What the placeholders of a match stand for.
using Captures = std::vector<std::pair<std::string, std::string>>;

class Pattern {
public:
  explicit Pattern(std::string text);

  const std::string &text() const { return spelled; }
  bool hasPlaceholders() const { return placeholders; }
  /// Of `[NAME]` and `[!NAME]`.
  std::vector<std::string> placeholderNames() const;

  /// True when the whole path matches. Placeholders that are bound must match what they are bound
  /// to; unbound ones are bound when it matches.
  bool matches(std::string_view path, Captures &captures) const;
  bool matches(std::string_view path) const;

  /// The same pattern below a folder (`a/b`): for policies in subfolders.
  Pattern below(const std::string &folder) const;

private:
  std::string spelled;
  std::vector<std::string> alternatives; ///< without braces
  /// What a match of each alternative must begin and end with: most paths fail here.
  std::vector<std::string> prefixes, suffixes;
  bool placeholders = false;
};

/// What is wrong with a pattern as a user writes it, e.g. a bracket that is not closed; empty:
/// nothing.
std::string mistakeIn(std::string_view text);

/// The index of the first pattern that matches, or -1.
int firstMatch(const std::vector<Pattern> &patterns, std::string_view path);

} // namespace levitate::layers
