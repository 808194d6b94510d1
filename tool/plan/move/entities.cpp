// The entities of a move: those that the step names, and the helpers that follow them.
#include "tool/facts/extract.h"
#include "tool/plan/forward.h"
#include "tool/plan/later.h"
#include "tool/plan/move/state.h"
#include "tool/plan/select.h"

#include "base/qualified_name.h"
#include "base/text.h"
#include <algorithm>

namespace levitate::plan::move {

using namespace facts;

namespace {

class EntityChooser {
public:
  explicit EntityChooser(State &state) : state(state) {}

  Result<void> run() {
    LEVITATE_CHECK(chooseEntities());
    if (relocations.empty() || context.refused())
      return {};
    takeFriendsAlong();
    takeHelpersAlong();
    if (state.forwarding.macrosFollow)
      for (const std::string &file : state.forwarding.cycle)
        takeMacrosAlong(file);
    return {};
  }

private:
  std::string targetScope(const Entity &entity) const {
    return move.nameSpace ? *move.nameSpace : entity.scope;
  }

  void relocate(std::uint32_t index, const std::optional<std::string> &as) {
    const Entity &entity = program.entities[index];
    relocations[index] = {entity.scope,
                          entity.kind == EntityKind::Macro ? entity.scope : targetScope(entity),
                          entity.name, as.value_or(entity.name)};
    if (entity.kind != EntityKind::Enum)
      return;
    // The enumerators of an unscoped enumeration are names of the namespace as well.
    for (std::uint32_t i = 0; i < program.entities.size(); ++i) {
      const Entity &one = program.entities[i];
      if (one.kind == EntityKind::Enumerator && one.atNamespaceScope && one.record == entity.usr)
        relocations[i] = {one.scope, targetScope(entity), one.name, one.name};
    }
  }

  // An enumeration without a name goes by the name of any enumerator.
  std::optional<std::uint32_t> unnamedEnumOf(std::uint32_t index) const {
    const Entity &enumerator = program.entities[index];
    if (enumerator.kind != EntityKind::Enumerator)
      return std::nullopt;
    for (std::uint32_t i = 0; i < program.entities.size(); ++i)
      if (program.entities[i].kind == EntityKind::Enum && program.entities[i].name.empty() &&
          program.entities[i].usr == enumerator.record)
        return i;
    return std::nullopt;
  }

  // True when the entity already is where the step would put it.
  bool inPlace(std::uint32_t index) const {
    const Entity &entity = program.entities[index];
    if (entity.kind != EntityKind::Macro && entity.scope != targetScope(entity))
      return false;
    for (const auto &[file, facts] : program.files)
      for (const Chunk &chunk : facts.chunks)
        if ((chunk.owner == index || chunk.entity == index) && chunk.definition &&
            file != move.header && file != move.source.value_or(""))
          return false;
    return entity.file == move.header;
  }

  // What the target header declares when no unit reads it, as nobody uses what was moved there.
  const Program *headerAlone() {
    if (alone || program.files.contains(move.header) || !context.exists(move.header))
      return alone ? &*alone : nullptr;
    for (std::size_t i = context.units.size(); i-- > 0 && !alone;) {
      Facts facts = extract(
          workspace::headerAsUnit(context.units[i], context.overlay.root() + "/" + move.header),
          context.overlay, context.project);
      if (std::none_of(facts.diagnostics.begin(), facts.diagnostics.end(),
                       [](const Diagnostic &d) { return d.severity == Severity::Error; }))
        alone.emplace(std::vector<Facts>{std::move(facts)});
    }
    return alone ? &*alone : nullptr;
  }

  Result<void> chooseEntities() {
    for (const recipe::SymbolName &symbol : move.symbols) {
      std::vector<std::uint32_t> found = select(program, symbol);
      dropForwarders(context, program, found);
      if (found.empty()) {
        recipe::SymbolName target = symbol;
        const std::string scope = symbol.everything
                                      ? move.nameSpace.value_or(symbol.qualified)
                                      : move.nameSpace.value_or(scopeOf(symbol.qualified));
        const std::string name = symbol.as.value_or(lastComponent(symbol.qualified));
        target.qualified = symbol.everything ? scope : inScope(scope, name);
        bool done = false;
        for (const std::string &one : laterNames(context.request.recipe, step, target.qualified)) {
          target.qualified = one;
          done |= !select(program, target).empty();
          if (const Program *header = done ? nullptr : headerAlone())
            done = !select(*header, target).empty();
        }
        if (!done)
          return notFound(program, symbol);
        continue; // done already
      }
      for (std::uint32_t index : found) {
        if (const std::optional<std::uint32_t> unnamed = unnamedEnumOf(index);
            unnamed && !symbol.as)
          index = *unnamed;
        const Entity &entity = program.entities[index];
        if (!entity.atNamespaceScope) {
          state.refuse(state.declared(index),
                       "'" + entity.qualified + "' is a member of a class and moves with it",
                       "name the class instead");
          continue;
        }
        if (entity.kind == EntityKind::Enumerator) {
          state.refuse(state.declared(index), "'" + entity.qualified + "' is an enumerator",
                       "name its enumeration instead");
          continue;
        }
        if (symbol.as || !inPlace(index))
          relocate(index, symbol.as);
      }
    }
    if (move.allOf) {
      const auto facts = program.files.find(*move.allOf);
      if (facts == program.files.end()) {
        if (context.exists(move.header))
          return {}; // it has gone already
        return step.origin.error("no configuration reads the header '" + *move.allOf + "'");
      }
      for (const Chunk &chunk : facts->second.chunks) {
        if (chunk.owner == Facts::NoEntity || chunk.usingDirective || chunk.namespaceAlias)
          continue;
        const Entity &owner = program.entities[chunk.owner];
        if (owner.file == *move.allOf && !inPlace(chunk.owner))
          relocate(chunk.owner, std::nullopt);
        else if (owner.file != *move.allOf && chunk.definition && chunk.entity != chunk.owner)
          state.refuse(context.place(*move.allOf, chunk.extent.begin),
                       "this defines a member of '" + owner.qualified + "', which is declared in " +
                           owner.file + " and does not move",
                       "move the file itself with move-file, or name what is to move in symbols");
      }
      const Source &text = context.source(*move.allOf);
      for (const Reference &reference : facts->second.references)
        if (reference.declares && program.entities[reference.entity].kind == EntityKind::Macro &&
            program.entities[reference.entity].name != text.guard())
          relocate(reference.entity, std::nullopt);
    }
    return {};
  }

  static const Chunk *chunkAt(const FileFacts &facts, std::uint32_t offset) {
    for (const Chunk &chunk : facts.chunks)
      if (chunk.extent.contains(offset))
        return &chunk;
    return nullptr;
  }
  // The entity whose declaration a place stands in, its outermost class for a member.
  static std::uint32_t ownerAt(const FileFacts &facts, std::uint32_t offset) {
    const Chunk *chunk = chunkAt(facts, offset);
    return chunk ? chunk->owner : Facts::NoEntity;
  }

  // A friend that only its class declares is a member of the namespace that the class is in: it
  // goes with the class, and so does its definition in a source.
  void takeFriendsAlong() {
    struct Declared {
      bool inMovedClass = false, elsewhere = false;
    };
    std::map<std::uint32_t, Declared> friends;
    for (const auto &[file, facts] : program.files)
      for (const Reference &reference : facts.references) {
        const Entity &entity = program.entities[reference.entity];
        if (!reference.declares || !entity.atNamespaceScope || entity.internal ||
            (entity.kind != EntityKind::Function && entity.kind != EntityKind::Record) ||
            relocations.contains(reference.entity))
          continue;
        const Chunk *chunk = chunkAt(facts, reference.name.begin);
        Declared &declared = friends[reference.entity];
        if (chunk && chunk->entity != reference.entity && relocations.contains(chunk->owner) &&
            relocations.at(chunk->owner).oldScope == entity.scope)
          declared.inMovedClass = true;
        else if (state.isHeader(file) || !chunk || chunk->entity != reference.entity ||
                 entity.kind == EntityKind::Record)
          declared.elsewhere = true;
      }
    std::map<std::uint32_t, Relocation> following;
    for (const auto &[index, declared] : friends) {
      const Entity &entity = program.entities[index];
      const std::string newScope = state.newScopeOf(entity.scope);
      if (declared.inMovedClass && !declared.elsewhere && newScope != entity.scope)
        following[index] = {entity.scope, newScope, entity.name, entity.name};
    }
    relocations.insert(following.begin(), following.end());
  }

  // Types that one source alone declares and names, though they are not local to it by the
  // language.
  void findSourceTypes() {
    std::map<std::uint32_t, const std::string *> onlyIn; // null: in several files, or in a header
    for (const auto &[file, facts] : program.files)
      for (const Reference &reference : facts.references) {
        const Entity &entity = program.entities[reference.entity];
        if (!entity.atNamespaceScope || entity.internal ||
            (entity.kind != EntityKind::Alias && entity.kind != EntityKind::Enum &&
             entity.kind != EntityKind::Record))
          continue;
        const auto [found, added] =
            onlyIn.emplace(reference.entity, state.isHeader(file) ? nullptr : &file);
        if (!added && found->second && *found->second != file)
          found->second = nullptr;
      }
    for (const auto &[index, file] : onlyIn)
      if (file && program.entities[index].file == *file)
        sourceTypes.insert(index);
  }

  // Classes that headers only announce: one source defines them, and no other file needs that.
  void findHiddenClasses() {
    for (std::uint32_t index = 0; index < program.entities.size(); ++index) {
      const Entity &entity = program.entities[index];
      if (entity.kind == EntityKind::Record && entity.defined && entity.atNamespaceScope &&
          !entity.internal && !state.isHeader(entity.file) && !sourceTypes.contains(index))
        hiddenClasses.insert(index);
    }
    for (const auto &[file, facts] : program.files)
      for (const CompleteUse &use : facts.completeUses)
        if (hiddenClasses.contains(use.entity) && program.entities[use.entity].file != file)
          hiddenClasses.erase(use.entity);
  }

  // Is this a thing of one file that could follow the code that uses it?
  bool isHelper(std::uint32_t index) const {
    const Entity &entity = program.entities[index];
    if (entity.kind == EntityKind::Macro)
      return !state.isHeader(entity.file) && !relocations.contains(index) &&
             program.files.contains(entity.file);
    if (sourceTypes.contains(index))
      return !relocations.contains(index);
    return entity.internal && !relocations.contains(index) &&
           // A constant or function in a header is reached by an include.
           !(state.isHeader(entity.file) && !entity.state);
  }

  // A macro that a source defines for a header that it includes.
  bool configures(std::uint32_t macro, const std::string &file) const {
    const Entity &entity = program.entities[macro];
    return entity.kind == EntityKind::Macro && file != entity.file;
  }

  // Helpers follow when everything that uses them moves: the largest set of which that is true.
  void takeHelpersAlong() {
    findSourceTypes();
    findHiddenClasses();
    struct Use {
      const Reference *reference; ///< null where a hidden class is needed
      std::uint32_t user;         ///< whose declaration it stands in
    };
    std::map<std::uint32_t, std::vector<Use>> uses;
    for (const auto &[file, facts] : program.files)
      for (const Reference &reference : facts.references)
        if (isHelper(reference.entity) && !reference.declares &&
            !configures(reference.entity, file)) {
          std::uint32_t user = ownerAt(facts, reference.name.begin);
          if (user != Facts::NoEntity &&
              state.specialisesElsewhere(file, *chunkAt(facts, reference.name.begin), user))
            user = Facts::NoEntity; // it stays, whatever its template does
          if (user != reference.entity)
            uses[reference.entity].push_back({&reference, user});
        }
    for (const auto &[file, facts] : program.files)
      for (const CompleteUse &use : facts.completeUses)
        if (hiddenClasses.contains(use.entity) && !relocations.contains(use.entity))
          if (const std::uint32_t user = ownerAt(facts, use.offset); user != use.entity)
            uses[use.entity].push_back({nullptr, user});
    std::set<std::uint32_t> wanted; // by moved code, or by another wanted one
    for (bool again = true; again;) {
      again = false;
      for (const auto &[helper, list] : uses)
        if (!wanted.contains(helper) && std::any_of(list.begin(), list.end(), [&](const Use &use) {
              return relocations.contains(use.user) || wanted.contains(use.user);
            }))
          again = wanted.insert(helper).second;
    }
    // In the file that stays the source of what moves they are found where they are.
    std::erase_if(wanted, [&](std::uint32_t helper) {
      return program.entities[helper].file == move.source.value_or("");
    });
    std::set<std::uint32_t> following = wanted;
    const auto stays = [&](const Use &use) {
      return !relocations.contains(use.user) && !following.contains(use.user);
    };
    for (bool again = true; again;) {
      again = false;
      for (const auto &[helper, list] : uses)
        if (following.contains(helper) && std::any_of(list.begin(), list.end(), stays))
          again = following.erase(helper) != 0;
    }
    for (const std::uint32_t helper : wanted) {
      if (following.contains(helper))
        continue;
      const std::vector<Use> &list = uses.at(helper);
      const auto there = std::find_if(list.begin(), list.end(), stays);
      const auto here =
          std::find_if(list.begin(), list.end(), [&](const Use &use) { return !stays(use); });
      // What is said of a macro that stays is said where its use is looked at, and so is that of a
      // hidden class.
      if (there != list.end() && here != list.end() && here->reference && there->reference &&
          program.entities[helper].kind != EntityKind::Macro)
        refuseShared(helper, *here->reference, *there->reference);
    }
    for (const std::uint32_t helper : following) {
      const Entity &entity = program.entities[helper];
      relocations[helper] = {entity.scope, state.newScopeOf(entity.scope), entity.name,
                             entity.name};
    }
  }

  // The macros of an old header that the moved code uses, with all that they are made of: in the
  // new header, which the old one includes, both find them. All or none of a file: what a condition
  // asks for must be told before it.
  void takeMacrosAlong(const std::string &file) {
    const auto found = program.files.find(file);
    if (file == move.header || found == program.files.end() || !state.isHeader(file))
      return;
    std::set<std::string> wanted;
    bool home = false;
    for (const Reference &reference : found->second.references) {
      const Entity &entity = program.entities[reference.entity];
      const std::uint32_t owner = ownerAt(found->second, reference.name.begin);
      if (!relocations.contains(owner))
        continue;
      home = true;
      if (entity.kind == EntityKind::Macro && entity.file == file &&
          !relocations.contains(reference.entity))
        wanted.insert(entity.name);
    }
    const Source &text = context.source(file);
    if (!home || !addWhatMakes(text, wanted))
      return;
    for (std::uint32_t i = 0; i < program.entities.size(); ++i) {
      const Entity &entity = program.entities[i];
      if (entity.kind == EntityKind::Macro && entity.file == file && wanted.contains(entity.name))
        relocations[i] = {entity.scope, entity.scope, entity.name, entity.name};
    }
    state.followingMacros.insert(wanted.begin(), wanted.end());
  }

  // Adds the names that the definitions of macros mention, and those that are defined in one
  // conditional with them. False when one can't be taken out of its file.
  static bool addWhatMakes(const Source &text, std::set<std::string> &names) {
    std::map<std::string, std::vector<Range>> definitions; // with the outermost conditional around
    for (const Token &token : text.tokens()) {
      const std::string name = definedName(text, token);
      if (name.empty() || name == text.guard())
        continue;
      const auto &sections = text.conditionals();
      const auto around = std::find_if(sections.begin(), sections.end(), [&](const auto &section) {
        return section.whole.contains(token.range);
      });
      const bool free = around == sections.end();
      if (free ? directiveText(text.view(token.range)).keyword == "undef"
               : !onlyDefinesMacros(text, *around))
        definitions[name].push_back({}); // it stays
      else
        definitions[name].push_back(free ? token.range : around->whole);
    }
    std::vector<std::string> open(names.begin(), names.end());
    while (!open.empty()) {
      const std::string name = std::move(open.back());
      open.pop_back();
      for (const Range &whole : definitions[name]) {
        if (whole.empty())
          return false;
        const std::string_view made = text.view(whole);
        for (std::size_t at = 0; at < made.size(); ++at) {
          std::size_t end = at;
          while (end < made.size() && isWord(made[end]))
            ++end;
          const std::string word(made.substr(at, end - at));
          if (!word.empty() && definitions.contains(word) && names.insert(word).second)
            open.push_back(word);
          at = end;
        }
      }
    }
    return !names.empty();
  }

  void refuseShared(std::uint32_t helper, const Reference &here, const Reference &there) {
    const Entity &entity = program.entities[helper];
    state.refuse(
        context.place(here.file, here.name.begin),
        "the moved code uses '" + entity.name + "', which is local to " + entity.file +
            (entity.state ? " and holds state" : "") + " and is used by code that stays",
        entity.state
            ? "declare it in a header, so that there stays one of it; or move its other users, too"
            : "declare it in a header that both can include; or move its other users, too",
        {note(state.declared(helper), "'" + entity.name + "' is declared here"),
         note(context.place(there.file, there.name.begin), "and used here, which stays")});
  }

  State &state;
  Context &context = state.context;
  const recipe::Step &step = state.step;
  const recipe::Move &move = state.move;
  const Program &program = state.program;
  std::map<std::uint32_t, Relocation> &relocations = state.relocations;
  std::set<std::uint32_t> sourceTypes, hiddenClasses;
  std::optional<Program> alone;
};

} // namespace

Result<void> chooseEntities(State &state) { return EntityChooser(state).run(); }

namespace {

// C linkage gives a name to the linker, whatever namespace it stands in; it is left alone.
bool hasCLinkage(State &state, const std::string &file, const Chunk &chunk) {
  for (const Block &block : state.program.files.at(file).blocks)
    if (block.linkage && block.whole.contains(chunk.extent))
      return true;
  const std::string_view text = state.context.source(file).view(chunk.extent);
  return text.starts_with("extern \"") || text.starts_with("extern  \"");
}

bool mayMove(const Entity &entity) {
  switch (entity.kind) {
  case EntityKind::Record:
  case EntityKind::Enum:
  case EntityKind::Function:
  case EntityKind::Variable:
  case EntityKind::Alias:
  case EntityKind::Concept:
    return entity.atNamespaceScope && entity.scope.empty() && !entity.name.empty() &&
           !entity.file.empty() && !entity.file.starts_with('/') && entity.name != "main" &&
           !entity.name.starts_with("operator new") && !entity.name.starts_with("operator delete");
  default:
    return false;
  }
}

} // namespace

void chooseGlobalEntities(State &state, const std::string &nameSpace) {
  const Program &program = state.program;
  std::map<std::uint32_t, const Chunk *> declared; // and defined nowhere
  std::set<std::uint32_t> defined, left;
  for (const auto &[file, facts] : program.files)
    for (const Chunk &chunk : facts.chunks) {
      if (chunk.entity == Facts::NoEntity)
        continue;
      if (chunk.definition)
        defined.insert(chunk.entity);
      declared.emplace(chunk.entity, &chunk);
      if (hasCLinkage(state, file, chunk))
        left.insert(chunk.entity);
    }
  for (std::uint32_t index = 0; index < program.entities.size(); ++index) {
    const Entity &entity = program.entities[index];
    if (!mayMove(entity) || left.contains(index))
      continue;
    const auto chunk = declared.find(index);
    if (chunk != declared.end() && !defined.contains(index))
      state.refuse(state.context.place(chunk->second->file, chunk->second->extent.begin),
                   "'" + entity.qualified +
                       "' is declared here and defined nowhere in the tree: in another namespace "
                       "it would be another one",
                   "take the declaration away, or move the symbols one by one with the step "
                   "'move'");
    state.relocations[index] = {"", nameSpace, entity.name, entity.name};
  }
  // The enumerators of an unscoped enumeration are names of the namespace as well.
  for (std::uint32_t index = 0; index < program.entities.size(); ++index) {
    const Entity &one = program.entities[index];
    if (one.kind == EntityKind::Enumerator && one.atNamespaceScope && one.scope.empty())
      if (const std::uint32_t whole = program.withUsr(one.record);
          whole != Facts::NoEntity && state.relocations.contains(whole))
        state.relocations[index] = {"", nameSpace, one.name, one.name};
  }
}

} // namespace levitate::plan::move
