#include "verify/equivalence/match.h"

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
          const SymbolNames &names, bool linkOrderKnown, const std::set<std::string> &definedAfter)
      : before(before), after(after), store(store), names(names), linkOrderKnown(linkOrderKnown),
        definedAfter(definedAfter) {
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
    compareUnits();
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
  }

  static std::string nameWithPlace(const Program &program, EntityId id) {
    const Entity &entity = program[id];
    const std::string place = formatLocation(entity.place);
    return "'" + entity.name + "'" + (place.empty() ? "" : " (" + place + ")");
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
    reachedBefore.insert(was);
    reachedAfter.insert(is);
    if (one.text != other.text)
      explainPair(was, is);
    else if (one.symbol.starts_with("_ZTS") && one.symbol != other.symbol)
      result.exceptions.push_back(
          {"RTTI name", other.name, one.place, other.place, one.symbol, other.symbol});
    pairLocals(was, is);
  }

  void explainPair(EntityId was, EntityId is) {
    const Entity &one = before[was], &other = after[is];
    const std::string text = store.text(one.text), now = store.text(other.text);
    Explanation explanation =
        explain({text, one, before.unitOf(was)}, {now, other, after.unitOf(is)}, names);
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

  // --- entities with linkage --------------------------------------------------------------------

  void missing(const Program &program, EntityId id, bool isNew) {
    const Entity &entity = program[id];
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
      const std::vector<EntityId> was = strongOf(before, copies);
      std::vector<EntityId> is = strongOf(after, found->second);
      if (was.size() <= 1 && is.size() <= 1) {
        pair(before.chosen(copies), after.chosen(found->second));
        continue;
      }
      // Several strong definitions: several programs in one database, or a mistake. Each takes the
      // one with its text, the rest in order.
      if (was.size() != is.size())
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

  /// Inline functions and the like exist in many units: the copies must be alike.
  void compareCopies() {
    for (const auto &[key, copies] : after.definitions()) {
      const auto found = before.definitions().find(key);
      if (found == before.definitions().end())
        continue;
      std::set<Hash> known;
      for (const EntityId id : found->second)
        known.insert(before[id].text);
      const EntityId chosen = after.chosen(copies);
      for (const EntityId id : copies) {
        reachedAfter.insert(id);
        if (id == chosen || !known.insert(after[id].text).second ||
            after[id].text == after[chosen].text)
          continue;
        if (after[id].binding == Binding::Strong && after[chosen].binding == Binding::Strong)
          continue; // matched above
        const std::size_t differences = result.differences.size();
        explainPair(before.chosen(found->second), id);
        for (std::size_t index = differences; index < result.differences.size(); ++index) {
          result.differences[index].kind = "copies";
          result.differences[index].message = "a copy of it in another unit is not alike";
        }
      }
    }
  }

  // --- dynamic initialisation -----------------------------------------------------------------

  /// What a step is, without regard to its unit: its code and what it mentions.
  std::string labelOf(const Program &program, const ProgramStep &step) const {
    std::string label = std::to_string(step.initialiser.isAtExit) + " " +
                        std::to_string(step.initialiser.priority) + " ";
    if (!step.initialiser.local)
      return label + step.initialiser.key;
    const EntityId id{step.unit, *step.initialiser.local};
    label += program[id].text.hex();
    for (std::size_t mention = 0; mention < program[id].locals.size(); ++mention) {
      const EntityId local = program.local(id, mention);
      label += " " + withoutUnitNumbers(program[local].name) + program[local].text.hex();
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
      const auto found = unmatched.lower_bound(labelOf(before, was[index]));
      if (found == unmatched.end() || found->first != labelOf(before, was[index])) {
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
      if (was[one].initialiser.priority != is[other].initialiser.priority)
        differ("initialiser-order", idOf(before, was[one]), idOf(after, is[other]),
               "has another priority of initialisation");
    }
    compareOrder(steps);
    drain();
  }

  void stepMissing(const Program &program, const ProgramStep &step, bool isNew) {
    const EntityId id = idOf(program, step);
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
      if ((linkOrderKnown || (wasOneUnit && isOneUnit)) && previousAfter > stepAfter) {
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
      for (const std::uint32_t index : program.units()[unit]->retained)
        if (program[{unit, index}].binding == Binding::Internal)
          retained[withoutUnitNumbers(program[{unit, index}].name)].push_back({unit, index});
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
      std::set<std::string> &kept = isAfter ? keptAfter : keptBefore;
      for (const Unit *unit : program.units())
        for (const std::uint32_t index : unit->retained)
          if (unit->entities[index].binding != Binding::Internal)
            kept.insert(unit->entities[index].key);
    }
    for (const auto &[key, copies] : before.definitions())
      if (after.definitions().contains(key) && keptBefore.contains(key) != keptAfter.contains(key))
        differ("variable", before.chosen(copies), after.chosen(after.definitions().at(key)),
               "is marked as used on one side only");
  }

  /// Internal entities that only copies dropped by the linker mention: some entity of that name is
  /// the same before.
  void matchUnreached() {
    std::map<std::string, std::vector<EntityId>> known;
    for (const EntityId id : before.internals())
      known[withoutUnitNumbers(before[id].name)].push_back(id);
    for (const EntityId id : after.internals()) {
      if (reachedAfter.contains(id))
        continue;
      const auto found = known.find(withoutUnitNumbers(after[id].name));
      if (found == known.end()) {
        if (!after[id].isState) // the census counts those
          missing(after, id, true);
        continue;
      }
      const auto same =
          std::find_if(found->second.begin(), found->second.end(), [&](EntityId candidate) {
            return before[candidate].text == after[id].text;
          });
      const EntityId partner = same == found->second.end() ? found->second.front() : *same;
      result.pairs.push_back(
          {after[id].kind, true, before[partner].symbol, after[id].symbol, after[id].text});
      if (same == found->second.end())
        explainPair(partner, id);
    }
  }

  // --- census
  // -------------------------------------------------------------------------------------

  static std::map<std::string, std::vector<EntityId>> stateOf(const Program &program,
                                                              std::size_t &count) {
    std::map<std::string, std::vector<EntityId>> state;
    for (const EntityId id : program.internals())
      if (program[id].isState) {
        state[withoutUnitNumbers(program[id].name)].push_back(id);
        ++count;
      }
    for (const auto &[key, copies] : program.definitions())
      count += program[program.chosen(copies)].isState;
    return state;
  }

  /// Everything with state exists as often after as before. (What has linkage exists once, or is
  /// reported as missing, new or defined several times.)
  void takeCensus() {
    const auto was = stateOf(before, result.stateBefore);
    const auto is = stateOf(after, result.stateAfter);
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

  // --- the rest
  // -------------------------------------------------------------------------------------

  void compareDeclarations() {
    for (const auto &[key, declaration] : after.declarations()) {
      const auto found = before.declarations().find(key);
      if (found == before.declarations().end())
        continue;
      if (found->second.symbol != declaration.symbol && !definedAfter.contains(key)) {
        Difference difference;
        difference.kind = "declaration";
        difference.name = declaration.name;
        difference.message = "is renamed, but nothing in the tree defines it";
        difference.beforeText = found->second.symbol;
        difference.afterText = declaration.symbol;
        differ(std::move(difference));
      }
      for (const Hash &text : declaration.texts) {
        if (found->second.texts.contains(text))
          continue;
        Difference difference;
        difference.kind = "declaration";
        const auto defined = after.definitions().find(key);
        difference.name = declaration.name;
        if (defined != after.definitions().end())
          difference.after = after[after.chosen(defined->second)].place;
        difference.message = "is declared otherwise to its users";
        difference.beforeText = store.readable(trim(store.text(*found->second.texts.begin())));
        difference.afterText = store.readable(trim(store.text(text)));
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

  void compareUnits() {
    const auto compare = [&](const char *what, auto field) {
      std::set<std::string> was, is;
      for (const Unit *unit : before.units())
        was.insert(unit->*field);
      for (const Unit *unit : after.units())
        is.insert(unit->*field);
      for (const std::string &text : is)
        if (!was.contains(text))
          differ({"flags", what, "differs", {}, {}, was.empty() ? "" : *was.begin(), text, 0});
    };
    compare("target", &Unit::target);
    compare("module flags", &Unit::flags);
    compare("compiler options", &Unit::options);
    std::multiset<std::string> was, is;
    for (const Unit *unit : before.units())
      if (!unit->assembly.empty())
        was.insert(unit->assembly);
    for (const Unit *unit : after.units())
      if (!unit->assembly.empty())
        is.insert(unit->assembly);
    if (was != is)
      differ({"assembly",
              "file-scope asm",
              "differs",
              {},
              {},
              was.empty() ? "" : *was.begin(),
              is.empty() ? "" : *is.begin(),
              0});
  }

  const Program &before;
  const Program &after;
  const TextStore &store;
  const SymbolNames &names;
  bool linkOrderKnown;
  const std::set<std::string> &definedAfter;
  ProgramResult result;
  std::set<std::pair<EntityId, EntityId>> paired;
  std::vector<std::pair<EntityId, EntityId>> open;
  std::map<EntityId, EntityId> stateAfter, stateBefore;
  std::set<EntityId> reachedBefore, reachedAfter;
  std::set<std::string> keptBefore, keptAfter;
};

} // namespace

ProgramResult matchPrograms(const Program &before, const Program &after, const TextStore &store,
                            const SymbolNames &names, bool linkOrderKnown,
                            const std::set<std::string> &definedAfter) {
  return Matcher(before, after, store, names, linkOrderKnown, definedAfter).run();
}

} // namespace levitate::equivalence
