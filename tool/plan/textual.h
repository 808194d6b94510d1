// Names in text that no configuration compiles: branches of conditionals, sources and headers that
// no unit reads. They are looked up as the compiler would, as far as namespaces alone decide it.
#pragma once

#include "tool/plan/context.h"
#include "tool/plan/spelling.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace levitate::plan {

/// Finds names of `entities` in text that nothing compiles.
class TextualReferences {
public:
  TextualReferences(Context &context, const Program &program);

  /// The references to one of `entities` in the inactive parts of a file, as certain as a lookup by
  /// namespaces can make them: a name that is a member's (behind `.` or `->`) or that nothing
  /// declares is none of them.
  std::vector<facts::Reference> inactive(const std::string &file,
                                         const std::set<std::uint32_t> &entities) const;

  /// The first components of other names in the inactive parts of a range, with the namespace in
  /// which each is found: what moving text must still find.
  struct Name {
    Range range;
    std::string text;
    std::string scope; ///< the namespace that has it
    std::string context;
  };
  std::vector<Name> names(const std::string &file, Range within) const;

private:
  struct Chain {
    std::vector<Range> parts; ///< identifiers with `::` between them
    bool global = false;
    std::uint32_t begin = 0;
  };
  std::vector<Chain> chains(const std::string &file, const std::vector<Range> &within) const;
  std::string contextAt(const std::string &file, std::uint32_t offset) const;
  std::uint32_t contextIndex(const std::string &name) const;

  Context &context;
  const Program &program;
  Names before; ///< the names as they are
};

} // namespace levitate::plan
