#include "tool/plan/move/state.h"

#include "base/qualified_name.h"
#include "base/text.h"

#include <algorithm>

namespace levitate::plan::move {

using namespace facts;

State::State(Context &context, BuildFiles &build, const recipe::Step &step,
             const recipe::Move &move, const Program &program)
    : context(context), build(build), step(step), move(move), program(program), names(program),
      includes(context, program) {
  for (const auto &[file, facts] : program.files)
    for (const Include &include : facts.includes)
      included.insert(include.resolved);
}

bool State::isHeader(const std::string &file) const {
  const auto facts = program.files.find(file);
  return included.contains(file) || facts == program.files.end() || !facts->second.mainFile;
}

void State::refuse(Location where, std::string reason, std::string remedy,
                   std::vector<Diagnostic> notes) {
  context.refuse(
      {std::move(where), step.id, std::move(reason), std::move(remedy), std::move(notes)});
}

// Where an entity is declared first: the place to point at.
// Where what stands in a namespace beside moved code goes: where that goes.
std::string State::newScopeOf(const std::string &scope) const {
  for (const auto &[index, place] : relocations)
    if (place.oldScope == scope && program.entities[index].kind != EntityKind::Macro)
      return place.newScope;
  return scope;
}

bool State::moves(const std::string &qualified) const {
  for (const std::uint32_t index : program.named(qualified))
    if (relocations.contains(index))
      return true;
  return false;
}

// Another entity of that name (an overload, say) stays behind.
bool State::nameStays(const Relocation &place) const {
  const std::string qualified = inScope(place.oldScope, place.oldName);
  for (const std::uint32_t other : program.named(qualified))
    if (!relocations.contains(other) && program.entities[other].kind != EntityKind::Other)
      return true;
  return false;
}

bool State::classMoves(const Entity &member) const {
  // A class inside a class goes with the outer one.
  for (std::string record = member.record; !record.empty();) {
    const std::uint32_t owner = program.withUsr(record);
    if (owner == Facts::NoEntity || program.entities[owner].record == record)
      return false;
    if (relocations.contains(owner))
      return true;
    record = program.entities[owner].record;
  }
  return false;
}

bool State::definedElsewhere(std::uint32_t entity, const std::string &file) const {
  for (const auto &[name, facts] : program.files)
    if (name != file)
      for (const Chunk &chunk : facts.chunks)
        if (chunk.entity == entity && chunk.definition && !chunk.specialisation)
          return true;
  return false;
}

bool State::isOfFragment(const std::string &file, const Chunk &chunk) const {
  if (!chunk.definition || chunk.isInline || chunk.entity == Facts::NoEntity || !isHeader(file) ||
      program.entities[chunk.entity].internal)
    return false;
  if (chunk.owner != chunk.entity && chunk.owner != Facts::NoEntity)
    return program.entities[chunk.owner].file != file;
  for (const auto &[other, facts] : program.files)
    for (const Chunk &each : facts.chunks)
      if (other != file && each.entity == chunk.entity && !each.definition)
        return true;
  return false;
}

bool State::specialisesElsewhere(const std::string &file, const Chunk &chunk,
                                 std::uint32_t ofTemplate) const {
  const std::string &home = program.entities[ofTemplate].file;
  if (!chunk.specialisation || file == home)
    return false;
  // One of a member template stands among the definitions of the other members.
  if (const auto facts = program.files.find(file);
      chunk.entity != ofTemplate && facts != program.files.end() &&
      std::any_of(facts->second.chunks.begin(), facts->second.chunks.end(), [&](const Chunk &one) {
        return one.owner == ofTemplate && one.definition && !one.specialisation;
      }))
    return false;
  if (!chunk.definition || isHeader(file))
    return true;
  const auto facts = program.files.find(home);
  return facts == program.files.end() ||
         std::none_of(facts->second.chunks.begin(), facts->second.chunks.end(),
                      [&](const Chunk &one) {
                        return one.entity == ofTemplate && one.specialisation && !one.definition;
                      });
}

const Cut *State::cutAt(const std::string &file, std::uint32_t offset) const {
  // They stand in order and apart from each other.
  auto behind = std::upper_bound(cuts.begin(), cuts.end(), std::tie(file, offset),
                                 [](const auto &place, const Cut &cut) {
                                   return place < std::tie(cut.file, cut.whole.begin);
                                 });
  if (behind == cuts.begin())
    return nullptr;
  const Cut &cut = *--behind;
  return cut.file == file && cut.whole.contains(offset) ? &cut : nullptr;
}

FileStyle State::styleOf(const std::string &file) {
  const auto facts = program.files.find(file);
  const bool known = facts != program.files.end();
  FileStyle style = plan::styleOf(context.source(file), file,
                                  known ? facts->second.blocks : std::vector<Block>());
  const bool allowed = known ? facts->second.nestedNamespaces : program.nestedNamespaces;
  style.nestedNamespaces = style.nestedNamespaces && allowed;
  return style;
}

bool State::onlyBlank(const std::string &file, std::uint32_t begin, std::uint32_t end) {
  return begin <= end && trim(context.source(file).view({begin, end})).empty();
}

bool State::inGoneUsing(const std::string &file, const Reference &reference) const {
  const auto isIn = [&](std::uint32_t index) {
    const Using &fact = program.usings[index];
    return fact.file == file && fact.extent.contains(reference.name.begin);
  };
  return std::any_of(droppedUsings.begin(), droppedUsings.end(), isIn) ||
         std::any_of(goneUsings.begin(), goneUsings.end(), isIn);
}

bool State::makesHeader() const {
  return std::any_of(cuts.begin(), cuts.end(),
                     [](const Cut &cut) { return !cut.stays && !cut.toSource; });
}

bool State::makesSource() const {
  return std::any_of(cuts.begin(), cuts.end(),
                     [](const Cut &cut) { return !cut.stays && cut.toSource; });
}

// The file whose style the new one follows: one that goes as a whole, before others.
const std::string &State::model(bool source) const {
  const std::string *first = nullptr;
  for (const Cut &cut : cuts) {
    if (cut.stays || cut.toSource != source)
      continue;
    if (deleted.contains(cut.file))
      return cut.file;
    if (!first)
      first = &cut.file;
  }
  return first ? *first : cuts.front().file;
}

Diagnostic note(Location where, std::string message) {
  return {Severity::Note, std::move(where), std::move(message), {}, {}, {}};
}

} // namespace levitate::plan::move
