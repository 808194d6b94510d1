// Macros and #if expressions: as much of a preprocessor as is needed to know which branch is
// compiled and which file a computed include names. Text between directives is never looked at.
#pragma once

#include "verify/layers/scanner.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace levitate::layers {

/// What evaluation asks of its surroundings.
struct Surroundings {
  /// `__has_include` and `__has_include_next`: is there such a file?
  std::function<bool(HeaderForm form, const std::string &name, bool next)> hasInclude;
  /// What only the compiler knows: the value of `__has_feature(x)` and the like, or of
  /// `defined(__has_feature)`. The text is what would stand behind #if.
  std::function<long long(const std::string &expression)> askCompiler;
};

class Macros {
public:
  Macros(const LanguageMode &mode, bool plusplus) : mode(mode), plusplus(plusplus) {}

  /// The text behind #define: `NAME body` or `NAME(parameters) body`.
  void define(std::string_view text);
  void undefine(std::string_view name);
  bool isDefined(std::string_view name, const Surroundings &around) const;

  /// The value of the text behind #if. What is malformed counts as 0, as it does in a branch that
  /// the compiler skips.
  bool evaluate(std::string_view text, const Surroundings &around) const;

  /// The header that the text behind a computed #include names, or nothing.
  struct Header {
    HeaderForm form = HeaderForm::None;
    std::string name;
  };
  std::optional<Header> header(std::string_view text, const Surroundings &around) const;

  /// #pragma push_macro and pop_macro.
  void push(const std::string &name);
  void pop(const std::string &name);

  /// All names, for tests.
  std::size_t size() const { return table.size(); }

private:
  friend class Expander;
  struct Token {
    enum class Kind : std::uint8_t { Identifier, Number, Character, String, Punctuator } kind;
    std::string text;
    bool space = false;                               ///< blanks stand before it
    bool placeholder = false;                         ///< an empty argument next to ##
    std::shared_ptr<std::vector<std::string>> hidden; ///< macros that made it: never again
  };
  struct Macro {
    std::string definition; ///< as written; taken apart when first used
    bool parsed = false, function = false, variadic = false;
    std::vector<std::string> parameters;
    std::vector<Token> body;
  };

  std::vector<Token> tokens(std::string_view text, bool headerNames) const;
  const Macro *find(const std::string &name) const;

  const LanguageMode mode;
  const bool plusplus;
  mutable std::unordered_map<std::string, Macro> table;
  std::unordered_map<std::string, std::vector<std::optional<Macro>>> pushed;
};

} // namespace levitate::layers
