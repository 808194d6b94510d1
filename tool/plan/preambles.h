// Which units share a preamble (tool/facts/preamble.h), and the preambles, made once for both times
// that a unit is parsed.
#pragma once

#include "tool/facts/preamble.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace levitate::plan {

class Preambles {
public:
  using Parallel = std::function<void(std::size_t, const std::function<void(std::size_t)> &)>;

  /// At least `least` units must begin alike.
  Preambles(const facts::Project &project, std::size_t least) : project(project), least(least) {}

  struct Candidate {
    const workspace::Unit *unit;
    const facts::LeadingIncludes *leading;
  };
  /// Makes those that are worth it when these units are parsed.
  void make(const std::vector<Candidate> &units, const Parallel &parallel);

  /// Is there any for a unit with that command line?
  bool mayHave(const workspace::Unit &unit) const;
  /// The one with the most headers that suits a unit; null when none does.
  const facts::Preamble *suiting(const workspace::Unit &unit,
                                 const facts::LeadingIncludes &leading) const;

private:
  using Headers = std::vector<facts::LeadingIncludes::Header>;
  struct Choice {
    const Candidate *first;
    Headers headers;
    std::size_t units; ///< how many share it
  };
  void choose(const std::vector<const Candidate *> &units, std::size_t depth,
              std::vector<Choice> &chosen) const;

  const facts::Project &project;
  std::size_t least;
  std::size_t bytes = 0; ///< that they take
  std::map<std::string, std::vector<std::shared_ptr<const facts::Preamble>>> byKey;
};

} // namespace levitate::plan
