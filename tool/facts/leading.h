// The system headers that a unit includes before its first line of code: what it may share with
// other units (preamble.h).
//
// The answer is exact or short, never wrong: the walk ends at the first thing of which it is not
// certain that it changes nothing for the headers behind it.
#pragma once

#include "tool/facts/facts.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace levitate::facts {

struct LeadingIncludes {
  struct Header {
    std::string name;     ///< as it is included, without brackets or quotes
    std::string resolved; ///< the file
    friend bool operator==(const Header &, const Header &) = default;
  };
  std::vector<Header> headers; ///< each once, in the order in which they are reached
  std::set<std::string> sets;  ///< the macros that directives in front of the code set
  /// Identifiers of which conditions in front of the code may ask, and how many of the headers are
  /// included before the first of these.
  std::map<std::string, std::size_t> mentions;
};

/// What `unit`, known to Depth::Directives at least, includes from the system before any token of
/// the project's code. Project headers are followed. `read` gives the text of a
/// file of the project, by its relative path.
LeadingIncludes
leadingIncludes(const Facts &unit,
                const std::function<std::optional<std::string>(const std::string &)> &read);

} // namespace levitate::facts
