// What a translation unit means: for every declaration of the project's files, the sequence of what
// its code refers to, after overload resolution, argument-dependent lookup, conversions and
// template instantiation. Two trees with equal meanings are, to the compiler, the same program up
// to names.
//
// The overlay check compares meanings before and after a migration; it knows nothing of edits.
#pragma once

#include "tool/facts/parse.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace clang {
class ASTContext;
}

namespace levitate::facts {

class Instances;
class Preamble;

/// One node of a declaration's tree: what it is and refers to (an index into UnitMeaning::texts),
/// and where it stands.
struct Mark {
  std::uint32_t text = 0;
  std::uint32_t file = 0; ///< index into UnitMeaning::files
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

/// A declaration's marks in order. Names of local things and places are not in it, nor how a name
/// was qualified or through which alias it was found.
using Marks = std::vector<Mark>;

struct UnitMeaning {
  std::vector<std::string> texts;
  /// For each text, what it refers to in a person's words (`a::f(int)`); may be empty.
  std::vector<std::string> names;
  std::vector<std::string> files;
  /// By Unified Symbol Resolution string (see normalizeUsr), functions and instantiations apart.
  std::map<std::string, Marks> declarations;
  /// By the same keys, the texts that `#` makes of macro arguments: not compared, for they change
  /// with names by nature.
  struct MadeText {
    Location where;
    std::string text;
  };
  std::map<std::string, std::vector<MadeText>> madeTexts;
  /// The keys of definitions of which a program holds one: functions and variables of external
  /// linkage that are neither inline nor templates.
  std::set<std::string> soleDefinitions;
  std::vector<Diagnostic> diagnostics;
  bool failed = false;

  Location place(const Mark &mark) const { return {files[mark.file], mark.line, mark.column}; }
};

/// Makes visitors of the whole tree visit what was parsed in this unit, and not what comes from a
/// precompiled header.
void keepToUnit(clang::ASTContext &context);

/// Adds what a syntax tree means; `instances` were noted while it was parsed.
void addMeaning(clang::ASTContext &context, const Project &project, const Instances &instances,
                UnitMeaning &meaning);

/// The meaning of one unit, parsed with a preamble that suits it if there is one. Safe to call from
/// several threads at once.
UnitMeaning meaningOf(const workspace::Unit &unit, const workspace::Overlay &overlay,
                      const Project &project, const Preamble *preamble = nullptr);

/// A USR without the names of files and offsets in it, which a move changes by nature, and without
/// the qualifiers that it repeats from the spelling of dependent types.
std::string normalizeUsr(const std::string &usr);

} // namespace levitate::facts
