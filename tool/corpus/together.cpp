#include "tool/corpus/together.h"

#include <algorithm>

namespace levitate::corpus {

using facts::Chunk;
using facts::Entity;
using facts::EntityKind;
using facts::Facts;

Together::Together(const plan::Program &program) : program(program) {
  for (const auto &[file, facts] : program.files)
    read(file, facts);
}

void Together::read(const std::string &file, const plan::FileFacts &facts) {
  const auto ownerAt = [&](std::uint32_t offset) {
    const auto chunk =
        std::find_if(facts.chunks.begin(), facts.chunks.end(),
                     [&](const Chunk &each) { return each.extent.contains(offset); });
    return chunk == facts.chunks.end() ? Facts::NoEntity : chunk->owner;
  };
  // Members stand in their class; a class that is only announced here stands elsewhere.
  if (facts.mainFile)
    for (const Chunk &chunk : facts.chunks)
      if (chunk.definition && chunk.entity != Facts::NoEntity && chunk.entity == chunk.owner &&
          program.entities[chunk.entity].kind == EntityKind::Record)
        hidden.insert(chunk.entity);
  std::map<std::uint32_t, std::uint32_t> owners;
  for (const facts::Reference &reference : facts.references) {
    const std::uint32_t owner =
        reference.declares ? ownerAt(reference.name.begin) : Facts::NoEntity;
    if (owner == Facts::NoEntity)
      continue;
    const Entity &entity = program.entities[owner];
    if (entity.kind != EntityKind::Record || entity.file == file ||
        (facts.mainFile && hidden.contains(owner)))
      owners.emplace(reference.entity, owner);
  }
  for (const auto &[entity, owner] : owners)
    declared[file].insert(owner);
  std::set<Need> &of = needs[file];
  for (const facts::Reference &reference : facts.references) {
    const auto to = owners.find(reference.entity);
    if (to == owners.end() || reference.declares || reference.befriends)
      continue;
    const Entity &entity = program.entities[reference.entity];
    // A class that is not a template can be announced; see below where that is not enough.
    if (entity.kind == EntityKind::Record && !entity.isTemplate && to->second == reference.entity)
      continue;
    if (const std::uint32_t from = ownerAt(reference.name.begin); from != to->second)
      of.insert({from, to->second});
  }
  for (const facts::CompleteUse &use : facts.completeUses)
    if (const auto to = owners.find(use.entity); to != owners.end())
      if (const std::uint32_t from = ownerAt(use.offset); from != to->second)
        of.insert({from, to->second});
}

bool Together::isNeededBy(const std::string &header, const std::set<std::uint32_t> &moved) const {
  const std::set<Need> &all = needs.at(header);
  return std::any_of(all.begin(), all.end(), [&](const Need &need) {
    return !moved.contains(need.from) && moved.contains(need.to);
  });
}

bool Together::followNeeds(const std::string &header, std::set<std::uint32_t> &moved) const {
  if (!isNeededBy(header, moved))
    return false; // the new header can include the old one
  const std::size_t before = moved.size();
  for (const Need &need : needs.at(header))
    if (moved.contains(need.from))
      moved.insert(need.to);
  return moved.size() != before;
}

bool Together::isHelper(std::uint32_t entity) const {
  const Entity &it = program.entities[entity];
  const auto file = program.files.find(it.file);
  const bool ofSource = file != program.files.end() && file->second.mainFile;
  return it.internal || hidden.contains(entity) ||
         (ofSource && (it.kind == EntityKind::Alias || it.kind == EntityKind::Enum));
}

bool Together::followHelpers(std::set<std::uint32_t> &moved,
                             std::set<std::uint32_t> &helpers) const {
  const std::size_t before = moved.size() + helpers.size();
  for (const auto &[file, facts] : program.files) {
    if (!facts.mainFile)
      continue;
    for (const Need &need : needs.at(file)) {
      if (need.from == Facts::NoEntity || !isHelper(need.to))
        continue;
      if (moved.contains(need.from) || helpers.contains(need.from))
        helpers.insert(need.to);
      else if (helpers.contains(need.to))
        (isHelper(need.from) ? helpers : moved).insert(need.from);
    }
  }
  return moved.size() + helpers.size() != before;
}

std::optional<std::set<std::uint32_t>> Together::with(const std::string &header,
                                                      std::uint32_t entity) const {
  const auto own = declared.find(header);
  if (own == declared.end())
    return std::nullopt;
  std::set<std::uint32_t> moved = {entity}, helpers;
  // One name is moved with its whole overload set.
  const auto followNames = [&] {
    const std::size_t before = moved.size();
    for (const std::uint32_t each : std::set(moved))
      for (const std::uint32_t other : program.named(program.entities[each].qualified))
        if (own->second.contains(other))
          moved.insert(other);
    return moved.size() != before;
  };
  while (followNames() || followNeeds(header, moved) || followHelpers(moved, helpers)) {
  }
  if (!std::includes(own->second.begin(), own->second.end(), moved.begin(), moved.end()) ||
      (moved.size() > 1 && moved.size() == own->second.size()))
    return std::nullopt;
  return moved;
}

} // namespace levitate::corpus
