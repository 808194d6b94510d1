// How a name is written in a given place: the shortest qualifier that finds it and nothing else.
#pragma once

#include "tool/plan/program.h"

#include <optional>
#include <string>
#include <vector>

namespace levitate::plan {

/// How the author wrote the name that is replaced; the new spelling follows it.
enum class Style {
  Shortest, ///< relative to the place where it stands
  Full,     ///< from the outermost namespace
  Global,   ///< the same with a leading `::`
};

/// Knows which names each namespace has, with the changes that a plan makes to that.
class Names {
public:
  explicit Names(const Program &program) : program(program) {}

  void add(const std::string &nameSpace, const std::string &name);
  void remove(const std::string &nameSpace, const std::string &name);
  bool has(const std::string &nameSpace, const std::string &name) const;

  /// The qualifier, with its `::`, that names members of namespace `target` for code whose names
  /// are looked up in namespace `context`; `name` is the member that follows. Empty when none is
  /// needed.
  std::string qualifier(const std::string &target, const std::string &name,
                        const std::string &context, Style style) const;

  /// True when looking up `name` from `context` outwards ends in namespace `found` first.
  bool finds(const std::string &context, const std::string &name, const std::string &found) const;

private:
  const Program &program;
  std::map<std::string, std::set<std::string>> added, removed;
};

} // namespace levitate::plan
