// The small languages inside the strings of a rule file: names of symbols, namespaces, targets and
// files. Every function checks and normalises one string and says in words what is wrong with it;
// the decoder (recipe.cpp) adds the place. What exists in a tree is not known here.
#pragma once

#include "tool/recipe/recipe.h"

#include <string>
#include <string_view>
#include <variant>

namespace levitate::recipe {

/// A value, or what is wrong with the text it should come from (a phrase without a full stop).
template <class T> class Checked {
public:
  struct Problem {
    std::string message;
  };

  Checked(T value) : state(std::in_place_index<0>, std::move(value)) {}
  Checked(Problem problem) : state(std::in_place_index<1>, std::move(problem)) {}

  explicit operator bool() const { return state.index() == 0; }
  const T &operator*() const { return std::get<0>(state); }
  const T *operator->() const { return &std::get<0>(state); }
  const std::string &problem() const { return std::get<1>(state).message; }

private:
  std::variant<T, Problem> state;
};

/// One component of a name: an identifier that is no C++ keyword. Bytes above 0x7F count as
/// letters, as C++ allows UTF-8 identifiers.
Checked<std::string> checkIdentifier(std::string_view text);

/// `a::b::C`, `a::f(int, const T &)`, `a::operator==`, `a::C::~C`, `a::*`, `*`. A leading `::` is
/// dropped. Template arguments are an error: a name stands for all its specialisations.
Checked<SymbolName> checkSymbolName(std::string_view text);

/// `a::b`, or "" for the global namespace. A leading `::` is dropped.
Checked<std::string> checkNamespace(std::string_view text);

/// A CMake target as one writes it: no blank, no variable, no generator expression. `ns::alias` is
/// one.
Checked<std::string> checkTarget(std::string_view text);

/// A path of a file below the root, normalised: relative, with forward slashes, not leaving the
/// root, not a folder.
Checked<std::string> checkFilePath(std::string_view text);

/// A path pattern of base/glob.h below the root.
Checked<std::string> checkGlob(std::string_view text);

/// What stands in an `#include`: `a/b.h`, `"a/b.h"` or `<a/b.h>`, kept as it is.
Checked<std::string> checkInclude(std::string_view text);

/// A date of the calendar, as `2027-01-31`.
Checked<std::string> checkDate(std::string_view text);

/// A name that is fit for a folder: letters, digits, `.`, `_`, `-`, a letter or digit first, at
/// most 100 characters.
Checked<std::string> checkLabel(std::string_view text);

} // namespace levitate::recipe
