// What can't be moved as it stands, and why.
#include "tool/plan/move/state.h"

#include "base/qualified_name.h"
#include <algorithm>

namespace levitate::plan::move {

using namespace facts;

namespace {

class Checker {
public:
  explicit Checker(State &state) : state(state) {}

  void checkCuts() {
    std::set<std::string> withoutSource;
    for (const Cut &cut : cuts) {
      const FileFacts &facts = program.files.at(cut.file);
      // `int a, b;` and `struct S {} s;` are several chunks in one stretch of text.
      for (const Chunk &chunk : facts.chunks) {
        const bool overlaps =
            chunk.extent.begin < cut.declaration.end && cut.declaration.begin < chunk.extent.end;
        if (!overlaps || chunk.entity == Facts::NoEntity)
          continue;
        // `typedef struct { ... } name;` is one thing with one name.
        if (program.entities[chunk.entity].name.empty() && cut.declaration.contains(chunk.extent))
          continue;
        const bool moves = relocations.contains(chunk.entity) ||
                           relocations.contains(chunk.owner) ||
                           cut.declaration.contains(chunk.extent);
        if (!moves || (chunk.extent != cut.declaration && !relocations.contains(chunk.entity) &&
                       !relocations.contains(chunk.owner) && !chunk.specialisation))
          state.refuse(context.place(cut.file, chunk.extent.begin),
                       "'" + program.entities[chunk.entity].qualified +
                           "' is declared in one declaration with what moves",
                       "declare them apart, or move both");
      }
      if (cut.toSource && !move.source && withoutSource.insert(cut.file).second)
        state.refuse(context.place(cut.file, cut.declaration.begin),
                     "the moved code has definitions in " + cut.file +
                         ", and the step names no source for them",
                     "add \"source\" to the step's \"to\"");
    }
    checkInitialisation();
    checkFriends();
  }

  // Another entity of the new name in the new place.
  void checkCollisions() {
    for (const auto &[index, place] : relocations) {
      if (!place.changesName())
        continue;
      const std::string qualified = inScope(place.newScope, place.newName);
      const Entity &entity = program.entities[index];
      for (const std::uint32_t other : program.named(qualified)) {
        if (relocations.contains(other))
          continue;
        const Entity &present = program.entities[other];
        if (present.kind == EntityKind::Function && entity.kind == EntityKind::Function &&
            present.parameters != entity.parameters)
          continue;
        if (present.kind == EntityKind::Other || present.kind == EntityKind::Macro ||
            (present.internal && present.file != entity.file && !state.isHeader(present.file)))
          continue;
        state.refuse(state.declared(index),
                     "'" + entity.qualified + "' would become '" + qualified +
                         "', which is another entity already",
                     "give one of them a new name with \"as\"",
                     {note(state.declared(other), "'" + qualified + "' is declared here")});
      }
      for (const auto &[second, elsewhere] : relocations)
        if (second > index && elsewhere.newScope == place.newScope &&
            elsewhere.newName == place.newName && entity.kind != EntityKind::Function &&
            (place.oldScope != elsewhere.oldScope || place.oldName != elsewhere.oldName))
          state.refuse(state.declared(index),
                       "'" + entity.qualified + "' and '" + program.entities[second].qualified +
                           "' would both become '" + qualified + "'",
                       "give one of them a new name with \"as\"",
                       {note(state.declared(second), "the other one is declared here")});
    }
  }

  // One token that means both what moves and what stays can't be written for both.
  void refuseSplitSets(const std::string &file, const FileFacts &facts) {
    for (std::size_t i = 0; i < facts.references.size();) {
      std::size_t end = i + 1;
      while (end < facts.references.size() &&
             facts.references[end].name.begin == facts.references[i].name.begin)
        ++end;
      const Reference *moves = nullptr, *stays = nullptr;
      for (std::size_t k = i; k < end; ++k) {
        const Reference &reference = facts.references[k];
        const EntityKind kind = program.entities[reference.entity].kind;
        if (reference.operatorToken || kind == EntityKind::Other || kind == EntityKind::Macro ||
            reference.inMacro)
          continue;
        const auto found = relocations.find(reference.entity);
        if (found != relocations.end() && found->second.changesName())
          moves = &reference;
        else if (found == relocations.end())
          stays = &reference;
      }
      if (moves && stays && !stays->adl)
        state.refuse(context.place(file, moves->name.begin),
                     "this name means '" + program.entities[moves->entity].qualified +
                         "', which moves, and '" + program.entities[stays->entity].qualified +
                         (program.entities[stays->entity].parameters.empty()
                              ? std::string()
                              : "(" + program.entities[stays->entity].parameters + ")") +
                         "', which stays",
                     "move the whole overload set, or qualify the calls first");
      i = end;
    }
  }

private:
  // A friend declaration declares a member of the namespace that its class is in.
  void checkFriends() {
    for (const Cut &cut : cuts) {
      if (cut.oldScope == cut.newScope)
        continue;
      for (const Reference &reference : program.files.at(cut.file).references) {
        const Entity &entity = program.entities[reference.entity];
        if (reference.declares && cut.declaration.contains(reference.name.begin) &&
            entity.kind == EntityKind::Function && entity.atNamespaceScope &&
            entity.scope == cut.oldScope && reference.qualifier.empty() &&
            !relocations.contains(reference.entity))
          state.refuse(context.place(cut.file, reference.name.begin),
                       "this friend declaration means '" + entity.qualified +
                           "', which stays, and would declare a function of namespace '" +
                           cut.newScope + "'",
                       "move '" + entity.qualified + "', too",
                       {note(state.declared(reference.entity),
                             "'" + entity.qualified + "' is declared here as well")});
      }
    }
  }

  // Variables that are initialised by code at start: their order within a source is the order in
  // which they stand, and between sources it is the linker's.
  void checkInitialisation() {
    std::map<std::string, std::vector<const Chunk *>> moving, staying;
    for (const auto &[file, facts] : program.files)
      for (const Chunk &chunk : facts.chunks)
        if (chunk.dynamicInitialisation) {
          const bool cut = std::any_of(cuts.begin(), cuts.end(), [&](const Cut &one) {
            return one.file == file && !one.stays && one.declaration.contains(chunk.extent.begin);
          });
          (cut ? moving : staying)[file].push_back(&chunk);
        }
    if (moving.empty())
      return;
    const Chunk &first = *moving.begin()->second.front();
    const auto tell = [&](const Chunk &other) {
      state.refuse(context.place(first.file, first.extent.begin),
                   "moving this variable would change the order of dynamic initialisation",
                   "make it constant-initialised (constinit), or move the other variable, too",
                   {note(context.place(other.file, other.extent.begin),
                         "this one is initialised dynamically as well")});
    };
    if (moving.size() > 1)
      return tell(*std::next(moving.begin())->second.front());
    if (const auto rest = staying.find(moving.begin()->first); rest != staying.end())
      return tell(*rest->second.front());
    if (move.source)
      if (const auto there = staying.find(*move.source); there != staying.end())
        tell(*there->second.front());
  }

  State &state;
  Context &context = state.context;
  const recipe::Move &move = state.move;
  const Program &program = state.program;
  std::map<std::uint32_t, Relocation> &relocations = state.relocations;
  std::vector<Cut> &cuts = state.cuts;
};

} // namespace

void checkCuts(State &state) {
  Checker(state).checkCuts();
  Checker(state).checkCollisions();
}

void checkNames(State &state) {
  for (const auto &[file, facts] : state.program.files)
    Checker(state).refuseSplitSets(file, facts);
}

} // namespace levitate::plan::move
