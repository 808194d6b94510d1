#include "tool/plan/move.h"

#include "base/files.h"
#include "base/qualified_name.h"
#include "tool/plan/move/forwards.h"
#include "tool/plan/textual.h"
#include "tool/plan/usr_map.h"

#include <utility>

namespace levitate::plan {

using namespace facts;

namespace move {
namespace {

// Branches that no configuration compiles name what moved as well.
void rewriteInactive(State &state, ReferenceRewriter &rewriter, Edits &inside, Edits &outside) {
  const TextualReferences textual(state.context, state.program);
  std::set<std::uint32_t> visible;
  for (const auto &[index, place] : state.relocations)
    if (!state.fileLocal(state.program.entities[index]) && place.changesName())
      visible.insert(index);
  for (const auto &[file, facts] : state.program.files)
    for (const Reference &reference : textual.inactive(file, visible))
      rewriter.rewrite(reference, state.cutAt(file, reference.name.begin) ? inside : outside);
  for (const Cut &cut : state.cuts) {
    if (cut.oldScope == cut.newScope)
      continue;
    for (const TextualReferences::Name &name : textual.names(cut.file, cut.whole)) {
      if (state.names.finds(cut.newScope, name.text, name.scope) ||
          state.moves(inScope(name.scope, name.text)))
        continue;
      inside.insert(cut.file, name.range.begin,
                    state.names.qualifier(name.scope, name.text, cut.newScope, Style::Shortest),
                    "the name is now looked up from namespace '" + cut.newScope + "'");
    }
  }
}

// A re-export is dropped where its file must not reach the new header: it lies in a target that
// the new header's target depends on.
void decideUsings(State &state) {
  const std::string newTarget = state.move.target.value_or(
      state.build.targetOf(state.move.source.value_or(state.move.header)));
  for (std::uint32_t i = 0; i < state.program.usings.size(); ++i) {
    const Using &fact = state.program.usings[i];
    const auto found = state.relocations.find(fact.target);
    if (fact.kind != Using::Kind::Declaration || !fact.atNamespaceScope ||
        found == state.relocations.end() || !found->second.changesName() || fact.file.empty())
      continue;
    const std::string target = state.build.targetOf(fact.file);
    const bool upward = !newTarget.empty() && !target.empty() && target != newTarget &&
                        state.build.reaches(newTarget, target);
    const bool itself = fact.scope == found->second.newScope;
    if (upward || itself)
      state.droppedUsings.insert(i);
  }
}

// Edits of files that go as a whole are not needed.
Edits withoutDeleted(const State &state, const Edits &edits) {
  Edits result;
  for (const auto &[file, list] : edits.files())
    if (!state.deleted.contains(file))
      for (const Edit &edit : list)
        result.replace(file, edit.range, edit.text, edit.reason);
  return result;
}

// An enumerator's begins with that of its enumeration.
std::string usrAfter(const State &state, const Entity &entity, const Relocation &place) {
  if (entity.kind == EntityKind::Enumerator)
    for (const auto &[index, whole] : state.relocations)
      if (state.program.entities[index].usr == entity.record)
        return relocatedUsr(entity.record, whole) + entity.usr.substr(entity.record.size());
  return relocatedUsr(entity.usr, place);
}

// The namespaces that a USR begins with, inline ones among them.
std::string namespacesOf(const std::string &usr) {
  std::string names;
  std::size_t at = usr.find("@N@");
  while (at != std::string::npos && usr.compare(at, 3, "@N@") == 0) {
    const std::size_t end = std::min(usr.find('@', at + 3), usr.size());
    names += (names.empty() ? "" : "::") + usr.substr(at + 3, end - at - 3);
    at = end;
  }
  return names;
}

void recordRenames(State &state) {
  for (const auto &[index, place] : state.relocations) {
    const Entity &entity = state.program.entities[index];
    if (!place.changesName() || entity.kind == EntityKind::Macro)
      continue;
    // The verifiers tell unnamed namespaces apart, which names in code can't.
    const std::string inner =
        entity.usr.find("@aN@") == std::string::npos ? "" : "(anonymous namespace)::";
    const auto qualified = [&](const std::string &scope, const std::string &name) {
      return inScope(scope, inner + name);
    };
    const std::string after = usrAfter(state, entity, place);
    state.context.plan.renames.push_back({qualified(place.oldScope, place.oldName),
                                          qualified(place.newScope, place.newName), entity.usr,
                                          after});
    // So does the linker, and it knows inline namespaces as well.
    const std::string withInline = namespacesOf(entity.usr);
    if (withInline != place.oldScope)
      state.context.plan.renames.push_back({qualified(withInline, place.oldName),
                                            qualified(namespacesOf(after), place.newName),
                                            entity.usr, after});
  }
}

Result<void> updateBuild(State &state, const std::map<std::string, std::string> &made) {
  for (const std::string &file : state.deleted)
    LEVITATE_CHECK(state.build.removeFile(file, state.step.id));
  for (const auto &[file, text] : made)
    LEVITATE_CHECK(state.build.addFile(file, state.move.target.value_or(""), state.step.id));
  return {};
}

// A new source is compiled as the old one was.
void updateUnits(State &state, const std::map<std::string, std::string> &made) {
  std::vector<workspace::Unit> added;
  for (const auto &[file, text] : made) {
    if (!state.move.source || file != *state.move.source)
      continue;
    for (const workspace::Unit &unit : state.context.units) {
      if (state.context.project.relative(unit.file) != state.model(true))
        continue;
      workspace::Unit copy = unit;
      copy.file = state.context.overlay.root() + "/" + file;
      for (std::string &argument : copy.arguments)
        if (realPath(absolutePath(argument, unit.directory)) == unit.file)
          argument = copy.file;
      added.push_back(std::move(copy));
    }
  }
  std::erase_if(state.context.units, [&](const workspace::Unit &unit) {
    return state.deleted.contains(state.context.project.relative(unit.file));
  });
  state.context.units.insert(state.context.units.end(), added.begin(), added.end());
}

// Adds the new names and takes away the old ones, as lookup will find them.
void updateNames(State &state) {
  for (const auto &[index, place] : state.relocations)
    if (place.changesName() && state.program.entities[index].kind != EntityKind::Macro &&
        !state.nameStays(place))
      state.names.remove(place.oldScope, place.oldName);
  for (const auto &[index, place] : state.relocations)
    if (state.program.entities[index].kind != EntityKind::Macro)
      state.names.add(place.newScope, place.newName);
}

Result<void> rewrite(State &state) {
  Context &context = state.context;
  const Program &program = state.program;
  const std::string &step = state.step.id;
  updateNames(state);
  for (const Cut &cut : state.cuts)
    if (!cut.stays)
      state.homes.insert(cut.file);
  widenCuts(state);
  decideUsings(state);
  checkNames(state);

  ReferenceRewriter rewriter(context, program, state.names, state.relocations, step);
  rewriter.droppedUsings = state.droppedUsings;
  for (const Cut &cut : state.cuts)
    rewriter.moving.push_back(
        {cut.file, cut.whole, cut.oldScope, cut.newScope, !cut.toSource && !cut.stays});
  Edits outside, inside;
  for (const auto &[file, facts] : program.files)
    for (const Reference &reference : facts.references)
      rewriter.rewrite(reference, state.cutAt(file, reference.name.begin) ? inside : outside);
  rewriteInactive(state, rewriter, inside, outside);
  if (context.refused())
    return {};

  for (const std::uint32_t index : state.droppedUsings) {
    const Using &fact = program.usings[index];
    const Source &text = context.source(fact.file);
    outside.remove(fact.file, text.forRemoval(text.withComments(fact.extent)),
                   "a lower layer can't re-export '" + program.entities[fact.target].qualified +
                       "' any more");
  }
  removeCuts(state, inside, outside);
  takeUsings(state, outside);
  takeLooseComments(state);
  if (!state.inPlace)
    planIncludes(state);
  if (context.refused())
    return {};
  state.includes.emit(outside, "(step " + step + ")");
  insertForwards(state, outside);
  const std::map<std::string, std::string> made = newFiles(state, inside);
  mergeIntoExisting(state, inside, outside);
  if (context.refused())
    return {};

  recordRenames(state); // the facts are stale once the edits are applied
  LEVITATE_CHECK(context.apply(withoutDeleted(state, outside), step));
  for (const auto &[file, text] : made)
    context.write(file, text, step, "the moved declarations go here");
  for (const std::string &file : state.deleted)
    context.erase(file, step, "nothing is left in it");
  LEVITATE_CHECK(updateBuild(state, made));
  updateUnits(state, made);
  return {};
}

// A function that a class befriends need not be declared anywhere else.
void refuseWithoutText(State &state) {
  for (const auto &[index, place] : state.relocations)
    if (const Entity &entity = state.program.entities[index];
        place.changesName() || (entity.file != state.move.header && !state.inPlace))
      state.refuse(state.declared(index),
                   "'" + entity.qualified +
                       "' is declared inside of a class only, as its friend: there is no "
                       "declaration that could move",
                   "declare it in its namespace first, or move the class");
}

// One attempt at a step. Nothing has changed when it has found a cycle or a reason to refuse.
Result<void> attempt(State &state) {
  LEVITATE_CHECK(chooseEntities(state));
  if (state.relocations.empty() || state.context.refused())
    return {};
  collectCuts(state);
  if (state.cuts.empty() && !state.context.refused())
    refuseWithoutText(state);
  if (state.cuts.empty() || state.context.refused())
    return {};
  takeAlternatives(state);
  checkCuts(state);
  if (state.context.refused())
    return {};
  return rewrite(state);
}

} // namespace
} // namespace move

Result<void> planMove(Context &context, BuildFiles &build, const recipe::Step &step,
                      const recipe::Move &what) {
  LEVITATE_TRY(program, context.program());
  move::State first(context, build, step, what, *program);
  LEVITATE_CHECK(move::attempt(first));
  if (first.cycle.empty())
    return {};
  // Includes alone go around. Forward declarations may break the circle on one side, or on both;
  // when they don't, macros that both sides use may stand below both.
  const std::vector<Refusal> refusals = std::exchange(context.plan.refusals, {});
  for (const auto &[ofWhatStays, ofWhatMoves, macrosFollow] :
       {std::tuple(true, false, false), std::tuple(false, true, false),
        std::tuple(true, true, false), std::tuple(false, false, true),
        std::tuple(true, false, true), std::tuple(false, true, true),
        std::tuple(true, true, true)}) {
    move::State next(context, build, step, what, *program);
    next.forwarding = {ofWhatStays, ofWhatMoves, macrosFollow, first.cycle};
    LEVITATE_CHECK(move::attempt(next));
    if (next.cycle.empty() && !(macrosFollow && context.refused()))
      return {};
    context.plan.refusals.clear();
    if (macrosFollow && next.followingMacros.empty())
      break;
  }
  context.plan.refusals = refusals;
  return {};
}

Result<void> planGlobalIntoNamespace(Context &context, BuildFiles &build, const recipe::Step &step,
                                     const std::string &to) {
  LEVITATE_TRY(program, context.program());
  if (to.empty())
    return step.origin.error("the global namespace has no other name");
  recipe::Move move;
  move.nameSpace = to;
  move::State state(context, build, step, move, *program);
  state.inPlace = true;
  move::chooseGlobalEntities(state, to);
  if (context.refused())
    return {};
  if (state.relocations.empty())
    return program->isNamespace(to)
               ? Result<void>()
               : step.origin.error("the project declares nothing in the global namespace that "
                                   "could be in another");
  move::collectCuts(state);
  move::checkCuts(state);
  return context.refused() ? Result<void>() : move::rewrite(state);
}

} // namespace levitate::plan
