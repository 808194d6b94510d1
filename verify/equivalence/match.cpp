#include "verify/equivalence/match.h"

#include "verify/equivalence/assembly_files.h"
#include "verify/equivalence/line_names.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>
#include <set>

namespace levitate::equivalence {
namespace {

const char *nameOf(EntityKind kind) {
  switch (kind) {
  case EntityKind::Function:
    return "function";
  case EntityKind::Variable:
    return "variable";
  case EntityKind::Alias:
    return "alias";
  }
  return "entity";
}

class Matcher {
public:
  Matcher(const Program &before, const Program &after, const TextStore &store,
          const SymbolNames &names, const LinkKnowledge &link)
      : before(before), after(after), store(store), names(names), link(link) {
    result.name = after.name();
  }

  ProgramResult run() {
    matchExternals();
    matchInitialisers();
    matchRetained();
    matchUnreached();
    takeCensus();
    compareCopies();
    compareDeclarations();
    compareRecords();
    compareAssembly();
    compareAssemblyOrder();
    compareLinked();
    compareLinkedAssembly();
    compareSections();
    compareAddresses();
    return std::move(result);
  }

private:
  // --- pairs ----------------------------------------------------------------------------------

  void differ(Difference difference) { result.differences.push_back(std::move(difference)); }

  void differ(std::string kind, EntityId was, EntityId is, std::string message) {
    differ({std::move(kind),
            after[is].name,
            std::move(message),
            before[was].place,
            after[is].place,
            {},
            {},
            0});
  }

  /// Notes that the two are meant to be the same; they and what they mention are compared when
  /// their turn comes.
  void pair(EntityId was, EntityId is) {
    if (paired.insert({was, is}).second)
      open.push_back({was, is});
  }

  void pairLocals(EntityId was, EntityId is) {
    const std::size_t count = std::min(before[was].locals.size(), after[is].locals.size());
    for (std::size_t mention = 0; mention < count; ++mention) {
      const EntityId one = before.local(was, mention), other = after.local(is, mention);
      if (!before[one].isState && !after[other].isState) {
        pair(one, other);
        continue;
      }
      const auto [forward, isNewBefore] = stateAfter.try_emplace(one, other);
      const auto [backward, isNewAfter] = stateBefore.try_emplace(other, one);
      if (forward->second != other)
        differ({"state",
                after[other].name,
                "is one variable before and several after: " + nameWithPlace(after, is) +
                    " does not use the one its other users use",
                before[one].place,
                after[other].place,
                {},
                {},
                0});
      else if (backward->second != one)
        differ({"state",
                after[other].name,
                "is several variables before and one after: " + nameWithPlace(after, is) +
                    " shares it now",
                before[one].place,
                after[other].place,
                {},
                {},
                0});
      pair(one, other);
    }
    compareAssumptions(was, is);
  }

  /// What the compiler assumed of the symbols that the two mention and their units do not define.
  void compareAssumptions(EntityId was, EntityId is) {
    const Unit &oneUnit = before.unitOf(was), &otherUnit = after.unitOf(is);
    const std::vector<std::uint32_t> &one = before[was].others, &other = after[is].others;
    for (std::size_t mention = 0; mention < std::min(one.size(), other.size()); ++mention) {
      if (one[mention] == Unit::defined || other[mention] == Unit::defined)
        continue;
      const Hash &text = oneUnit.assumptions[one[mention]];
      const Hash &now = otherUnit.assumptions[other[mention]];
      if (text == now || !assumptions.insert({text, now}).second)
        continue;
      const std::string line(trim(store.text(text))), newLine(trim(store.text(now)));
      const std::size_t name = newLine.find("@#");
      differ({"declaration",
              name == std::string::npos
                  ? after[is].name
                  : store.readable(newLine.substr(name, newLine.find(' ', name) - name)),
              "is declared otherwise to " + nameWithPlace(after, is), before[was].place,
              after[is].place, store.readable(line), store.readable(newLine), 0});
    }
  }

  /// Target, module flags and options of the two: of an inline function some copy before had them.
  void compareEnvironment(EntityId was, EntityId is) {
    const Unit &one = before.unitOf(was), &other = after.unitOf(is);
    if (one.environment == other.environment ||
        !environments.insert({one.environment, other.environment}).second)
      return;
    if (after[is].binding == Binding::Weak &&
        std::any_of(before.units().begin(), before.units().end(),
                    [&](const Unit *unit) { return unit->environment == other.environment; })) {
      environments.erase({one.environment, other.environment});
      return;
    }
    const auto compare = [&](const char *what, const std::string &text, const std::string &now) {
      if (text != now)
        differ({"flags",
                what,
                "differ for " + nameWithPlace(after, is),
                {one.source, 0, 0},
                {other.source, 0, 0},
                text,
                now,
                0});
    };
    compare("target", one.target, other.target);
    compare("module flags", one.flags, other.flags);
    compare("compiler options", one.options, other.options);
  }

  static std::string nameWithPlace(const Program &program, EntityId id) {
    const Entity &entity = program[id];
    const std::string place = formatLocation(entity.place);
    return "'" + entity.name + "'" + (place.empty() ? "" : " (" + place + ")");
  }

  static std::string ownName(const Program &program, EntityId id) {
    return nameOfOwn(program[id], program.unitOf(id));
  }

  void drain() {
    while (!open.empty()) {
      const auto [was, is] = open.back();
      open.pop_back();
      comparePair(was, is);
    }
  }

  void comparePair(EntityId was, EntityId is) {
    const Entity &one = before[was], &other = after[is];
    result.pairs.push_back(
        {other.kind, other.binding == Binding::Internal, one.symbol, other.symbol, other.text});
    result.instructions += other.instructions;
    reachedAfter.insert(is);
    partners.try_emplace(was, is);
    if (one.hasAddress && other.hasAddress) {
      addressesAfter[was].insert(is);
      addressesBefore[is].insert(was);
    }
    compareEnvironment(was, is);
    if (one.text != other.text)
      explainPair(was, is);
    else if (one.symbol.starts_with("_ZTS") && one.symbol != other.symbol)
      result.exceptions.push_back(
          {"RTTI name", other.name, one.place, other.place, one.symbol, other.symbol});
    if (one.binding == Binding::Internal && other.binding == Binding::Internal &&
        withoutUnitNumbers(one.name) != withoutUnitNumbers(other.name) &&
        ownName(before, was) != one.name && ownName(before, was) == ownName(after, is))
      result.exceptions.push_back(
          {"__LINE__", other.name, one.place, other.place, one.name, other.name});
    if (one.withoutPads != other.withoutPads)
      result.exceptions.push_back({"inferred nounwind", other.name, one.place, other.place,
                                   join(one.withoutPads, ", "), join(other.withoutPads, ", ")});
    pairLocals(was, is);
  }

  Explanation explanationOf(EntityId was, EntityId is) const {
    const Entity &one = before[was], &other = after[is];
    const std::string text = store.text(one.text), now = store.text(other.text);
    return explain({text, one, before.unitOf(was)}, {now, other, after.unitOf(is)}, names);
  }

  void explainPair(EntityId was, EntityId is) {
    const Entity &one = before[was], &other = after[is];
    Explanation explanation = explanationOf(was, is);
    if (!explanation.difference) {
      for (Exception &exception : explanation.exceptions)
        result.exceptions.push_back(std::move(exception));
      return;
    }
    const TextDifference &found = *explanation.difference;
    Difference difference{nameOf(other.kind),
                          other.name,
                          {},
                          one.place,
                          other.place,
                          store.readable(found.before),
                          store.readable(found.after),
                          found.instruction};
    if (one.kind != other.kind)
      difference.message = std::string("was a ") + nameOf(one.kind);
    else if (found.instruction == 0)
      difference.message = "linkage, type or attributes differ";
    else if (other.kind == EntityKind::Function)
      difference.message = "the code differs";
    else
      difference.message = "the initial value differs";
    if (found.beforeLine)
      difference.before.line = found.beforeLine;
    if (found.afterLine)
      difference.after.line = found.afterLine;
    differ(std::move(difference));
  }

  // --- what the linker leaves in a library ------------------------------------------------------

  using Same = std::set<std::pair<const Entity *, const Entity *>>;

  /// The same code with all internal entities that it mentions, in whichever units they stand.
  bool areSame(const Definition &was, const Definition &is, Same &known) const {
    if (!known.insert({&was.get(), &is.get()}).second)
      return true; // being looked at
    const Entity &one = was.get(), &other = is.get();
    if (was.unit->environment != is.unit->environment || one.locals.size() != other.locals.size())
      return false;
    if (one.text != other.text && explain({store.text(one.text), one, *was.unit},
                                          {store.text(other.text), other, *is.unit}, names)
                                      .difference)
      return false;
    for (std::size_t mention = 0; mention < one.locals.size(); ++mention)
      if (!areSame({was.unit, one.locals[mention], {}}, {is.unit, other.locals[mention], {}},
                   known))
        return false;
    return true;
  }

  /// In a library, and the linker does not take it from there. The other tree has it, too, so it
  /// may as well be in another library, or in one that the program does not link. Then what was
  /// compared; else nothing.
  Same leftInLibrary(const Program &program, EntityId id, bool isNew) const {
    if (program.isLinked(id.unit))
      return {};
    const Definitions &others = isNew ? link.definedBefore : link.definedAfter;
    const auto found = others.find(definitionKey(program[id]));
    if (found == others.end())
      return {};
    const Definition definition{&program.unitOf(id), id.entity, {}};
    for (const Definition &other : found->second)
      if (Same known; isNew ? areSame(other, definition, known) : areSame(definition, other, known))
        return known;
    return {};
  }

  bool isLeftInLibrary(const Program &program, EntityId id, bool isNew) const {
    return !leftInLibrary(program, id, isNew).empty();
  }

  /// The same for what is then no difference, all of which was compared.
  bool passLeftInLibrary(const Program &program, EntityId id, bool isNew) {
    const Same same = leftInLibrary(program, id, isNew);
    for (const auto &[one, other] : same)
      result.pairs.push_back({other->kind, other->binding == Binding::Internal, one->symbol,
                              other->symbol, other->text});
    if (!same.empty())
      (isNew ? result.newlyLinked : result.unlinked).push_back(program[id].name);
    return !same.empty();
  }

  // --- entities with linkage --------------------------------------------------------------------

  void missing(const Program &program, EntityId id, bool isNew) {
    const Entity &entity = program[id];
    if (entity.isElsewhere)
      return; // what defines it is compared, or outside of both trees
    if (passLeftInLibrary(program, id, isNew))
      return;
    if (link.isLibrary && entity.binding != Binding::Internal)
      if (std::optional<Move> move =
              moveOf(entity.key, program.name(), isNew, link.definedBefore, link.definedAfter)) {
        result.moves.push_back(*std::move(move));
        return;
      }
    Difference difference;
    difference.kind = isNew ? "new" : "missing";
    difference.name = entity.name;
    difference.message = std::string(nameOf(entity.kind)) +
                         (isNew ? " is defined after only" : " is defined before only");
    (isNew ? difference.after : difference.before) = entity.place;
    differ(std::move(difference));
  }

  static std::vector<EntityId> strongOf(const Program &program,
                                        const std::vector<EntityId> &copies) {
    std::vector<EntityId> strong;
    for (const EntityId id : copies)
      if (program[id].binding == Binding::Strong)
        strong.push_back(id);
    return strong;
  }

  void matchExternals() {
    for (const auto &[key, copies] : before.definitions()) {
      const auto found = after.definitions().find(key);
      if (found == after.definitions().end()) {
        missing(before, before.chosen(copies), false);
        continue;
      }
      for (const EntityId id : copies)
        if (before[id].symbol != before[copies.front()].symbol) {
          differ("collision", id, after.chosen(found->second),
                 "and '" + before[copies.front()].symbol + "' would be one under the renames");
          break;
        }
      std::vector<EntityId> was = strongOf(before, copies);
      std::vector<EntityId> is = strongOf(after, found->second);
      if (was.size() <= 1 && is.size() <= 1) {
        pair(before.chosen(copies), after.chosen(found->second));
        continue;
      }
      // The linker takes one of several libraries' and leaves the others where they are.
      if (link.orderKnown && !was.empty() && !is.empty()) {
        const EntityId one = before.chosen(copies), other = after.chosen(found->second);
        pair(one, other);
        std::erase(was, one);
        std::erase(is, other);
      }
      // Several strong definitions: several programs in one database, or a mistake. Each takes the
      // one with its text, the rest in order.
      if (strongOf(before, copies).size() != strongOf(after, found->second).size())
        differ("definitions", was.empty() ? copies.front() : was.front(),
               is.empty() ? found->second.front() : is.front(),
               "is defined " + std::to_string(was.size()) + " times before and " +
                   std::to_string(is.size()) + " times after");
      std::vector<EntityId> rest;
      for (const EntityId id : was) {
        const auto same = std::find_if(is.begin(), is.end(), [&](EntityId other) {
          return after[other].text == before[id].text;
        });
        if (same == is.end()) {
          rest.push_back(id);
          continue;
        }
        pair(id, *same);
        is.erase(same);
      }
      for (std::size_t index = 0; index < std::min(rest.size(), is.size()); ++index)
        pair(rest[index], is[index]);
    }
    for (const auto &[key, copies] : after.definitions())
      if (!before.definitions().contains(key))
        missing(after, after.chosen(copies), true);
    drain();
  }

  /// Inline functions and the like exist in many units: each copy must be like one before. The
  /// copies before need not be alike: what the compiler knows of a callee depends on the unit.
  void compareCopies() {
    for (const auto &[key, copies] : after.definitions()) {
      const auto found = before.definitions().find(key);
      if (found == before.definitions().end())
        continue;
      std::set<Hash> known;
      std::vector<EntityId> kinds; // one of each text
      for (const EntityId id : found->second)
        if (known.insert(before[id].text).second)
          kinds.push_back(id);
      compareVariants(found->second, copies);
      const EntityId chosen = after.chosen(copies);
      for (const EntityId id : copies) {
        reachedAfter.insert(id);
        if (id == chosen || !known.insert(after[id].text).second ||
            after[id].text == after[chosen].text)
          continue;
        if (after[id].binding == Binding::Strong && after[chosen].binding == Binding::Strong)
          continue; // matched above
        const std::size_t differences = result.differences.size();
        const auto alike = std::find_if(kinds.begin(), kinds.end(), [&](EntityId kind) {
          return !explanationOf(kind, id).difference;
        });
        explainPair(alike == kinds.end() ? before.chosen(found->second) : *alike, id);
        for (std::size_t index = differences; index < result.differences.size(); ++index) {
          result.differences[index].kind = "copies";
          result.differences[index].message = "a copy of it in another unit is not alike";
        }
      }
    }
  }

  /// Where the copies before are not alike, against the rule of one definition, each unit may work
  /// with its own: a unit that is in both trees has the same as before.
  void compareVariants(const std::vector<EntityId> &was, const std::vector<EntityId> &is) {
    const auto isAlike = [&](EntityId id) { return before[id].text == before[was.front()].text; };
    if (std::all_of(was.begin(), was.end(), isAlike))
      return;
    const auto sourceOf = [](const Program &program, EntityId id) {
      const Unit &unit = program.unitOf(id);
      return isWithin(unit.source, unit.root) ? relativePath(unit.source, unit.root) : unit.source;
    };
    std::multimap<std::string, EntityId> known;
    for (const EntityId id : was)
      known.emplace(sourceOf(before, id), id);
    for (const EntityId id : is) {
      const auto [first, last] = known.equal_range(sourceOf(after, id));
      if (first != last && std::none_of(first, last, [&](const auto &entry) {
            return before[entry.second].text == after[id].text ||
                   !explanationOf(entry.second, id).difference;
          }))
        differ("copies", first->second, id,
               "has copies that are not alike, and its unit had another one before");
    }
  }

  // --- dynamic initialisation -----------------------------------------------------------------

  /// What a step is, without regard to its unit: its code and what it mentions. Steps of one label
  /// are paired in the order in which they run, so it says nothing of when that is.
  std::string labelOf(const Program &program, const ProgramStep &step) const {
    if (!step.initialiser.local)
      return step.initialiser.key;
    const EntityId id{step.unit, *step.initialiser.local};
    std::string label = program[id].text.hex();
    for (std::size_t mention = 0; mention < program[id].locals.size(); ++mention) {
      const EntityId local = program.local(id, mention);
      label += " " + ownName(program, local) + program[local].text.hex();
    }
    return label;
  }

  static EntityId idOf(const Program &program, const ProgramStep &step) {
    if (step.initialiser.local)
      return {step.unit, *step.initialiser.local};
    const auto found = program.definitions().find(step.initialiser.key);
    return found == program.definitions().end() ? EntityId{step.unit, 0}
                                                : program.chosen(found->second);
  }

  /// The variable that a step initialises, as far as its code tells: the first one it mentions.
  static std::string subjectOf(const Program &program, EntityId id, const TextStore &store) {
    for (std::size_t mention = 0; mention < program[id].locals.size(); ++mention) {
      const Entity &local = program[program.local(id, mention)];
      if (local.kind == EntityKind::Variable)
        return local.name;
    }
    // Functions are called, variables are passed or stored to.
    const std::string text = store.readable(store.text(program[id].text));
    std::string first;
    for (std::size_t at = text.find("ptr @'"); at != std::string::npos;
         at = text.find("ptr @'", at + 1)) {
      const std::size_t end = text.find('\'', at + 6);
      const std::string name = text.substr(at + 6, end - at - 6);
      if (name.find('(') == std::string::npos && name != "__dso_handle")
        return name;
      if (first.empty())
        first = name;
    }
    return first.empty() ? program[id].name : first;
  }

  void matchInitialisers() {
    const std::vector<ProgramStep> &was = before.initialisers(), &is = after.initialisers();
    result.initialisers = is.size();
    std::multimap<std::string, std::size_t> unmatched;
    for (std::size_t index = 0; index < is.size(); ++index)
      unmatched.emplace(labelOf(after, is[index]), index);
    std::vector<std::pair<std::size_t, std::size_t>> steps; // before, after
    std::vector<std::size_t> rest;
    for (std::size_t index = 0; index < was.size(); ++index) {
      const std::string label = labelOf(before, was[index]);
      const auto found = unmatched.lower_bound(label);
      if (found == unmatched.end() || found->first != label) {
        rest.push_back(index);
        continue;
      }
      steps.emplace_back(index, found->second);
      unmatched.erase(found);
    }
    // Those whose code differs: in the order that is left.
    std::vector<std::size_t> left;
    for (const auto &[label, index] : unmatched)
      left.push_back(index);
    std::sort(left.begin(), left.end());
    for (std::size_t index = 0; index < std::min(rest.size(), left.size()); ++index)
      steps.emplace_back(rest[index], left[index]);
    for (std::size_t index = left.size(); index < rest.size(); ++index)
      stepMissing(before, was[rest[index]], false);
    for (std::size_t index = rest.size(); index < left.size(); ++index)
      stepMissing(after, is[left[index]], true);
    std::sort(steps.begin(), steps.end());
    for (const auto &[one, other] : steps) {
      if (was[one].initialiser.local && is[other].initialiser.local)
        pair(idOf(before, was[one]), idOf(after, is[other]));
      if (was[one].initialiser.isAtExit != is[other].initialiser.isAtExit)
        differ("initialiser-order", idOf(before, was[one]), idOf(after, is[other]),
               is[other].initialiser.isAtExit ? "runs at the end, and ran at the start before"
                                              : "runs at the start, and ran at the end before");
      if (was[one].initialiser.priority != is[other].initialiser.priority)
        differ("initialiser-order", idOf(before, was[one]), idOf(after, is[other]),
               "has another priority of initialisation");
      if (was[one].isLinked != is[other].isLinked) {
        const EntityId id = idOf(after, is[other]);
        differ({"linked",
                subjectOf(after, id, store),
                was[one].isLinked
                    ? "is initialised before and not after: the linker does not take "
                      "its unit out of the library any more"
                    : "is initialised after and not before: the linker takes its unit "
                      "out of the library now",
                before[idOf(before, was[one])].place,
                after[id].place,
                {},
                {},
                0});
      }
    }
    compareOrder(steps);
    drain();
  }

  void stepMissing(const Program &program, const ProgramStep &step, bool isNew) {
    const EntityId id = idOf(program, step);
    if (isLeftInLibrary(program, id, isNew))
      return;
    Difference difference;
    difference.kind = "initialiser";
    difference.name = subjectOf(program, id, store);
    difference.message =
        isNew ? "is initialised at run time after only" : "is initialised at run time before only";
    (isNew ? difference.after : difference.before) = program[id].place;
    differ(std::move(difference));
  }

  void compareOrder(const std::vector<std::pair<std::size_t, std::size_t>> &steps) {
    const std::vector<ProgramStep> &was = before.initialisers(), &is = after.initialisers();
    for (std::size_t index = 1; index < steps.size(); ++index) {
      const auto &[previousBefore, previousAfter] = steps[index - 1];
      const auto &[stepBefore, stepAfter] = steps[index];
      const bool wasOneUnit = was[previousBefore].unit == was[stepBefore].unit;
      const bool isOneUnit = is[previousAfter].unit == is[stepAfter].unit;
      const std::string subject = subjectOf(after, idOf(after, is[stepAfter]), store);
      const std::string previous = subjectOf(after, idOf(after, is[previousAfter]), store);
      Difference difference{"initialiser-order",
                            subject,
                            {},
                            before[idOf(before, was[stepBefore])].place,
                            after[idOf(after, is[stepAfter])].place,
                            {},
                            {},
                            0};
      if ((link.orderKnown || (wasOneUnit && isOneUnit)) && previousAfter > stepAfter) {
        difference.message = "is initialised after '" + previous + "' before, and before it after";
      } else if (wasOneUnit && !isOneUnit) {
        difference.message = "is initialised after '" + previous +
                             "' before; now they are in two units, whose order is not specified";
      } else {
        continue;
      }
      differ(std::move(difference));
    }
  }

  // --- what nothing with linkage mentions -------------------------------------------------------

  static std::map<std::string, std::vector<EntityId>> retainedOf(const Program &program) {
    std::map<std::string, std::vector<EntityId>> retained;
    for (std::uint32_t unit = 0; unit < program.units().size(); ++unit)
      for (const auto &[index, byLinker] : program.units()[unit]->retained)
        if (program[{unit, index}].binding == Binding::Internal)
          retained[(byLinker ? "retained " : "used ") + ownName(program, {unit, index})].push_back(
              {unit, index});
    return retained;
  }

  /// Internal entities that __attribute__((used)) keeps: by name.
  void matchRetained() {
    const auto was = retainedOf(before), is = retainedOf(after);
    for (const auto &[name, copies] : was) {
      const auto found = is.find(name);
      const std::size_t count = found == is.end() ? 0 : found->second.size();
      for (std::size_t index = 0; index < std::min(count, copies.size()); ++index)
        pair(copies[index], found->second[index]);
      for (std::size_t index = count; index < copies.size(); ++index)
        missing(before, copies[index], false);
    }
    for (const auto &[name, copies] : is) {
      const auto found = was.find(name);
      const std::size_t count = found == was.end() ? 0 : found->second.size();
      for (std::size_t index = count; index < copies.size(); ++index)
        missing(after, copies[index], true);
    }
    drain();
    // The attribute itself, of entities with linkage.
    for (const bool isAfter : {false, true}) {
      const Program &program = isAfter ? after : before;
      for (const Unit *unit : program.units())
        for (const auto &[index, byLinker] : unit->retained)
          if (unit->entities[index].binding != Binding::Internal)
            kept[isAfter].insert({unit->entities[index].key, byLinker});
    }
    for (const auto &[key, copies] : before.definitions())
      for (const bool byLinker : {false, true})
        if (after.definitions().contains(key) &&
            kept[0].contains({key, byLinker}) != kept[1].contains({key, byLinker})) {
          const EntityId now = after.chosen(after.definitions().at(key));
          differ(nameOf(after[now].kind), before.chosen(copies), now,
                 byLinker ? "is marked as retained on one side only"
                          : "is marked as used on one side only");
        }
  }

  /// Internal entities that only copies dropped by the linker mention: some entity of that name is
  /// the same before.
  void matchUnreached() {
    std::map<std::string, std::vector<EntityId>> known;
    for (const EntityId id : before.internals())
      known[ownName(before, id)].push_back(id);
    for (const EntityId id : after.internals()) {
      if (reachedAfter.contains(id))
        continue;
      const auto found = known.find(ownName(after, id));
      if (found == known.end()) {
        if (!after[id].isState) // the census counts those
          missing(after, id, true);
        continue;
      }
      const auto same =
          std::find_if(found->second.begin(), found->second.end(), [&](EntityId candidate) {
            return before[candidate].text == after[id].text;
          });
      if (same == found->second.end() && passLeftInLibrary(after, id, true))
        continue;
      const EntityId partner = same == found->second.end() ? found->second.front() : *same;
      result.pairs.push_back(
          {after[id].kind, true, before[partner].symbol, after[id].symbol, after[id].text});
      if (same == found->second.end())
        explainPair(partner, id);
    }
  }

  // --- census -----------------------------------------------------------------------------------

  std::map<std::string, std::vector<EntityId>> stateOf(const Program &program, bool isNew,
                                                       std::size_t &count) const {
    std::map<std::string, std::vector<EntityId>> state;
    for (const EntityId id : program.internals())
      if (program[id].isState && ((isNew ? reachedAfter.contains(id) : partners.contains(id)) ||
                                  !isLeftInLibrary(program, id, isNew))) {
        state[ownName(program, id)].push_back(id);
        ++count;
      }
    for (const auto &[key, copies] : program.definitions())
      count += program[program.chosen(copies)].isState;
    return state;
  }

  /// Everything with state exists as often after as before. (What has linkage exists once, or is
  /// reported as missing, new or defined several times.)
  void takeCensus() {
    const auto was = stateOf(before, false, result.stateBefore);
    const auto is = stateOf(after, true, result.stateAfter);
    std::set<std::string> all;
    for (const auto &[name, ids] : was)
      all.insert(name);
    for (const auto &[name, ids] : is)
      all.insert(name);
    for (const std::string &name : all) {
      const auto one = was.find(name), other = is.find(name);
      const std::size_t countBefore = one == was.end() ? 0 : one->second.size();
      const std::size_t countAfter = other == is.end() ? 0 : other->second.size();
      if (countBefore == countAfter)
        continue;
      Difference difference;
      difference.kind = "state";
      difference.name = name;
      difference.message = "exists " + std::to_string(countBefore) + " times before and " +
                           std::to_string(countAfter) + " times after";
      if (countBefore)
        difference.before = before[one->second.back()].place;
      if (countAfter)
        difference.after = after[other->second.back()].place;
      differ(std::move(difference));
    }
  }

  // --- the rest ---------------------------------------------------------------------------------

  void compareDeclarations() {
    for (const auto &[key, declaration] : after.declarations()) {
      const auto found = before.declarations().find(key);
      if (found == before.declarations().end())
        continue;
      // The function that initialises a thread_local variable exists only where the variable needs
      // one (Itanium ABI, 2.8): of others it is a weak reference to nothing.
      const bool isThreadInit = declaration.isWeak && declaration.symbol.starts_with("_ZTH") &&
                                found->second.isWeak && found->second.symbol.starts_with("_ZTH") &&
                                !link.definedBefore.contains(key);
      if (found->second.symbol != declaration.symbol && !link.definedAfter.contains(key) &&
          !isThreadInit) {
        Difference difference;
        difference.kind = "declaration";
        difference.name = declaration.name;
        difference.message = "is renamed, but nothing in the tree defines it";
        difference.beforeText = found->second.symbol;
        difference.afterText = declaration.symbol;
        differ(std::move(difference));
      }
    }
  }

  static std::map<std::string, std::vector<const Record *>> recordsOf(const Program &program) {
    std::map<std::string, std::vector<const Record *>> records;
    for (const Unit *unit : program.units())
      for (const auto &[key, record] : unit->records) {
        std::vector<const Record *> &known = records[key];
        if (std::none_of(known.begin(), known.end(),
                         [&](const Record *other) { return other->layout == record.layout; }))
          known.push_back(&record);
      }
    return records;
  }

  void compareRecords() {
    const auto was = recordsOf(before), is = recordsOf(after);
    for (const auto &[key, variants] : is) {
      const auto found = was.find(key);
      if (found == was.end())
        continue;
      ++result.records;
      for (const Record *record : variants) {
        const bool isKnown =
            std::any_of(found->second.begin(), found->second.end(),
                        [&](const Record *other) { return other->layout == record->layout; });
        if (!isKnown)
          differ({"record", record->name, "size or layout differs", found->second.front()->place,
                  record->place, found->second.front()->layout, record->layout, 0});
      }
    }
  }

  /// File-scope assembly and assembly sources: the same texts, wherever they stand.
  void compareAssembly() {
    std::multiset<std::string> was, is;
    for (const Unit *unit : before.units())
      if (!unit->assembly.empty())
        was.insert(unit->assembly);
    for (const Unit *unit : after.units())
      if (!unit->assembly.empty())
        is.insert(unit->assembly);
    std::vector<std::string> lost, gained;
    std::set_difference(was.begin(), was.end(), is.begin(), is.end(), std::back_inserter(lost));
    std::set_difference(is.begin(), is.end(), was.begin(), was.end(), std::back_inserter(gained));
    const auto sourceOf = [](const Program &program, const std::string &text) {
      for (const Unit *unit : program.units())
        if (unit->assembly == text)
          return Location{unit->source, 0, 0};
      return Location{};
    };
    for (std::size_t index = 0; index < std::max(lost.size(), gained.size()); ++index) {
      Difference difference{"assembly", "assembly", "differs", {}, {}, {}, {}, 0};
      if (index < lost.size()) {
        difference.before = sourceOf(before, lost[index]);
        difference.beforeText = lost[index];
      }
      if (index < gained.size()) {
        difference.after = sourceOf(after, gained[index]);
        difference.afterText = gained[index];
      }
      differ(std::move(difference));
    }
  }

  /// Assembly that fills tables: those of a program lie in the order of its units.
  void compareAssemblyOrder() {
    if (!link.orderKnown)
      return;
    const auto tablesOf = [](const Program &program) {
      std::map<std::string, std::vector<std::string>> tables;
      for (std::uint32_t unit = 0; unit < program.units().size(); ++unit)
        if (const std::string &text = program.units()[unit]->assembly;
            !text.empty() && program.isLinked(unit))
          for (const std::string &section : sectionsOfAssembly(text))
            if (isTable(section))
              tables[section].push_back(text);
      return tables;
    };
    auto was = tablesOf(before), is = tablesOf(after);
    for (const auto &[section, texts] : was)
      is.try_emplace(section);
    for (auto &[section, texts] : is) {
      std::vector<std::string> old = was[section], sorted = texts;
      if (old == texts)
        continue;
      std::sort(old.begin(), old.end());
      std::sort(sorted.begin(), sorted.end());
      differ({"section-order",
              section,
              old == sorted ? "is filled by assembly in another order"
                            : "is filled by other assembly, or by some that is linked on one side",
              {},
              {},
              {},
              {},
              0});
    }
  }

  // --- the link ---------------------------------------------------------------------------------

  /// What assembly defines is not known; a shared library may export it.
  void compareLinkedAssembly() {
    if (!link.isShared)
      return;
    std::map<std::string, Location> linked[2]; // text, source: before, after
    for (const bool isAfter : {false, true}) {
      const Program &program = isAfter ? after : before;
      for (std::uint32_t unit = 0; unit < program.units().size(); ++unit)
        if (const Unit &source = *program.units()[unit];
            !source.assembly.empty() && program.isLinked(unit))
          linked[isAfter].try_emplace(source.assembly, Location{source.source, 0, 0});
    }
    for (const bool isAfter : {false, true})
      for (const auto &[text, place] : linked[isAfter])
        if (!linked[!isAfter].contains(text))
          differ({"linked",
                  "assembly",
                  isAfter ? "is linked in after and not before, and may export what it defines"
                          : "is linked in before and not after, and may export what it defines",
                  isAfter ? Location{} : place,
                  isAfter ? place : Location{},
                  {},
                  {},
                  0});
  }

  /// What the linker leaves in a library has no effect; it must be the same that has one.
  void compareLinked() {
    for (const auto &[key, copies] : after.definitions()) {
      const auto found = before.definitions().find(key);
      if (found == before.definitions().end())
        continue;
      const EntityId was = before.chosen(found->second), is = after.chosen(copies);
      const bool wasLinked = before.isLinked(was.unit), nowLinked = after.isLinked(is.unit);
      if (wasLinked == nowLinked)
        continue;
      const auto declaredBefore = before.declarations().find(key);
      const auto declaredAfter = after.declarations().find(key);
      const bool isAskedFor =
          (declaredBefore != before.declarations().end() && declaredBefore->second.isWeak) ||
          (declaredAfter != after.declarations().end() && declaredAfter->second.isWeak);
      const bool hasEffect = isAskedFor || kept[0].contains({key, true}) ||
                             !after[is].section.empty() || (link.isShared && after[is].isExported);
      if (hasEffect)
        differ("linked", was, is,
               wasLinked ? "is linked in before and not after"
                         : "is linked in after and not before");
      else
        (wasLinked ? result.unlinked : result.newlyLinked).push_back(after[is].name);
    }
    for (const auto &[was, is] : partners) {
      const Entity &entity = after[is];
      if (entity.binding == Binding::Internal && !entity.section.empty() &&
          before.isLinked(was.unit) != after.isLinked(is.unit))
        differ("linked", was, is, "is linked in on one side only");
    }
  }

  /// Whether the order in a section that the source asks for is seen: not in those that every
  /// program has. (Those of one entity each, `.text.f`, are made by the compiler's options.)
  static bool isTable(const std::string &section) {
    for (const std::string_view common : {".data", ".bss", ".rodata", ".tdata", ".tbss", ".text"})
      if (section == common)
        return false;
    return !section.empty();
  }

  /// What the linker takes from any unit that has a copy of it has no place among its unit's.
  static bool hasPlace(const Entity &entity) {
    return entity.kind == EntityKind::Variable ||
           (entity.kind == EntityKind::Function && entity.binding != Binding::Weak);
  }

  /// Variables that the source puts into a section of its own are a table, from the first unit of
  /// the link to the last; of functions the first one may be where an image is entered.
  void compareSections() {
    std::map<EntityId, EntityId> ordered; // by place in the program before
    for (const auto &[was, is] : partners) {
      const Entity &entity = after[is];
      if (hasPlace(entity) && isTable(entity.section) && before.isLinked(was.unit) &&
          after.isLinked(is.unit))
        ordered.emplace(was, is);
    }
    std::map<std::string, std::pair<EntityId, EntityId>> last;
    for (const auto &[was, is] : ordered) {
      const auto [previous, isFirst] = last.try_emplace(after[is].section, was, is);
      if (isFirst)
        continue;
      const auto [previousBefore, previousAfter] = previous->second;
      previous->second = {was, is};
      const bool wasOneUnit = previousBefore.unit == was.unit;
      const bool isOneUnit = previousAfter.unit == is.unit;
      if (!link.orderKnown && !wasOneUnit)
        continue; // there was no order
      if (previousAfter < is && (link.orderKnown || isOneUnit))
        continue;
      differ("section-order", was, is,
             "does not come after '" + after[previousAfter].name + "' in section " +
                 after[is].section + " any more");
    }
  }

  /// Several copies of what was one, or the other way round: no state, and yet the program can tell
  /// if it compares addresses.
  void compareAddresses() {
    const auto except = [&](EntityId was, EntityId is, std::size_t countBefore,
                            std::size_t countAfter) {
      result.exceptions.push_back({"address", after[is].name, before[was].place, after[is].place,
                                   std::to_string(countBefore), std::to_string(countAfter)});
    };
    for (const auto &[was, copies] : addressesAfter)
      if (copies.size() > 1)
        except(was, *copies.begin(), 1, copies.size());
    for (const auto &[is, copies] : addressesBefore)
      if (copies.size() > 1)
        except(*copies.begin(), is, copies.size(), 1);
  }

  const Program &before;
  const Program &after;
  const TextStore &store;
  const SymbolNames &names;
  const LinkKnowledge &link;
  ProgramResult result;
  std::set<std::pair<EntityId, EntityId>> paired;
  std::vector<std::pair<EntityId, EntityId>> open;
  std::map<EntityId, EntityId> stateAfter, stateBefore;
  std::map<EntityId, EntityId> partners;
  std::map<EntityId, std::set<EntityId>> addressesAfter, addressesBefore;
  std::set<EntityId> reachedAfter;
  std::set<std::pair<Hash, Hash>> assumptions, environments; // reported
  std::set<std::pair<std::string, bool>> kept[2];            // key, by the linker: before, after
};

} // namespace

ProgramResult matchPrograms(const Program &before, const Program &after, const TextStore &store,
                            const SymbolNames &names, const LinkKnowledge &link) {
  return Matcher(before, after, store, names, link).run();
}

} // namespace levitate::equivalence
