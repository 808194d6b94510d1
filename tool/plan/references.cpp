#include "tool/plan/references.h"

#include "base/qualified_name.h"
#include "base/text.h"

namespace levitate::plan {

using namespace facts;

bool mayBeFoundIn(const Program &program, const std::string &nameSpace,
                  const Reference &reference) {
  if (reference.global)
    return false;
  const std::uint32_t first = reference.firstScope != Reference::NoIndex ? reference.firstScope
                              : reference.qualifier.empty()              ? reference.entity
                                                                         : Facts::NoEntity;
  if (first == Facts::NoEntity)
    return false;
  const Entity &entity = program.entities[first];
  return entity.kind != EntityKind::Macro && !entity.isMember &&
         (entity.scope == nameSpace || entity.scope.starts_with(inScope(nameSpace, "")));
}

std::uint32_t aliasOf(const Program &program, const Using &alias) {
  for (const Reference &reference : program.files.at(alias.file).references)
    if (reference.declares && alias.extent.contains(reference.name))
      return reference.entity;
  return Facts::NoEntity;
}

const MovingText *ReferenceRewriter::movingAt(const std::string &file, std::uint32_t offset) const {
  for (const MovingText &text : moving)
    if (text.file == file && text.range.contains(offset))
      return &text;
  return nullptr;
}

std::string ReferenceRewriter::contextOf(const Reference &reference,
                                         const MovingText *moved) const {
  const std::string &before = program.contexts[reference.context];
  if (!moved)
    return before;
  // What was looked up in the old namespace (or one inside it) is looked up in the new one.
  if (before == moved->oldScope)
    return moved->newScope;
  const std::string inner = inScope(moved->oldScope, "");
  if (before.starts_with(inner))
    return inScope(moved->newScope, before.substr(inner.size()));
  return before;
}

Style ReferenceRewriter::styleOf(const Reference &reference) const {
  if (reference.global || reference.inMacro)
    return Style::Global;
  if (reference.qualifier.empty() || reference.firstScope == Reference::NoIndex)
    return Style::Shortest;
  const Entity &first = program.entities[reference.firstScope];
  // Written from the outermost namespace on: keep it so. One component says nothing about style.
  const bool outermost =
      first.kind == EntityKind::Namespace && first.scope.empty() && first.qualified == first.name;
  const bool several =
      reference.qualifierScope != Reference::NoIndex &&
      program.entities[reference.qualifierScope].qualified.find("::") != std::string::npos;
  return outermost && several ? Style::Full : Style::Shortest;
}

void ReferenceRewriter::refuse(const Reference &reference, std::string reason, std::string remedy) {
  context.refuse({context.place(reference.file, reference.name.begin),
                  step,
                  std::move(reason),
                  std::move(remedy),
                  {}});
}

// With its last `::`, as it stands.
std::string ReferenceRewriter::writtenQualifier(const Reference &reference) const {
  return std::string(
      context.source(reference.file).view({reference.qualifier.begin, reference.name.begin}));
}

void ReferenceRewriter::requalify(const Reference &reference, const std::string &qualifier,
                                  const std::string &why, Edits &edits) {
  const Range range{reference.qualifier.begin, reference.name.begin};
  const std::string_view present = context.source(reference.file).view(range);
  if (present != qualifier)
    edits.replace(reference.file, range, qualifier, why);
}

// `friend class X;` looks in the innermost namespace only; all other names are looked up outwards.
std::string ReferenceRewriter::qualifierFor(const Reference &reference, const std::string &scope,
                                            const std::string &name,
                                            const std::string &where) const {
  if (reference.befriends && scope == where)
    return {};
  const Style style = styleOf(reference);
  std::string qualifier = names.qualifier(scope, name, where, style);
  if (qualifier.empty() && (reference.befriends || (!reference.qualifier.empty() &&
                                                    !reference.declares && isNameOfMember(name))))
    qualifier =
        names.qualifier(scope, name, where, reference.befriends ? Style::Global : Style::Full);
  return qualifier;
}

// A qualifier may be there because the class around the place has a member of that name.
bool ReferenceRewriter::isNameOfMember(const std::string &name) const {
  if (!memberNames) {
    memberNames.emplace();
    for (const Entity &entity : program.entities)
      if (!entity.atNamespaceScope && !entity.name.empty())
        memberNames->insert(entity.name);
  }
  return memberNames->contains(name);
}

// A function in the new place of a type that it takes: the type's namespace gives it to a call.
bool ReferenceRewriter::findsByArguments(const Entity &function, const std::string &scope) const {
  for (const auto &[index, place] : relocations) {
    const EntityKind kind = program.entities[index].kind;
    if ((kind == EntityKind::Record || kind == EntityKind::Enum) && place.newScope == scope &&
        (function.isTemplate || findWord(function.parameters, place.oldName) != std::string::npos))
      return true;
  }
  return false;
}

// A type that a function takes leaves the function's namespace, which gave it to a call.
bool ReferenceRewriter::losesArguments(const Entity &function) const {
  for (const auto &[index, place] : relocations) {
    const EntityKind kind = program.entities[index].kind;
    if ((kind == EntityKind::Record || kind == EntityKind::Enum) &&
        place.oldScope == function.scope && place.newScope != place.oldScope &&
        (function.isTemplate || findWord(function.parameters, place.oldName) != std::string::npos))
      return true;
  }
  return false;
}

// A qualified name that passes through a using-declaration: `kernel::X` for a re-exported `hal::X`.
bool ReferenceRewriter::foundThroughUsing(const Reference &reference, const std::string &scope,
                                          bool &dropped) const {
  dropped = false;
  if (reference.via != Reference::NoIndex) {
    dropped = droppedUsings.contains(reference.via);
    return true;
  }
  for (std::uint32_t i = 0; i < program.usings.size(); ++i) {
    const Using &fact = program.usings[i];
    if (fact.kind == Using::Kind::Declaration && fact.atNamespaceScope && fact.scope == scope &&
        fact.target == reference.entity) {
      dropped = droppedUsings.contains(i);
      return true;
    }
  }
  return false;
}

void ReferenceRewriter::rewrite(const Reference &reference, Edits &edits) {
  const MovingText *moved = movingAt(reference.file, reference.name.begin);
  if (const auto found = relocations.find(reference.entity); found != relocations.end())
    return rewriteRelocated(reference, found->second, moved, edits);
  if (reference.adl)
    return rewriteStayingCall(reference, moved, edits);
  if (moved && (moved->oldScope != moved->newScope || losesUsing(reference, *moved)))
    rewriteInMovingText(reference, *moved, edits);
}

// A using-directive or the like of the old file may be what lets the name be found.
bool ReferenceRewriter::losesUsing(const Reference &reference, const MovingText &moved) const {
  if (!moved.leavesUsings)
    return false;
  for (std::uint32_t i = 0; i < program.usings.size(); ++i) {
    const Using &fact = program.usings[i];
    if (fact.file != moved.file || !fact.atNamespaceScope || moved.range.contains(fact.extent))
      continue;
    if (fact.kind == Using::Kind::Declaration ? reference.via == i
        : fact.kind == Using::Kind::Alias
            ? reference.firstScope != Reference::NoIndex &&
                  reference.firstScope == aliasOf(program, fact)
            : mayBeFoundIn(program, program.entities[fact.target].qualified, reference))
      return true;
  }
  return false;
}

void ReferenceRewriter::rewriteRelocated(const Reference &reference, const Relocation &relocation,
                                         const MovingText *moved, Edits &edits) {
  const Entity &entity = program.entities[reference.entity];
  if (!relocation.changesName() || entity.kind == EntityKind::Macro)
    return;
  const std::string newQualified = inScope(relocation.newScope, relocation.newName);
  if (!reference.certain) {
    refuse(reference,
           "the name '" + entity.qualified +
               "' is put together here by a macro or comes from the command line",
           "write the name out, or keep it");
    return;
  }
  const std::string why = "'" + entity.qualified + "' becomes '" + newQualified + "'";
  if (relocation.newName != relocation.oldName && !reference.operatorToken &&
      context.source(reference.file).view(reference.name) == relocation.oldName)
    edits.replace(reference.file, reference.name, relocation.newName, why);
  if (relocation.oldScope == relocation.newScope || reference.operatorToken)
    return;

  const std::string where = contextOf(reference, moved);
  if (!reference.qualifier.empty()) {
    const std::string scope = reference.qualifierScope == Reference::NoIndex
                                  ? std::string()
                                  : program.entities[reference.qualifierScope].qualified;
    bool dropped = false;
    if (scope != relocation.oldScope && foundThroughUsing(reference, scope, dropped) && !dropped)
      return;
    // The name of a class in its own qualifier (`X::X`) is found in the class.
    if (reference.qualifierScope != Reference::NoIndex &&
        program.entities[reference.qualifierScope].kind != EntityKind::Namespace)
      return;
    // A namespace, or an alias of one, that the new place lies in is written as it was.
    if (const std::string inner = scope + "::";
        !scope.empty() && (!moved || moved->oldScope == moved->newScope) && !reference.inMacro &&
        relocation.newScope.starts_with(inner))
      return requalify(
          reference,
          writtenQualifier(reference) + relocation.newScope.substr(inner.size()) + "::", why,
          edits);
    return requalify(reference,
                     qualifierFor(reference, relocation.newScope, relocation.newName, where), why,
                     edits);
  }
  if (reference.declares || reference.injected)
    return;
  if (relocation.newName.starts_with("operator\"\"")) {
    if (!names.finds(where, relocation.newName, relocation.newScope))
      refuse(reference,
             "the literal operator '" + entity.qualified +
                 "' can't be qualified here, and lookup would not find it in '" +
                 relocation.newScope + "'",
             "call it by its name, or let its namespace stay");
    return;
  }
  bool dropped = false;
  if (reference.via != Reference::NoIndex) {
    const Using &fact = program.usings[reference.via];
    dropped = droppedUsings.contains(reference.via);
    // One that moves along, or stays where it is, still makes the name visible.
    if (!dropped && (!moved || !fact.atNamespaceScope || movingAt(fact.file, fact.extent.begin)))
      return;
  }
  if (reference.inMacro) {
    return requalify(reference,
                     names.qualifier(relocation.newScope, relocation.newName, where, Style::Global),
                     why, edits);
  }
  // It is still found by its arguments when their types move with it.
  if (reference.adl && findsByArguments(entity, relocation.newScope))
    return;
  requalify(reference, qualifierFor(reference, relocation.newScope, relocation.newName, where), why,
            edits);
}

// A call of a function that stays, found by its arguments only.
void ReferenceRewriter::rewriteStayingCall(const Reference &reference, const MovingText *moved,
                                           Edits &edits) {
  const Entity &entity = program.entities[reference.entity];
  if (!entity.atNamespaceScope || !losesArguments(entity))
    return;
  const std::string where = contextOf(reference, moved);
  if (names.finds(where, entity.name, entity.scope))
    return;
  if (reference.operatorToken) {
    refuse(reference,
           "'" + entity.qualified + "' is found here by the namespace of its operands, which moves",
           "move the operator, too");
    return;
  }
  requalify(reference, names.qualifier(entity.scope, entity.name, where, Style::Shortest),
            "the namespace of the arguments does not have '" + entity.qualified + "' any more",
            edits);
}

void ReferenceRewriter::rewriteInMovingText(const Reference &reference, const MovingText &moved,
                                            Edits &edits) {
  const Entity &entity = program.entities[reference.entity];
  if (!entity.atNamespaceScope || entity.kind == EntityKind::Macro || reference.declares ||
      reference.operatorToken || reference.global || reference.injected)
    return;
  const Source &text = context.source(reference.file);
  if (entity.kind == EntityKind::Namespace) {
    // A component in front of another one is part of that one's qualifier.
    std::uint32_t next = reference.name.end;
    while (next < text.text().size() && std::isspace(static_cast<unsigned char>(text.text()[next])))
      ++next;
    if (std::string_view(text.text()).substr(next).starts_with("::"))
      return;
  }
  const std::string where = contextOf(reference, &moved);
  const std::string why = moved.oldScope == moved.newScope
                              ? "what made the name visible does not go along"
                              : "the name is now looked up from namespace '" + moved.newScope + "'";
  if (!reference.qualifier.empty()) {
    if (reference.firstScope == Reference::NoIndex ||
        reference.qualifierScope == Reference::NoIndex)
      return;
    const Entity &first = program.entities[reference.firstScope];
    const Entity &scope = program.entities[reference.qualifierScope];
    if (first.kind != EntityKind::Namespace || scope.kind != EntityKind::Namespace)
      return;
    const bool isAlias = first.qualified != scope.qualified && scope.scope == first.scope;
    if (!(isAlias && moved.leavesUsings) && names.finds(where, first.name, first.scope))
      return;
    return requalify(reference, qualifierFor(reference, scope.qualified, entity.name, where), why,
                     edits);
  }
  if (reference.via != Reference::NoIndex) {
    const Using &fact = program.usings[reference.via];
    if (!fact.atNamespaceScope || movingAt(fact.file, fact.extent.begin))
      return;
  }
  if (!reference.befriends && names.finds(where, entity.name, entity.scope))
    return;
  requalify(reference, qualifierFor(reference, entity.scope, entity.name, where), why, edits);
}

} // namespace levitate::plan
