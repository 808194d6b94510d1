// What a person would move together. Two headers can't include each other: when a declaration needs
// others of its header and those that stay need it, they have to go along; so have the functions
// that share a helper of their source with it. Decided by what Clang says who names whom, without
// asking the engine that is tried.
#pragma once

#include "tool/plan/program.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace levitate::corpus {

class Together {
public:
  /// `program` has to outlive it.
  explicit Together(const plan::Program &program);

  /// The declarations of `header` that have to move with one of them, itself among them. Nothing
  /// when others have to and that makes all that the header declares, or when code that is declared
  /// elsewhere shares a helper with it.
  std::optional<std::set<std::uint32_t>> with(const std::string &header,
                                              std::uint32_t entity) const;

  /// Something in the header that is not in `moved` needs one of them, more than by its name.
  bool isNeededBy(const std::string &header, const std::set<std::uint32_t> &moved) const;

private:
  /// One declaration of a file needs another one of that file. `from` is NoEntity for what is no
  /// declaration: the text of a macro, a static_assert.
  struct Need {
    std::uint32_t from = 0, to = 0;
    friend auto operator<=>(const Need &, const Need &) = default;
  };

  void read(const std::string &file, const plan::FileFacts &facts);
  bool followNeeds(const std::string &header, std::set<std::uint32_t> &moved) const;
  bool followHelpers(std::set<std::uint32_t> &moved, std::set<std::uint32_t> &helpers) const;

  /// Only its source knows it: what has internal linkage, and a type that is defined there.
  bool isHelper(std::uint32_t entity) const;

  const plan::Program &program;
  std::set<std::uint32_t> hidden;                          ///< classes that a source defines
  std::map<std::string, std::set<std::uint32_t>> declared; ///< by file: what stands in it
  std::map<std::string, std::set<Need>> needs;             ///< by file
};

} // namespace levitate::corpus
