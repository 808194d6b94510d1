// What becomes of each name when entities change their namespace or name: the edits that make it
// mean the same again.
#pragma once

#include "tool/plan/context.h"
#include "tool/plan/spelling.h"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace levitate::plan {

/// An entity's place before and after.
struct Relocation {
  std::string oldScope, newScope; ///< qualified names of namespaces
  std::string oldName, newName;

  bool changesName() const { return oldScope != newScope || oldName != newName; }
};

/// Text that is looked up in another namespace than before, because it moves there.
struct MovingText {
  std::string file;
  Range range;
  std::string oldScope, newScope;
  /// What its file makes visible for it (using-directives and the like) is left behind.
  bool leavesUsings = false;
};

/// A using-directive of that namespace may be what lets the name of `reference`, or the first one
/// of its qualifier, be found.
bool mayBeFoundIn(const Program &program, const std::string &nameSpace,
                  const facts::Reference &reference);

/// The entity that an alias of a namespace is, or NoEntity.
std::uint32_t aliasOf(const Program &program, const facts::Using &alias);

class ReferenceRewriter {
public:
  ReferenceRewriter(Context &context, const Program &program, Names &names,
                    const std::map<std::uint32_t, Relocation> &relocations, std::string step)
      : context(context), program(program), names(names), relocations(relocations),
        step(std::move(step)) {}

  /// Using-declarations that go away: names found through them are qualified instead.
  std::set<std::uint32_t> droppedUsings;
  /// Text that moves into another namespace.
  std::vector<MovingText> moving;

  /// Adds the edit that a reference needs, if any. Refusals go to the context.
  void rewrite(const facts::Reference &reference, Edits &edits);

private:
  const MovingText *movingAt(const std::string &file, std::uint32_t offset) const;
  std::string contextOf(const facts::Reference &reference, const MovingText *moved) const;
  Style styleOf(const facts::Reference &reference) const;
  void rewriteRelocated(const facts::Reference &reference, const Relocation &relocation,
                        const MovingText *moved, Edits &edits);
  void rewriteStayingCall(const facts::Reference &reference, const MovingText *moved, Edits &edits);
  bool losesUsing(const facts::Reference &reference, const MovingText &moved) const;
  void rewriteInMovingText(const facts::Reference &reference, const MovingText &moved,
                           Edits &edits);
  std::string qualifierFor(const facts::Reference &reference, const std::string &scope,
                           const std::string &name, const std::string &where) const;
  bool findsByArguments(const facts::Entity &function, const std::string &scope) const;
  bool losesArguments(const facts::Entity &function) const;
  std::string writtenQualifier(const facts::Reference &reference) const;
  void requalify(const facts::Reference &reference, const std::string &qualifier,
                 const std::string &why, Edits &edits);
  bool isNameOfMember(const std::string &name) const;
  bool foundThroughUsing(const facts::Reference &reference, const std::string &scope,
                         bool &dropped) const;
  void refuse(const facts::Reference &reference, std::string reason, std::string remedy);

  Context &context;
  const Program &program;
  Names &names;
  const std::map<std::uint32_t, Relocation> &relocations;
  std::string step;
  mutable std::optional<std::set<std::string>> memberNames; ///< of all classes, once asked for
};

} // namespace levitate::plan
