#include "tool/plan/move.h"

#include "base/files.h"
#include "base/text.h"
#include "tool/plan/includes.h"
#include "tool/plan/new_file.h"
#include "tool/plan/references.h"
#include "tool/plan/select.h"
#include "tool/plan/textual.h"

#include <algorithm>

namespace levitate::plan {

using namespace facts;

namespace {

// A declaration that moves, or that is put into another namespace where it stands.
struct Cut {
  std::string file;
  Range declaration; ///< the declaration itself
  Range whole;       ///< with its comments, as it is cut out
  std::string oldScope, newScope;
  bool anonymous = false;
  std::string linkage;
  bool toSource = false;
  bool stays = false; ///< a forward declaration or specialisation elsewhere: changes namespace only
};

class Mover {
public:
  Mover(Context &context, BuildFiles &build, const recipe::Step &step, const recipe::Move &move,
        const Program &program)
      : context(context), build(build), step(step), move(move), program(program), names(program),
        includes(context, program) {
    for (const auto &[file, facts] : program.files)
      for (const Include &include : facts.includes)
        included.insert(include.resolved);
  }

  Result<void> run() {
    LEVITATE_CHECK(chooseEntities());
    if (relocations.empty() || context.refused())
      return {};
    takeHelpersAlong();
    collectCuts();
    if (context.refused())
      return {};
    if (cuts.empty())
      return {};
    checkCuts();
    checkCollisions();
    if (context.refused())
      return {};
    return rewrite();
  }

private:
  bool isHeader(const std::string &file) const {
    const auto facts = program.files.find(file);
    return included.contains(file) || facts == program.files.end() || !facts->second.mainFile;
  }

  void refuse(Location where, std::string reason, std::string remedy,
              std::vector<Diagnostic> notes = {}) {
    context.refuse(
        {std::move(where), step.id, std::move(reason), std::move(remedy), std::move(notes)});
  }

  static Diagnostic note(Location where, std::string message) {
    return {Severity::Note, std::move(where), std::move(message), {}, {}, {}};
  }

  // Where an entity is declared first: the place to point at.
  Location declared(std::uint32_t entity) {
    for (const auto &[file, facts] : program.files)
      for (const Reference &reference : facts.references)
        if (reference.entity == entity && reference.declares &&
            file == program.entities[entity].file)
          return context.place(file, reference.name.begin);
    return {program.entities[entity].file, 0, 0};
  }

  // 1. The entities that the step names.

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

  // An entity of internal linkage that no other file can name.
  bool fileLocal(const Entity &entity) const { return entity.internal && !isHeader(entity.file); }

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

  Result<void> chooseEntities() {
    for (const recipe::SymbolName &symbol : move.symbols) {
      std::vector<std::uint32_t> found = select(program, symbol);
      if (found.empty()) {
        recipe::SymbolName target = symbol;
        const std::size_t last = symbol.qualified.rfind("::");
        const std::string oldScope =
            last == std::string::npos ? "" : symbol.qualified.substr(0, last);
        const std::string scope = symbol.everything ? move.nameSpace.value_or(symbol.qualified)
                                                    : move.nameSpace.value_or(oldScope);
        const std::string name = symbol.as.value_or(
            last == std::string::npos ? symbol.qualified : symbol.qualified.substr(last + 2));
        target.qualified = symbol.everything ? scope : (scope.empty() ? "" : scope + "::") + name;
        const std::vector<std::uint32_t> done = select(program, target);
        if (done.empty())
          return notFound(program, symbol);
        continue; // done already
      }
      for (const std::uint32_t index : found) {
        const Entity &entity = program.entities[index];
        if (!entity.atNamespaceScope) {
          refuse(declared(index),
                 "'" + entity.qualified + "' is a member of a class and moves with it",
                 "name the class instead");
          continue;
        }
        if (entity.kind == EntityKind::Enumerator) {
          refuse(declared(index), "'" + entity.qualified + "' is an enumerator",
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
      for (const Chunk &chunk : facts->second.chunks)
        if (chunk.owner != Facts::NoEntity && !chunk.usingDirective && !chunk.namespaceAlias &&
            program.entities[chunk.owner].file == *move.allOf && !inPlace(chunk.owner))
          relocate(chunk.owner, std::nullopt);
      const Source &text = context.source(*move.allOf);
      for (const Reference &reference : facts->second.references)
        if (reference.declares && program.entities[reference.entity].kind == EntityKind::Macro &&
            program.entities[reference.entity].name != text.guard())
          relocate(reference.entity, std::nullopt);
    }
    return {};
  }

  // 2. File-local helpers that only the moved code uses.

  // The entity whose declaration a place stands in, its outermost class for a member.
  std::uint32_t ownerAt(const FileFacts &facts, std::uint32_t offset) const {
    for (const Chunk &chunk : facts.chunks)
      if (chunk.extent.contains(offset))
        return chunk.owner;
    return Facts::NoEntity;
  }

  // Is this a thing of one file that could follow the code that uses it?
  bool isHelper(std::uint32_t index) const {
    const Entity &entity = program.entities[index];
    return entity.internal && entity.kind != EntityKind::Macro && !relocations.contains(index) &&
           // A constant or function in a header is reached by an include.
           !(isHeader(entity.file) && !entity.state);
  }

  // Helpers follow when everything that uses them moves: the largest set of which that is true.
  void takeHelpersAlong() {
    struct Use {
      const Reference *reference;
      std::uint32_t user; ///< whose declaration it stands in
    };
    std::map<std::uint32_t, std::vector<Use>> uses;
    for (const auto &[file, facts] : program.files)
      for (const Reference &reference : facts.references)
        if (isHelper(reference.entity) && !reference.declares) {
          const std::uint32_t user = ownerAt(facts, reference.name.begin);
          if (user != reference.entity)
            uses[reference.entity].push_back({&reference, user});
        }
    std::set<std::uint32_t> wanted; // by moved code, or by another wanted one
    for (bool again = true; again;) {
      again = false;
      for (const auto &[helper, list] : uses)
        if (!wanted.contains(helper) && std::any_of(list.begin(), list.end(), [&](const Use &use) {
              return relocations.contains(use.user) || wanted.contains(use.user);
            }))
          again = wanted.insert(helper).second;
    }
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
      if (there != list.end() && here != list.end())
        refuseShared(helper, *here->reference, *there->reference);
    }
    for (const std::uint32_t helper : following) {
      const Entity &entity = program.entities[helper];
      relocations[helper] = {entity.scope, newScopeOf(entity.scope), entity.name, entity.name};
    }
  }

  void refuseShared(std::uint32_t helper, const Reference &here, const Reference &there) {
    const Entity &entity = program.entities[helper];
    refuse(
        context.place(here.file, here.name.begin),
        "the moved code uses '" + entity.name + "', which is local to " + entity.file +
            (entity.state ? " and holds state" : "") + " and is used by code that stays",
        entity.state
            ? "declare it in a header, so that there stays one of it; or move its other users, too"
            : "declare it in a header that both can include; or move its other users, too",
        {note(declared(helper), "'" + entity.name + "' is declared here"),
         note(context.place(there.file, there.name.begin), "and used here, which stays")});
  }

  // Where what stands in a namespace beside moved code goes: where that goes.
  std::string newScopeOf(const std::string &scope) const {
    for (const auto &[index, place] : relocations)
      if (place.oldScope == scope && program.entities[index].kind != EntityKind::Macro)
        return place.newScope;
    return scope;
  }

  // 3. What is cut out of which file.

  bool definedElsewhere(std::uint32_t entity, const std::string &file) const {
    for (const auto &[name, facts] : program.files)
      if (name != file)
        for (const Chunk &chunk : facts.chunks)
          if (chunk.entity == entity && chunk.definition && !chunk.specialisation)
            return true;
    return false;
  }

  void collectCuts() {
    for (const auto &[file, facts] : program.files) {
      for (const Chunk &chunk : facts.chunks)
        collectChunk(file, facts, chunk);
      collectMacros(file, facts);
    }
    std::sort(cuts.begin(), cuts.end(), [](const Cut &a, const Cut &b) {
      return std::tie(a.file, a.declaration.begin) < std::tie(b.file, b.declaration.begin);
    });
    takeAttachedAlong();
  }

  void collectChunk(const std::string &file, const FileFacts &facts, const Chunk &chunk) {
    std::uint32_t index = chunk.owner;
    if (index == Facts::NoEntity || !relocations.contains(index))
      index = chunk.entity;
    if (index == Facts::NoEntity || chunk.usingDirective || chunk.namespaceAlias)
      return;
    const auto found = relocations.find(index);
    if (found == relocations.end())
      return;
    const Entity &entity = program.entities[index];
    Cut cut = cutOf(file, facts, chunk, found->second);
    const bool type = entity.kind == EntityKind::Record || entity.kind == EntityKind::Enum;
    const bool redeclared = type && chunk.owner == chunk.entity
                                ? !chunk.definition && definedElsewhere(index, file)
                                : !chunk.definition && entity.file != file;
    const bool foreign = chunk.specialisation && file != entity.file;
    if (redeclared || foreign) {
      cut.stays = true;
      if (!found->second.changesName() || found->second.oldScope == found->second.newScope)
        return;
    } else if (!isHeader(file)) {
      // What a source alone declares and is named by the step goes to the header, if it is a type.
      cut.toSource = !(type && chunk.owner == chunk.entity && entity.file == file &&
                       !entity.internal && named(index));
    }
    if (file == (cut.toSource ? move.source.value_or("") : move.header)) {
      // It stands in the right file already; only its namespace may change.
      if (found->second.oldScope == found->second.newScope)
        return;
      cut.stays = true;
    }
    if (chunk.fromMacro) {
      refuse(context.place(file, chunk.extent.begin),
             "the declaration of '" + entity.qualified + "' is made by a macro",
             "write the declaration out");
      return;
    }
    cuts.push_back(std::move(cut));
  }

  bool named(std::uint32_t index) const {
    for (const recipe::SymbolName &symbol : move.symbols)
      for (const std::uint32_t one : select(program, symbol))
        if (one == index)
          return true;
    return false;
  }

  Cut cutOf(const std::string &file, const FileFacts &facts, const Chunk &chunk,
            const Relocation &relocation) {
    Cut cut;
    cut.file = file;
    cut.declaration = chunk.extent;
    const Source &text = context.source(file);
    // Attributes and macros in front belong to the declaration, though Clang begins behind them.
    cut.declaration.begin = withPrefix(text, facts, chunk.extent.begin);
    cut.whole = text.withComments(cut.declaration);
    cut.oldScope = chunk.scope;
    cut.newScope = chunk.scope == relocation.oldScope ? relocation.newScope : chunk.scope;
    for (const Block &block : facts.blocks) {
      if (block.fromMacro || !block.body.contains(chunk.extent))
        continue;
      cut.anonymous |= block.anonymous;
      if (block.linkage)
        cut.linkage = trim(text.view(block.names));
    }
    return cut;
  }

  // The first token behind the declaration before this one (or the brace or directive before it).
  static std::uint32_t withPrefix(const Source &text, const FileFacts &facts, std::uint32_t begin) {
    std::uint32_t boundary = 0;
    for (const Chunk &chunk : facts.chunks)
      if (chunk.extent.end <= begin)
        boundary = std::max(boundary, chunk.extent.end);
    for (const Block &block : facts.blocks) {
      if (block.body.begin <= begin)
        boundary = std::max(boundary, block.body.begin);
      if (block.whole.end <= begin)
        boundary = std::max(boundary, block.whole.end);
    }
    std::uint32_t first = begin;
    for (auto token = std::lower_bound(
             text.tokens().begin(), text.tokens().end(), begin,
             [](const Token &t, std::uint32_t offset) { return t.range.begin < offset; });
         token != text.tokens().begin();) {
      --token;
      if (token->range.begin < boundary || token->kind == TokenKind::Directive)
        break;
      if (token->kind == TokenKind::Comment)
        continue;
      const std::string_view word = text.view(token->range);
      if (word == ";" || word == "}" || word == "{")
        break;
      first = token->range.begin;
    }
    return first;
  }

  void collectMacros(const std::string &file, const FileFacts &facts) {
    const Source &text = context.source(file);
    for (const Reference &reference : facts.references) {
      if (!reference.declares || !relocations.contains(reference.entity) ||
          program.entities[reference.entity].kind != EntityKind::Macro || file == move.header)
        continue;
      for (const Token &token : text.tokens()) {
        if (token.kind != TokenKind::Directive || !token.range.contains(reference.name))
          continue;
        Cut cut;
        cut.file = file;
        cut.declaration = token.range;
        cut.whole = text.withComments(token.range);
        if (!isHeader(file))
          cut.toSource = true;
        cuts.push_back(std::move(cut));
      }
    }
  }

  // Assertions about the moved code, specialisations of other templates for it, and the like stand
  // beside it and go with it, when they name nothing else that stays.
  void takeAttachedAlong() {
    std::vector<Cut> attached;
    std::set<std::string> givers;
    for (const Cut &cut : cuts)
      if (!cut.stays)
        givers.insert(cut.file);
    for (const std::string &file : givers) {
      const FileFacts &facts = program.files.at(file);
      for (const Chunk &chunk : facts.chunks) {
        if (!chunk.staticAssert && !chunk.specialisation)
          continue;
        if (std::any_of(cuts.begin(), cuts.end(), [&](const Cut &cut) {
              return cut.file == file && cut.declaration.contains(chunk.extent.begin);
            }))
          continue;
        bool relevant = false, others = false;
        for (const Reference &reference : facts.references) {
          if (!chunk.extent.contains(reference.name.begin))
            continue;
          const Entity &entity = program.entities[reference.entity];
          relevant |= relocations.contains(reference.entity);
          others |= entity.atNamespaceScope && entity.file == file &&
                    entity.kind != EntityKind::Namespace && entity.kind != EntityKind::Macro &&
                    !relocations.contains(reference.entity) && reference.entity != chunk.entity;
        }
        if (!relevant || others)
          continue;
        const Relocation place{chunk.scope, newScopeOf(chunk.scope), {}, {}};
        Cut cut = cutOf(file, facts, chunk, place);
        const auto near = std::find_if(cuts.begin(), cuts.end(), [&](const Cut &one) {
          return one.file == file && !one.stays;
        });
        cut.toSource = near->toSource;
        attached.push_back(std::move(cut));
      }
    }
    cuts.insert(cuts.end(), attached.begin(), attached.end());
    std::sort(cuts.begin(), cuts.end(), [](const Cut &a, const Cut &b) {
      return std::tie(a.file, a.declaration.begin) < std::tie(b.file, b.declaration.begin);
    });
  }

  // 4. What can't be done.

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
          refuse(context.place(cut.file, chunk.extent.begin),
                 "'" + program.entities[chunk.entity].qualified +
                     "' is declared in one declaration with what moves",
                 "declare them apart, or move both");
      }
      if (cut.toSource && !move.source && withoutSource.insert(cut.file).second)
        refuse(context.place(cut.file, cut.declaration.begin),
               "the moved code has definitions in " + cut.file +
                   ", and the step names no source for them",
               "add \"source\" to the step's \"to\"");
    }
    checkInitialisation();
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
      refuse(context.place(first.file, first.extent.begin),
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

  // Another entity of the new name in the new place.
  void checkCollisions() {
    for (const auto &[index, place] : relocations) {
      if (!place.changesName())
        continue;
      const std::string qualified =
          (place.newScope.empty() ? "" : place.newScope + "::") + place.newName;
      const Entity &entity = program.entities[index];
      for (const std::uint32_t other : program.named(qualified)) {
        if (relocations.contains(other))
          continue;
        const Entity &present = program.entities[other];
        if (present.kind == EntityKind::Function && entity.kind == EntityKind::Function &&
            present.parameters != entity.parameters)
          continue;
        if (present.kind == EntityKind::Other || present.kind == EntityKind::Macro ||
            (present.internal && present.file != entity.file && !isHeader(present.file)))
          continue;
        refuse(declared(index),
               "'" + entity.qualified + "' would become '" + qualified +
                   "', which is another entity already",
               "give one of them a new name with \"as\"",
               {note(declared(other), "'" + qualified + "' is declared here")});
      }
      for (const auto &[second, elsewhere] : relocations)
        if (second > index && elsewhere.newScope == place.newScope &&
            elsewhere.newName == place.newName && entity.kind != EntityKind::Function &&
            (place.oldScope != elsewhere.oldScope || place.oldName != elsewhere.oldName))
          refuse(declared(index),
                 "'" + entity.qualified + "' and '" + program.entities[second].qualified +
                     "' would both become '" + qualified + "'",
                 "give one of them a new name with \"as\"",
                 {note(declared(second), "the other one is declared here")});
    }
  }

  // 5. The rewriting.

  Result<void> rewrite() {
    for (const auto &[index, place] : relocations) {
      if (!place.changesName() || program.entities[index].kind == EntityKind::Macro)
        continue;
      if (!nameStays(place))
        names.remove(place.oldScope, place.oldName);
    }
    for (const auto &[index, place] : relocations)
      if (program.entities[index].kind != EntityKind::Macro)
        names.add(place.newScope, place.newName);

    for (const Cut &cut : cuts)
      if (cut.stays)
        continue;
      else
        homes.insert(cut.file);
    widenWhereAllMoves();

    ReferenceRewriter rewriter(context, program, names, relocations, step.id);
    for (const Cut &cut : cuts)
      rewriter.moving.push_back({cut.file, cut.whole, cut.oldScope, cut.newScope});
    decideUsings(rewriter);

    Edits outside, inside;
    for (const auto &[file, facts] : program.files) {
      refuseSplitSets(file, facts);
      for (const Reference &reference : facts.references)
        rewriter.rewrite(reference, cutAt(file, reference.name.begin) ? inside : outside);
    }
    rewriteInactive(rewriter, inside, outside);
    if (context.refused())
      return {};

    for (const std::uint32_t index : rewriter.droppedUsings) {
      const Using &fact = program.usings[index];
      const Source &text = context.source(fact.file);
      outside.remove(fact.file, text.forRemoval(text.withComments(fact.extent)),
                     "a lower layer can't re-export '" + program.entities[fact.target].qualified +
                         "' any more");
    }
    for (const auto &[file, facts] : program.files)
      renameBlocksInPlace(file, facts, inside, outside);
    for (std::size_t i = 0; i < cuts.size(); ++i) {
      const Cut &cut = cuts[i];
      if (inPlaceCuts.contains({cut.file, cut.declaration.begin}))
        continue;
      if (cut.stays) {
        removeText(cut, cut.whole, outside);
        redeclare(cut, inside, outside);
        continue;
      }
      // Neighbours go as one, so that what is left has one blank line around.
      Range whole = cut.whole;
      for (; i + 1 < cuts.size(); ++i) {
        const Cut &next = cuts[i + 1];
        if (next.file != cut.file || next.stays ||
            !onlyBlank(cut.file, whole.end, next.whole.begin))
          break;
        whole.end = next.whole.end;
      }
      whole = withEmptyConditionals(cut.file, whole);
      removeText(cut, whole, outside);
    }
    for (const auto &[file, facts] : program.files)
      removeEmptyBlocks(file, facts, outside);

    findDeletedFiles(outside);
    planIncludes(rewriter);
    if (context.refused())
      return {};
    includes.emit(outside, "(step " + step.id + ")");
    std::map<std::string, std::string> made;
    makeFile(false, inside, made);
    makeFile(true, inside, made);
    if (context.refused())
      return {};
    mergeIntoExisting(inside, outside);

    recordRenames(); // the facts are stale once the edits are applied
    LEVITATE_CHECK(context.apply(withoutDeleted(outside), step.id));
    for (auto &[file, text] : made)
      context.write(file, std::move(text), step.id, "the moved declarations go here");
    for (const std::string &file : deleted)
      context.erase(file, step.id, "nothing is left in it");
    LEVITATE_CHECK(updateBuild(made));
    updateUnits(made);
    return {};
  }

  // Branches that no configuration compiles name what moved as well.
  void rewriteInactive(ReferenceRewriter &rewriter, Edits &inside, Edits &outside) {
    const TextualReferences textual(context, program);
    std::set<std::uint32_t> visible;
    for (const auto &[index, place] : relocations)
      if (!fileLocal(program.entities[index]) && place.changesName())
        visible.insert(index);
    for (const auto &[file, facts] : program.files)
      for (const Reference &reference : textual.inactive(file, visible))
        rewriter.rewrite(reference, cutAt(file, reference.name.begin) ? inside : outside);
    for (const Cut &cut : cuts) {
      if (cut.oldScope == cut.newScope)
        continue;
      for (const TextualReferences::Name &name : textual.names(cut.file, cut.whole)) {
        if (names.finds(cut.newScope, name.text, name.scope) ||
            moves(name.scope.empty() ? name.text : name.scope + "::" + name.text))
          continue;
        inside.insert(cut.file, name.range.begin,
                      names.qualifier(name.scope, name.text, cut.newScope, Style::Shortest),
                      "the name is now looked up from namespace '" + cut.newScope + "'");
      }
    }
  }
  bool moves(const std::string &qualified) const {
    for (const std::uint32_t index : program.named(qualified))
      if (relocations.contains(index))
        return true;
    return false;
  }

  // Another entity of that name (an overload, say) stays behind.
  bool nameStays(const Relocation &place) const {
    const std::string qualified =
        (place.oldScope.empty() ? "" : place.oldScope + "::") + place.oldName;
    for (const std::uint32_t other : program.named(qualified))
      if (!relocations.contains(other) && program.entities[other].kind != EntityKind::Other)
        return true;
    return false;
  }

  const Cut *cutAt(const std::string &file, std::uint32_t offset) const {
    for (const Cut &cut : cuts)
      if (cut.file == file && cut.whole.contains(offset))
        return &cut;
    return nullptr;
  }

  // When everything in a namespace block moves to one place, its whole body does: with the comments
  // that stand by themselves, the conditionals, and what no configuration compiles.
  void widenWhereAllMoves() {
    for (const std::string &file : homes) {
      const FileFacts &facts = program.files.at(file);
      for (const Block &block : facts.blocks) {
        if (block.fromMacro || block.anonymous || block.linkage)
          continue;
        widenBlock(file, facts, block);
      }
    }
  }

  void widenBlock(const std::string &file, const FileFacts &facts, const Block &block) {
    const Cut *first = nullptr;
    for (const Chunk &chunk : facts.chunks) {
      if (!block.body.contains(chunk.extent) || chunk.usingDirective || chunk.usingDeclaration ||
          chunk.namespaceAlias)
        continue;
      const Cut *cut = cutAt(file, chunk.extent.begin);
      if (!cut || cut->stays || cut->oldScope != block.qualified)
        return;
      if (first && (cut->newScope != first->newScope || cut->toSource != first->toSource))
        return;
      first = cut;
    }
    if (!first)
      return;
    Cut body = *first;
    const Source &text = context.source(file);
    // Whole lines, without the blank ones at both ends.
    std::uint32_t begin = text.nextLine(block.body.begin), end = text.lineStart(block.body.end);
    const auto blank = [&](std::uint32_t from) {
      return trim(std::string_view(text.text()).substr(from, text.nextLine(from) - from)).empty();
    };
    while (begin < end && blank(begin))
      begin = text.nextLine(begin);
    while (end > begin && blank(text.lineStart(end - 1)))
      end = text.lineStart(end - 1);
    if (begin > first->whole.begin || begin >= end)
      return; // the first declaration stands on the line of the brace
    body.declaration = body.whole = {begin, end};
    body.anonymous = false;
    std::erase_if(cuts, [&](const Cut &cut) {
      return cut.file == file && block.body.contains(cut.declaration);
    });
    const auto place = std::find_if(cuts.begin(), cuts.end(), [&](const Cut &cut) {
      return std::tie(cut.file, cut.declaration.begin) > std::tie(file, begin);
    });
    cuts.insert(place, std::move(body));
  }

  // A re-export is dropped where its file must not reach the new header: it lies in a target that
  // the new header's target depends on.
  void decideUsings(ReferenceRewriter &rewriter) {
    const std::string newTarget =
        move.target.value_or(build.targetOf(move.source.value_or(move.header)));
    for (std::uint32_t i = 0; i < program.usings.size(); ++i) {
      const Using &fact = program.usings[i];
      const auto found = relocations.find(fact.target);
      if (fact.kind != Using::Kind::Declaration || !fact.atNamespaceScope ||
          found == relocations.end() || !found->second.changesName() || fact.file.empty())
        continue;
      const std::string target = build.targetOf(fact.file);
      const bool upward = !newTarget.empty() && !target.empty() && target != newTarget &&
                          build.reaches(newTarget, target);
      const bool itself = fact.scope == found->second.newScope;
      if (upward || itself)
        rewriter.droppedUsings.insert(i);
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
        refuse(context.place(file, moves->name.begin),
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

  std::string textOf(const Cut &cut, const Edits &inside) {
    return inside.appliedWithin(cut.file, cut.whole, context.source(cut.file).text());
  }

  Piece pieceOf(const Cut &cut, const Edits &inside) {
    Piece piece;
    piece.text = textOf(cut, inside);
    piece.scope = cut.newScope;
    piece.anonymous = cut.anonymous;
    piece.linkage = cut.linkage;
    const Source &text = context.source(cut.file);
    const std::uint32_t above = cut.whole.begin == 0 ? 0 : cut.whole.begin - 1;
    piece.blankBefore =
        trim(std::string_view(text.text())
                 .substr(text.lineStart(above), cut.whole.begin - text.lineStart(above)))
            .empty();
    for (const Conditional &section : text.conditionals()) {
      if (!section.whole.contains(cut.whole))
        continue;
      // In the first branch the condition holds; in a sole #else its opposite does.
      if (cut.whole.end <= section.directives[1].begin) {
        piece.conditions.push_back(section.condition);
      } else if (section.directives.size() == 3) {
        const DirectiveText condition = directiveText(section.condition);
        const std::string rest(condition.rest);
        piece.conditions.push_back(condition.keyword == "ifdef"    ? "#ifndef " + rest
                                   : condition.keyword == "ifndef" ? "#ifdef " + rest
                                                                   : "#if !(" + rest + ")");
      } else {
        refuse(context.place(cut.file, cut.declaration.begin),
               "the declaration stands in one of several branches of a conditional",
               "move the branches apart first");
      }
    }
    for (const Conditional &section : text.conditionals()) {
      const bool overlaps =
          section.whole.begin < cut.whole.end && cut.whole.begin < section.whole.end;
      if (overlaps && !section.whole.contains(cut.whole) && !cut.whole.contains(section.whole))
        refuse(context.place(cut.file, section.whole.begin),
               "a conditional begins or ends in the middle of the moved declaration",
               "put the conditional wholly inside or outside of it");
    }
    return piece;
  }

  // A block that holds nothing but forward declarations of what moved gets the new namespace's
  // name.
  void renameBlocksInPlace(const std::string &file, const FileFacts &facts, const Edits &inside,
                           Edits &outside) {
    for (const Block &block : facts.blocks) {
      if (block.fromMacro || block.anonymous || block.linkage || block.name != block.qualified)
        continue;
      const std::string *newScope = nullptr;
      bool all = true;
      for (const Chunk &chunk : facts.chunks) {
        if (!block.body.contains(chunk.extent))
          continue;
        const Cut *cut = cutAt(file, chunk.extent.begin);
        all &= cut && cut->stays && cut->oldScope == block.qualified &&
               (!newScope || *newScope == cut->newScope);
        newScope = cut ? &cut->newScope : newScope;
      }
      if (!all || !newScope || newScope->empty())
        continue;
      const Source &text = context.source(file);
      const auto rename = [&](Range within) {
        const std::size_t at = text.view(within).rfind(block.name);
        if (at == std::string_view::npos)
          return false;
        const auto begin = within.begin + static_cast<std::uint32_t>(at);
        outside.replace(file, {begin, begin + static_cast<std::uint32_t>(block.name.size())},
                        *newScope, "declared in its new namespace");
        return true;
      };
      if (!rename(block.names))
        continue;
      rename({block.whole.end, text.nextLine(block.whole.end - 1)});
      if (const auto edits = inside.files().find(file); edits != inside.files().end())
        for (const Edit &edit : edits->second)
          if (block.body.contains(edit.range))
            outside.replace(file, edit.range, edit.text, edit.reason);
      for (const Cut &cut : cuts)
        if (cut.file == file && block.body.contains(cut.declaration))
          inPlaceCuts.emplace(file, cut.declaration.begin);
    }
  }

  bool onlyBlank(const std::string &file, std::uint32_t begin, std::uint32_t end) {
    return begin <= end && trim(context.source(file).view({begin, end})).empty();
  }

  // With the conditionals in which nothing else stands.
  Range withEmptyConditionals(const std::string &file, Range whole) {
    const std::vector<Conditional> &sections = context.source(file).conditionals();
    for (auto section = sections.rbegin(); section != sections.rend(); ++section)
      if (section->directives.size() == 2 && section->whole.contains(whole) &&
          onlyBlank(file, section->directives[0].end, whole.begin) &&
          onlyBlank(file, whole.end, section->directives[1].begin))
        whole = section->whole;
    return whole;
  }

  void removeText(const Cut &cut, Range whole, Edits &outside) {
    outside.remove(cut.file, context.source(cut.file).forRemoval(whole), "moves to another place");
  }

  // A forward declaration or specialisation elsewhere changes its namespace where it stands.
  void redeclare(const Cut &cut, const Edits &inside, Edits &outside) {
    const Source &text = context.source(cut.file);
    const FileFacts &facts = program.files.at(cut.file);
    std::uint32_t at = cut.whole.begin;
    for (const Block &block : facts.blocks)
      if (block.body.contains(cut.declaration) && !block.linkage)
        at = std::min(at, text.withComments({block.whole.begin, block.whole.begin}).begin);
    const FileStyle style = styleOf(text, cut.file, facts.blocks);
    Piece piece = pieceOf(cut, inside);
    piece.conditions.clear();
    for (const Conditional &section : text.conditionals())
      if (section.whole.contains(cut.whole) && !section.whole.contains(Range{at, at}))
        piece.conditions.push_back(section.condition);
    outside.insert(cut.file, at, wrapped({piece}, style) + style.newline,
                   "declared in its new namespace");
  }

  // A namespace block in which nothing is left goes, too.
  void removeEmptyBlocks(const std::string &file, const FileFacts &facts, Edits &outside) {
    const auto list = outside.files().find(file);
    if (list == outside.files().end())
      return;
    const Source &text = context.source(file);
    std::vector<Range> removed;
    for (const Edit &edit : list->second)
      if (edit.text.empty() && !edit.range.empty())
        removed.push_back(edit.range);
    std::vector<const Block *> blocks;
    for (const Block &block : facts.blocks)
      if (!block.fromMacro)
        blocks.push_back(&block);
    std::sort(blocks.begin(), blocks.end(), [](const Block *a, const Block *b) {
      return a->whole.end - a->whole.begin < b->whole.end - b->whole.begin;
    });
    for (const Block *block : blocks) {
      bool any = false, left = false;
      for (const Token &token : text.tokens()) {
        if (!block->body.contains(token.range.begin) || token.kind == TokenKind::Comment)
          continue;
        const bool gone = std::any_of(removed.begin(), removed.end(), [&](const Range &range) {
          return range.contains(token.range);
        });
        any |= gone;
        left |= !gone;
      }
      if (!any || left)
        continue;
      Range whole = text.withComments(block->whole);
      whole = text.forRemoval(whole);
      removed.push_back(whole);
      outside.remove(file, whole, "nothing is left in the namespace");
    }
  }

  void findDeletedFiles(const Edits &outside) {
    for (const std::string &file : homes) {
      if (file == move.header || file == move.source.value_or(""))
        continue;
      const Source &text = context.source(file);
      const Range all{0, static_cast<std::uint32_t>(text.text().size())};
      const std::string left = outside.appliedWithin(file, {0, all.end + 1}, text.text());
      if (Source(left).withoutDeclarations())
        deleted.insert(file);
    }
  }

  Edits withoutDeleted(const Edits &edits) const {
    Edits result;
    for (const auto &[file, list] : edits.files())
      if (!deleted.contains(file))
        for (const Edit &edit : list)
          result.replace(file, edit.range, edit.text, edit.reason);
    return result;
  }

  // 6. Includes.

  // What the moved text of a kind needs: for each thing that it names, the headers of which any one
  // will do.
  std::set<std::set<std::string>> needs(bool source) {
    std::set<std::set<std::string>> result;
    for (const Cut &cut : cuts) {
      if (cut.stays || cut.toSource != source)
        continue;
      for (const Reference &reference : program.files.at(cut.file).references) {
        const std::uint32_t index = reference.entity;
        const Entity &entity = program.entities[index];
        // A specialisation declares a name that its template has to have declared before.
        if (!cut.whole.contains(reference.name.begin) ||
            (reference.declares && (entity.file == cut.file || relocations.contains(index))))
          continue;
        if (entity.kind == EntityKind::Namespace || entity.kind == EntityKind::Other ||
            entity.file.empty() || (entity.isMember && classMoves(entity)) ||
            (relocations.contains(index) && fileLocal(entity)))
          continue;
        if (relocations.contains(index)) {
          result.insert({move.header});
        } else if (entity.file.starts_with('/') || isHeader(entity.file)) {
          result.insert(program.headersOf(index));
        } else {
          refuse(context.place(cut.file, reference.name.begin),
                 "the moved code uses '" + entity.qualified + "', which only " + entity.file +
                     " declares",
                 "declare it in a header first, or move it, too");
        }
      }
    }
    return result;
  }

  bool classMoves(const Entity &member) const {
    for (const auto &[index, place] : relocations)
      if (program.entities[index].usr == member.record)
        return true;
    // A class inside a class that moves.
    for (const std::uint32_t outer : outermostOf(member.record))
      if (relocations.contains(outer))
        return true;
    return false;
  }
  std::vector<std::uint32_t> outermostOf(const std::string &recordUsr) const {
    std::string usr = recordUsr;
    for (int depth = 0; depth < 64; ++depth)
      for (std::uint32_t i = 0; i < program.entities.size(); ++i)
        if (program.entities[i].usr == usr) {
          if (program.entities[i].record.empty())
            return {i};
          usr = program.entities[i].record;
          break;
        }
    return {};
  }

  // The headers that text of a kind was under in its old files.
  std::set<std::string> oldIncludes(bool source) {
    std::set<std::string> direct;
    for (const std::string &file : homes)
      if (std::any_of(cuts.begin(), cuts.end(), [&](const Cut &cut) {
            return cut.file == file && !cut.stays && cut.toSource == source;
          }))
        for (const Include &include : program.files.at(file).includes) {
          if (include.resolved.empty() || deleted.contains(include.resolved))
            continue;
          direct.insert(include.resolved);
          if (include.angled)
            includes.setSpelling(include.resolved, include.angled ? "<" + include.name + ">"
                                                                  : "\"" + include.name + "\"");
        }
    return direct;
  }

  // Includes that give all that is needed: those of the old files first, for their author chose
  // them; what no include there gives, directly.
  std::set<std::string> chooseIncludes(bool source, const std::string &file,
                                       const std::set<std::string> &given) {
    const std::set<std::string> direct = oldIncludes(source);
    std::set<std::string> chosen, reached = given;
    const auto satisfied = [&](const std::set<std::string> &alternatives,
                               const std::set<std::string> &by) {
      return std::any_of(alternatives.begin(), alternatives.end(),
                         [&](const std::string &header) { return by.contains(header); });
    };
    const auto choose = [&](const std::string &header) {
      chosen.insert(header);
      reached.insert(header);
      const std::set<std::string> behind = includes.closure(header);
      reached.insert(behind.begin(), behind.end());
    };
    // A file that goes as a whole takes its system includes with it.
    for (const std::string &giver : deleted)
      if (isHeader(giver) != source && program.files.contains(giver))
        for (const Include &include : program.files.at(giver).includes)
          if (direct.contains(include.resolved) && include.angled)
            choose(include.resolved);
    std::vector<std::set<std::string>> open;
    for (const std::set<std::string> &alternatives : needs(source)) {
      if (alternatives.contains(file) || alternatives.empty())
        continue;
      if (satisfied(alternatives, direct)) {
        for (const std::string &header : alternatives)
          if (direct.contains(header) && !given.contains(header))
            choose(header);
      } else {
        open.push_back(alternatives);
      }
    }
    for (const std::set<std::string> &alternatives : open) {
      if (satisfied(alternatives, reached))
        continue;
      const std::string *best = nullptr;
      std::size_t smallest = 0;
      for (const std::string &header : direct) {
        const std::set<std::string> behind = includes.closure(header);
        if (satisfied(alternatives, behind) && (!best || behind.size() < smallest)) {
          best = &header;
          smallest = behind.size();
        }
      }
      if (best) {
        choose(*best);
      } else if (!alternatives.begin()->starts_with('/')) {
        choose(*alternatives.begin());
      } else {
        // A system header behind another one: which, only the headers themselves know.
        for (const std::string &header : direct)
          if (header.starts_with('/'))
            choose(header);
      }
    }
    return chosen;
  }

  void planIncludes(const ReferenceRewriter &rewriter) {
    if (makesHeader())
      planTarget(move.header, chooseIncludes(false, move.header, {}));
    if (makesSource()) {
      std::set<std::string> given;
      if (declaresInHeader()) {
        given = includes.closure(move.header);
        given.insert(move.header);
      }
      std::set<std::string> all = chooseIncludes(true, *move.source, given);
      if (declaresInHeader())
        all.insert(move.header);
      planTarget(*move.source, all);
    }
    for (const std::string &file : deleted)
      includes.removeFile(file);
    if (context.refused())
      return;
    updateOldFiles();
    updateUsers(rewriter);
    addWhatIsMissing(rewriter);
    refuseCycle(move.header);
  }

  bool makesHeader() const {
    return std::any_of(cuts.begin(), cuts.end(),
                       [](const Cut &cut) { return !cut.stays && !cut.toSource; });
  }
  bool makesSource() const {
    return std::any_of(cuts.begin(), cuts.end(),
                       [](const Cut &cut) { return !cut.stays && cut.toSource; });
  }
  bool declaresInHeader() const { return makesHeader() || context.exists(move.header); }

  void planTarget(const std::string &file, const std::set<std::string> &headers) {
    if (!context.exists(file)) {
      includes.addFile(file, headers);
      return;
    }
    for (const std::string &header : headers)
      includes.add(file, header);
  }

  // Does text that stays in `file` use anything that `header` gives it?
  bool usesFrom(const std::string &file, const std::set<std::string> &providers) const {
    for (const Reference &reference : program.files.at(file).references) {
      if (cutAt(file, reference.name.begin) || relocations.contains(reference.entity))
        continue;
      const Entity &entity = program.entities[reference.entity];
      if (entity.kind != EntityKind::Namespace && entity.kind != EntityKind::Other &&
          !(entity.isMember && classMoves(entity)) && providers.contains(entity.file))
        return true;
      if (reference.via != Reference::NoIndex &&
          providers.contains(program.usings[reference.via].file))
        return true;
    }
    return false;
  }

  // An old file that stays drops the includes that only the moved code needed.
  void updateOldFiles() {
    for (const std::string &file : homes) {
      if (deleted.contains(file) || file == move.header)
        continue;
      for (const Include &include : program.files.at(file).includes) {
        if (include.resolved.empty() || !carried(file, include.resolved))
          continue;
        std::set<std::string> providers = program.closure(include.resolved);
        providers.insert(include.resolved);
        if (!usesFrom(file, providers))
          includes.remove(file, include.resolved);
      }
    }
  }
  bool carried(const std::string &file, const std::string &header) const {
    // Only what moved code of this file names directly; a source keeps the include of its own
    // header unless that is gone.
    for (const Cut &cut : cuts) {
      if (cut.file != file || cut.stays)
        continue;
      for (const Reference &reference : program.files.at(file).references)
        if (cut.whole.contains(reference.name.begin) &&
            program.entities[reference.entity].file == header)
          return true;
    }
    return false;
  }

  // True when text that stays in `file` names a moved entity itself, not through a re-export.
  bool namesMoved(const std::string &file, const ReferenceRewriter &rewriter) const {
    for (const Reference &reference : program.files.at(file).references) {
      if (!relocations.contains(reference.entity) ||
          fileLocal(program.entities[reference.entity]) || cutAt(file, reference.name.begin))
        continue;
      if (reference.declares)
        continue;
      // One found through a using-declaration needs what that one needs; it is looked at by itself.
      if (reference.via != Reference::NoIndex && !rewriter.droppedUsings.contains(reference.via))
        continue;
      // Declared here and never seen whole: that is enough now as it was before.
      if (onlyDeclared(file, reference.entity))
        continue;
      if (reference.via == Reference::NoIndex && throughKeptReExport(reference, rewriter))
        continue;
      if (inDroppedUsing(file, reference, rewriter))
        continue;
      return true;
    }
    return false;
  }
  bool declaredHere(const std::string &file, std::uint32_t entity) const {
    for (const Chunk &chunk : program.files.at(file).chunks)
      if (chunk.entity == entity && !chunk.definition)
        return true;
    return false;
  }
  bool onlyDeclared(const std::string &file, std::uint32_t entity) const {
    return declaredHere(file, entity) &&
           !program.closure(file).contains(program.entities[entity].file);
  }
  bool throughKeptReExport(const Reference &reference, const ReferenceRewriter &rewriter) const {
    if (reference.qualifierScope == Reference::NoIndex)
      return false;
    const std::string &scope = program.entities[reference.qualifierScope].qualified;
    for (std::uint32_t i = 0; i < program.usings.size(); ++i) {
      const Using &fact = program.usings[i];
      if (fact.kind == Using::Kind::Declaration && fact.atNamespaceScope && fact.scope == scope &&
          fact.target == reference.entity && fact.file != reference.file &&
          scope != relocations.at(reference.entity).oldScope)
        return !rewriter.droppedUsings.contains(i);
    }
    return false;
  }
  bool inDroppedUsing(const std::string &file, const Reference &reference,
                      const ReferenceRewriter &rewriter) const {
    for (const std::uint32_t index : rewriter.droppedUsings) {
      const Using &fact = program.usings[index];
      if (fact.file == file && fact.extent.contains(reference.name.begin))
        return true;
    }
    return false;
  }

  void updateUsers(const ReferenceRewriter &rewriter) {
    std::set<std::string> oldHeaders;
    for (const std::string &file : homes)
      if (isHeader(file) && file != move.header)
        oldHeaders.insert(file);
    for (const auto &[file, facts] : program.files) {
      if (deleted.contains(file) || file == move.header)
        continue;
      const bool user = namesMoved(file, rewriter);
      if (user)
        checkUpward(file, rewriter);
      bool placed = file == move.source.value_or("");
      for (const std::string &old : oldHeaders) {
        const bool direct =
            std::any_of(facts.includes.begin(), facts.includes.end(),
                        [&](const Include &include) { return include.resolved == old; });
        if (!direct)
          continue;
        if (deleted.contains(old)) {
          if (user && !placed)
            includes.replace(file, old, move.header);
          else
            includes.remove(file, old);
          placed |= user;
          continue;
        }
        std::set<std::string> providers = program.closure(old);
        providers.insert(old);
        for (const std::string &known : includes.closure(move.header))
          providers.erase(known);
        providers.erase(file);
        if (user && !placed && !homes.contains(file) && !usesFrom(file, providers) &&
            !program.files.at(file).includes.empty() && !isHeader(file)) {
          includes.replace(file, old, move.header);
          placed = true;
        }
      }
      if (user && !placed)
        includes.add(file, move.header);
    }
  }

  // A file that names the moved code must be allowed to: its target may not lie below the new one.
  void checkUpward(const std::string &file, const ReferenceRewriter &rewriter) {
    const std::string from = build.targetOf(file);
    const std::string to = move.target.value_or(build.targetOf(move.source.value_or(move.header)));
    if (from.empty() || to.empty() || from == to || !build.reaches(to, from))
      return;
    for (const Reference &reference : program.files.at(file).references)
      if (relocations.contains(reference.entity) && !cutAt(file, reference.name.begin) &&
          !inDroppedUsing(file, reference, rewriter) && !reference.declares) {
        refuse(context.place(file, reference.name.begin),
               "needs-too: this use of '" + program.entities[reference.entity].qualified +
                   "' stays in target '" + from + "', but '" + to + "' depends on '" + from +
                   "': the two would depend on each other",
               "move the code that uses it, too, or leave it without it");
        return;
      }
  }

  // What a file reached through an include that is gone, and still uses, it includes by itself.
  void addWhatIsMissing(const ReferenceRewriter &rewriter) {
    std::map<std::string, std::set<std::string>> after;
    const auto closureAfter = [&](const std::string &file) -> const std::set<std::string> & {
      const auto found = after.find(file);
      return found != after.end() ? found->second
                                  : after.emplace(file, includes.closure(file)).first->second;
    };
    const auto reaches = [](const std::set<std::string> &reached,
                            const std::set<std::string> &alternatives) {
      return std::any_of(alternatives.begin(), alternatives.end(),
                         [&](const std::string &header) { return reached.contains(header); });
    };
    for (const auto &[file, facts] : program.files) {
      if (deleted.contains(file))
        continue;
      std::set<std::set<std::string>> wanted;
      for (const Reference &reference : facts.references) {
        if (cutAt(file, reference.name.begin) || reference.declares ||
            inDroppedUsing(file, reference, rewriter) || onlyDeclared(file, reference.entity))
          continue;
        const Entity &entity = program.entities[reference.entity];
        if (entity.kind == EntityKind::Namespace || entity.kind == EntityKind::Other ||
            entity.file.empty() || relocations.contains(reference.entity) ||
            (entity.isMember && classMoves(entity)))
          continue;
        if (entity.file != file && (isHeader(entity.file) || entity.file.starts_with('/')))
          wanted.insert(program.headersOf(reference.entity));
      }
      const std::set<std::string> had = program.closure(file);
      for (const std::set<std::string> &alternatives : wanted) {
        if (reaches(closureAfter(file), alternatives))
          continue;
        bool missing = reaches(had, alternatives);
        // Which of several system headers gave a name to a file that includes none of them itself,
        // only those headers know.
        const bool system = alternatives.begin()->starts_with('/');
        for (const std::size_t unit : facts.units) {
          const std::string &main = program.units[unit].file;
          if (deleted.contains(main))
            continue;
          if (!missing && !system && reaches(program.closure(main), alternatives) &&
              !reaches(closureAfter(main), alternatives))
            missing = true;
        }
        if (!missing)
          continue;
        // Of several headers, the one that it had before.
        const std::string *header = &*alternatives.begin();
        for (const std::string &one : alternatives)
          if (had.contains(one))
            header = &one;
        if (deleted.contains(*header))
          continue;
        includes.add(file, *header);
        after.clear();
      }
    }
  }

  void refuseCycle(const std::string &header) {
    const std::vector<std::string> path = includes.chain(header, header);
    if (path.empty())
      return;
    refuse(declared(relocations.begin()->first),
           "the headers would include each other: " + join(path, " -> "),
           "move what both need to a header of its own, or move both together");
  }

  // 7. The files.

  // In the order of the text; the file that gives the style and the head comes first.
  std::vector<Piece> pieces(bool source, const Edits &inside) {
    std::vector<Piece> result;
    for (const bool ofModel : {true, false})
      for (const Cut &cut : cuts)
        if (!cut.stays && cut.toSource == source && (cut.file == model(source)) == ofModel)
          result.push_back(pieceOf(cut, inside));
    return result;
  }

  // The file whose style the new one follows: one that goes as a whole, before others.
  const std::string &model(bool source) const {
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

  std::string headFor(const std::string &file) {
    const Source &text = context.source(file);
    if (text.headComment().empty())
      return {};
    // A description goes along with the whole file; a licence holds for every part of it.
    if (!deleted.contains(file) && !text.headIsLicence())
      return {};
    std::string head(text.view(text.headComment()));
    const std::uint32_t end = text.headComment().end;
    if (end < text.text().size() && (text.text()[end] == '\n' || text.text()[end] == '\r'))
      head += text.newline();
    return head;
  }

  std::vector<std::vector<std::string>> includeGroups(const std::string &file,
                                                      const std::string &own) {
    std::vector<std::string> first, quoted, angled;
    for (const std::string &header : includes.direct(file)) {
      const std::string name = includes.spelling(header, file);
      if (header == own)
        first.push_back(name);
      else
        (name.starts_with('"') ? quoted : angled).push_back(name);
    }
    std::sort(quoted.begin(), quoted.end());
    std::sort(angled.begin(), angled.end());
    // In a source, its own header is first; quotes and brackets stand in the old file's order.
    const Source &text = context.source(model(!own.empty()));
    const std::size_t firstQuote = text.text().find("#include \"");
    const std::size_t firstAngle = text.text().find("#include <");
    const bool systemFirst =
        firstAngle < firstQuote && firstQuote != std::string::npos && own.empty();
    if (systemFirst)
      return {first, angled, quoted};
    return {first, quoted, angled};
  }

  // Conditionals that hold nothing but includes go along with a file of which nothing is left.
  std::string conditionalIncludes(bool source) {
    std::string result;
    for (const std::string &file : deleted) {
      const bool giver = std::any_of(cuts.begin(), cuts.end(), [&](const Cut &cut) {
        return cut.file == file && !cut.stays && cut.toSource == source;
      });
      if (!giver)
        continue;
      const Source &text = context.source(file);
      std::uint32_t done = 0;
      for (const Conditional &section : text.conditionals()) {
        if (section.whole.begin < done || cutAt(file, section.whole.begin))
          continue;
        bool any = false, only = true;
        for (const Token &token : text.tokens()) {
          if (!section.whole.contains(token.range) || token.kind == TokenKind::Comment)
            continue;
          const std::string_view keyword = token.kind == TokenKind::Directive
                                               ? directiveText(text.view(token.range)).keyword
                                               : std::string_view();
          any |= keyword == "include";
          only &= keyword == "include" || keyword == "if" || keyword == "ifdef" ||
                  keyword == "ifndef" || keyword.starts_with("el") || keyword == "endif";
        }
        if (any && only)
          result += text.newline() + std::string(text.view(section.whole));
        done = section.whole.end;
      }
    }
    return result;
  }

  void makeFile(bool source, const Edits &inside, std::map<std::string, std::string> &made) {
    if (source ? !makesSource() : !makesHeader())
      return;
    const std::string &file = source ? *move.source : move.header;
    if (context.exists(file))
      return;
    const std::string &old = model(source);
    const FileStyle style = styleOf(context.source(old), old, program.files.at(old).blocks);
    const std::vector<Piece> list = pieces(source, inside);
    const std::string conditional = conditionalIncludes(source);
    made[file] =
        source ? newSource(headFor(old), includeGroups(file, move.header), conditional, list, style)
               : newHeader(file, headFor(old), includeGroups(file, ""), conditional, list, style);
  }

  void mergeIntoExisting(const Edits &inside, Edits &outside) {
    for (const bool source : {false, true}) {
      const std::string file = source ? move.source.value_or("") : move.header;
      if (file.empty() || !context.exists(file) || (source ? !makesSource() : !makesHeader()))
        continue;
      const Source &text = context.source(file);
      const auto facts = program.files.find(file);
      const std::vector<Block> blocks =
          facts == program.files.end() ? std::vector<Block>() : facts->second.blocks;
      const FileStyle style = styleOf(text, file, blocks);
      std::vector<Piece> list = pieces(source, inside);
      // Pieces of one namespace stand together.
      while (!list.empty()) {
        std::vector<Piece> group;
        const Piece key = list.front();
        for (auto it = list.begin(); it != list.end();) {
          const bool same = it->scope == key.scope && it->anonymous == key.anonymous &&
                            it->linkage == key.linkage;
          if (same)
            group.push_back(*it);
          it = same ? list.erase(it) : std::next(it);
        }
        const Insertion where = insertionPoint(text, blocks, key.scope);
        if (where.insideBlock)
          for (Piece &piece : group)
            piece.scope.clear();
        std::string inserted = style.newline + wrapped(group, style);
        if (where.offset > 0 && text.text()[where.offset - 1] != '\n')
          inserted = style.newline + inserted;
        outside.insert(file, where.offset, inserted, "the moved declarations go here");
      }
    }
  }

  // 8. What follows.

  void recordRenames() {
    for (const auto &[index, place] : relocations) {
      const Entity &entity = program.entities[index];
      if (!place.changesName() || entity.kind == EntityKind::Macro)
        continue;
      // The verifiers tell unnamed namespaces apart, which names in code can't.
      const std::string inner =
          entity.usr.find("@aN@") == std::string::npos ? "" : "(anonymous namespace)::";
      const auto qualified = [&](const std::string &scope, const std::string &name) {
        return (scope.empty() ? "" : scope + "::") + inner + name;
      };
      context.plan.renames.push_back({qualified(place.oldScope, place.oldName),
                                      qualified(place.newScope, place.newName), entity.usr,
                                      usrAfter(entity, place)});
    }
  }

  // An enumerator's begins with that of its enumeration.
  std::string usrAfter(const Entity &entity, const Relocation &place) const {
    if (entity.kind == EntityKind::Enumerator)
      for (const auto &[index, whole] : relocations)
        if (program.entities[index].usr == entity.record)
          return relocatedUsr(entity.record, whole) + entity.usr.substr(entity.record.size());
    return relocatedUsr(entity.usr, place);
  }

  // The USR of an entity of namespace scope in its new place (clang/Index/USRGeneration): `c:`, a
  // file for internal linkage, the namespaces as `@N@name`, then the entity.
  static std::string relocatedUsr(const std::string &usr, const Relocation &place) {
    const auto prefix = [](const std::string &scope) {
      std::string text;
      for (const std::string &part : components(scope))
        text += "@N@" + part;
      return text;
    };
    const std::string before = prefix(place.oldScope);
    std::string result = usr;
    if (const std::size_t at = result.find(before); !before.empty() && at != std::string::npos)
      result = result.substr(0, at) + prefix(place.newScope) + result.substr(at + before.size());
    else if (before.empty())
      if (const std::size_t first = result.find('@'); first != std::string::npos)
        result.insert(first, prefix(place.newScope));
    if (place.oldName != place.newName) {
      const std::size_t from = result.rfind("@N@") == std::string::npos ? 0 : result.rfind("@N@");
      for (std::size_t at = result.find(place.oldName, from); at != std::string::npos;
           at = result.find(place.oldName, at + 1)) {
        const auto word = [&](std::size_t i) {
          return i < result.size() &&
                 (std::isalnum(static_cast<unsigned char>(result[i])) || result[i] == '_');
        };
        const bool starts = at == 0 || !word(at - 1) || result[at - 1] == 'T';
        if (starts && !word(at + place.oldName.size())) {
          result.replace(at, place.oldName.size(), place.newName);
          break;
        }
      }
    }
    return result;
  }

  Result<void> updateBuild(const std::map<std::string, std::string> &made) {
    for (const std::string &file : deleted)
      LEVITATE_CHECK(build.removeFile(file, step.id));
    for (const auto &[file, text] : made)
      LEVITATE_CHECK(build.addFile(file, move.target.value_or(""), step.id));
    return {};
  }

  // A new source is compiled as the old one was.
  void updateUnits(const std::map<std::string, std::string> &made) {
    std::vector<workspace::Unit> added;
    for (const auto &[file, text] : made) {
      if (!move.source || file != *move.source)
        continue;
      for (const workspace::Unit &unit : context.units) {
        if (context.project.relative(unit.file) != model(true))
          continue;
        workspace::Unit copy = unit;
        copy.file = context.overlay.root() + "/" + file;
        for (std::string &argument : copy.arguments)
          if (realPath(absolutePath(argument, unit.directory)) == unit.file)
            argument = copy.file;
        added.push_back(std::move(copy));
      }
    }
    std::erase_if(context.units, [&](const workspace::Unit &unit) {
      return deleted.contains(context.project.relative(unit.file));
    });
    context.units.insert(context.units.end(), added.begin(), added.end());
  }

  Context &context;
  BuildFiles &build;
  const recipe::Step &step;
  const recipe::Move &move;
  const Program &program;
  Names names;
  Includes includes;
  std::set<std::string> included; ///< files that some file includes
  std::map<std::uint32_t, Relocation> relocations;
  std::vector<Cut> cuts;
  std::set<std::string> homes;   ///< files that lose a declaration
  std::set<std::string> deleted; ///< of those, the ones in which nothing is left
  std::set<std::pair<std::string, std::uint32_t>> inPlaceCuts; ///< cuts whose block is renamed
};

} // namespace

Result<void> planMove(Context &context, BuildFiles &build, const recipe::Step &step,
                      const recipe::Move &move) {
  LEVITATE_TRY(program, context.program());
  return Mover(context, build, step, move, *program).run();
}

} // namespace levitate::plan
