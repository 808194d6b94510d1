#include "tool/plan/rename.h"

#include "tool/plan/references.h"
#include "tool/plan/select.h"
#include "tool/plan/textual.h"

#include <cctype>

namespace levitate::plan {

using namespace facts;

std::string renamedUsr(const std::string &usr, const std::string &oldName,
                       const std::string &newName) {
  const auto word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
  // A function's parameters stand behind its name and may repeat it.
  std::size_t from = 0;
  for (const std::string_view marker : {"@F@", "@FT@"})
    if (const std::size_t at = usr.rfind(marker); at != std::string::npos)
      from = std::max(from, at);
  std::size_t found = std::string::npos;
  for (std::size_t at = usr.find(oldName, from); at != std::string::npos;
       at = usr.find(oldName, at + 1)) {
    const std::size_t end = at + oldName.size();
    const bool starts = at > 0 && (!word(usr[at - 1]) || usr[at - 1] == 'T');
    if (starts && (end == usr.size() || !word(usr[end]))) {
      found = at;
      if (from != 0)
        break;
    }
  }
  return found == std::string::npos
             ? usr
             : usr.substr(0, found) + newName + usr.substr(found + oldName.size());
}

namespace {

class Renamer {
public:
  Renamer(Context &context, const recipe::Step &step, const recipe::Rename &rename,
          const Program &program)
      : context(context), step(step), rename(rename), program(program) {}

  Result<void> run() {
    const std::vector<std::uint32_t> chosen = select(program, rename.symbol);
    if (chosen.empty()) {
      recipe::SymbolName target = rename.symbol;
      const std::size_t last = target.qualified.rfind("::");
      target.qualified =
          (last == std::string::npos ? "" : target.qualified.substr(0, last + 2)) + rename.to;
      if (select(program, target).empty())
        return notFound(program, rename.symbol);
      return {}; // done already
    }
    oldName = program.entities[chosen.front()].name;
    for (const std::uint32_t index : chosen)
      entities.insert(index);
    addFamilies();
    refuseCollisions();
    refuseDependentNames();
    Edits edits;
    for (const auto &[file, facts] : program.files) {
      refuseSplitTokens(file, facts);
      for (const Reference &reference : facts.references)
        if (entities.contains(reference.entity))
          renameToken(reference, edits);
    }
    renameInactive(edits);
    if (context.refused())
      return {};
    for (const std::uint32_t index : entities) {
      const Entity &entity = program.entities[index];
      if (entity.kind == EntityKind::Macro)
        continue;
      const std::string scope =
          entity.qualified.substr(0, entity.qualified.size() - entity.name.size());
      context.plan.renames.push_back({entity.qualified, scope + rename.to, entity.usr,
                                      renamedUsr(entity.usr, oldName, rename.to)});
    }
    return context.apply(edits, step.id);
  }

private:
  void refuse(Location where, std::string reason, std::string remedy) {
    context.refuse({std::move(where), step.id, std::move(reason), std::move(remedy), {}});
  }

  // All functions that override each other are one family.
  void addFamilies() {
    std::map<std::string, std::uint32_t> byUsr;
    for (std::uint32_t i = 0; i < program.entities.size(); ++i)
      byUsr.emplace(program.entities[i].usr, i);
    for (bool again = true; again;) {
      again = false;
      for (std::uint32_t i = 0; i < program.entities.size(); ++i)
        for (const std::string &overridden : program.entities[i].overrides) {
          const auto base = byUsr.find(overridden);
          if (base == byUsr.end())
            continue;
          if (entities.contains(i) != entities.contains(base->second)) {
            entities.insert(i);
            entities.insert(base->second);
            again = true;
          }
        }
    }
    for (const std::uint32_t index : entities) {
      const Entity &entity = program.entities[index];
      if (entity.file.starts_with('/'))
        refuse({entity.file, 0, 0},
               "'" + entity.qualified +
                   "' belongs to the same virtual function and lies outside "
                   "of the tree",
               "keep the name, or rename functions that do not override it");
    }
  }

  void refuseCollisions() {
    for (const std::uint32_t index : entities) {
      const Entity &entity = program.entities[index];
      const std::string qualified =
          entity.qualified.substr(0, entity.qualified.size() - entity.name.size()) + rename.to;
      for (const std::uint32_t other : program.named(qualified)) {
        const Entity &present = program.entities[other];
        const bool functions =
            (present.kind == EntityKind::Function || present.kind == EntityKind::Method) &&
            present.kind == entity.kind && present.parameters != entity.parameters;
        if (!functions && present.kind != EntityKind::Other && !entities.contains(other))
          refuse(declared(index), "'" + qualified + "' is another entity already",
                 "choose another name");
      }
    }
  }

  Location declared(std::uint32_t index) {
    for (const auto &[file, facts] : program.files)
      for (const Reference &reference : facts.references)
        if (reference.entity == index && reference.declares)
          return context.place(file, reference.name.begin);
    return {program.entities[index].file, 0, 0};
  }

  // In a template, `t.name()` can mean the renamed thing or another one of that name.
  void refuseDependentNames() {
    bool possible = false;
    for (const std::uint32_t index : entities)
      possible |=
          program.entities[index].isMember || program.entities[index].kind == EntityKind::Function;
    if (!possible)
      return;
    for (const auto &[file, facts] : program.files)
      for (const DependentName &name : facts.dependentNames)
        if (name.text == oldName)
          refuse(
              context.place(file, name.name.begin),
              "what '" + oldName + "' means here is known only when the template is instantiated",
              "write the type so that the name can be resolved, or rename it here by hand first");
  }

  void refuseSplitTokens(const std::string &file, const FileFacts &facts) {
    for (std::size_t i = 0; i < facts.references.size();) {
      std::size_t end = i + 1;
      while (end < facts.references.size() &&
             facts.references[end].name.begin == facts.references[i].name.begin)
        ++end;
      bool renamed = false, kept = false;
      for (std::size_t k = i; k < end; ++k) {
        const EntityKind kind = program.entities[facts.references[k].entity].kind;
        const bool ours = entities.contains(facts.references[k].entity);
        renamed |= ours;
        // Clang names the thing itself where a class's constructor or a macro's argument is meant.
        kept |= !ours && kind != EntityKind::Other && kind != EntityKind::Macro &&
                program.entities[facts.references[k].entity].name == oldName;
      }
      if (renamed && kept)
        refuse(context.place(file, facts.references[i].name.begin),
               "this name means what is renamed and something else of that name",
               "rename the whole overload set, or write the two apart");
      i = end;
    }
  }

  void renameToken(const Reference &reference, Edits &edits) {
    const std::string_view text = context.source(reference.file).view(reference.name);
    if (reference.operatorToken || (!reference.certain && text.empty())) {
      refuse(context.place(reference.file, reference.name.begin),
             reference.operatorToken ? "an operator can't be renamed"
                                     : "the name '" + oldName + "' is put together here by a macro",
             "write the name out, or keep it");
      return;
    }
    if (text == oldName)
      edits.replace(reference.file, reference.name, rename.to,
                    "'" + oldName + "' is now '" + rename.to + "'");
  }

  void renameInactive(Edits &edits) {
    const TextualReferences textual(context, program);
    for (const auto &[file, facts] : program.files)
      for (const Reference &reference : textual.inactive(file, entities))
        renameToken(reference, edits);
  }

  Context &context;
  const recipe::Step &step;
  const recipe::Rename &rename;
  const Program &program;
  std::string oldName;
  std::set<std::uint32_t> entities;
};

} // namespace

Result<void> planRename(Context &context, const recipe::Step &step, const recipe::Rename &rename) {
  LEVITATE_TRY(program, context.program());
  return Renamer(context, step, rename, *program).run();
}

} // namespace levitate::plan
