// Carries Unified Symbol Resolution strings from before a migration to after it.
#pragma once

#include "tool/plan/plan.h"
#include "tool/plan/references.h"

#include <string>
#include <vector>

namespace levitate::plan {

/// A USR names its namespaces and what it is made of (parameter types, template arguments) by USRs
/// again; the map replaces the relocated ones wherever they stand in a text.
class UsrMap {
public:
  explicit UsrMap(const std::vector<Renaming> &renames);

  /// `text` with every relocated entity's USR replaced. The text's USRs are normalised
  /// (facts::normalizeUsr), and so is the result.
  std::string apply(std::string text) const;

private:
  struct Entry {
    std::string before, after;
  };
  /// A member of a class template as the template's specialisations have it: behind `outer` come
  /// arguments, whatever they are, and then the member.
  struct Nested {
    std::string outer;
    Entry member;
  };
  /// A class template in its partial specialisations, whose own parameters stand between `outer`
  /// and the name.
  struct Partial {
    Entry outer, name;
  };
  void addStep(const std::vector<Renaming> &renames);
  static void replaceAll(std::string &text, const Entry &entry);
  static void replaceAbbreviated(std::string &text, const Entry &name);
  static void replaceAll(std::string &text, const Nested &nested);
  static void replaceAll(std::string &text, const Partial &partial);

  /// A type's name where a USR spells it apart from the type's own USR.
  struct TypeName {
    std::vector<std::string> tails; ///< the type's USRs behind the step
    std::string scope;              ///< the USR around it
    std::string before, after;
  };
  static void replaceSpelled(std::string &text, const TypeName &type);

  struct Step {
    std::vector<Entry> entries;
    std::vector<Entry> functionNames; ///< up to their parameters
    std::vector<Partial> partials;
    std::vector<Nested> nested;
    std::vector<TypeName> types;
  };
  std::vector<Step> steps; ///< each on the result of the one before
};

/// The USR of an entity of namespace scope in its new place (clang/Index/USRGeneration): `c:`, a
/// file for internal linkage, the namespaces as `@N@name`, then the entity.
std::string relocatedUsr(const std::string &usr, const Relocation &place);

} // namespace levitate::plan
