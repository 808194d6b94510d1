// What many units begin with is parsed once: a precompiled header of the system headers that they
// include in front of all code (leading.h).
//
// A unit parsed with one means what it means without: at its first token of code it has seen the
// same declarations and macros, in the same order, and no directive on the way there asked for or
// set anything that the headers know of. The text of the unit is parsed as it is; its includes of
// these headers find them included already.
#pragma once

#include "tool/facts/leading.h"
#include "tool/facts/parse.h"

#include <map>
#include <memory>
#include <unordered_map>
#include <unordered_set>

namespace levitate::facts {

class Preamble {
public:
  /// What units must have in common to share one: everything on their command lines but their own
  /// names. Nothing for a unit that can't have one, because its command line includes files.
  static std::optional<std::string> keyOf(const workspace::Unit &unit);

  /// Parses `headers` in order with the command line of `unit`. Null when they do not compile, read
  /// files of the project, are found elsewhere, or may not be included twice.
  static std::shared_ptr<const Preamble> build(const workspace::Unit &unit, const Project &project,
                                               const std::vector<LeadingIncludes::Header> &headers);

  /// Can a unit that begins so be parsed with it? The unit must have the key of that it was built
  /// with.
  bool suits(const LeadingIncludes &leading) const;

  std::size_t size() const { return headers.size(); } ///< how many headers the units need not parse
  std::size_t bytes() const { return precompiled.size(); } ///< of memory that it takes, about
  /// All files in it: by the name under which they were found the absolute path, links resolved.
  /// Clang knows only the former where it does not open the file again.
  const std::map<std::string, std::string> &files() const { return paths; }
  /// The header that includes the others, which stands in memory only.
  const std::string &path() const { return headerPath; }

  /// What makes a parse begin with it. Refers to the preamble.
  ParseExtras extras() const;

private:
  class Action;

  std::vector<LeadingIncludes::Header> headers;
  std::string headerPath, text, precompiled;
  std::map<std::string, std::string> paths;
  std::unordered_set<std::string> words; ///< in its files
  /// The macros that its files set, each with the number of the last header that does.
  std::unordered_map<std::string, std::size_t> macros;
};

} // namespace levitate::facts
