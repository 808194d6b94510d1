// The includes of a move: of the new files, of the old ones, and of everyone who names what moved.
#include "base/text.h"
#include "tool/plan/move/forwards.h"

#include <algorithm>

namespace levitate::plan::move {

using namespace facts;

namespace {

class IncludePlanner {
public:
  explicit IncludePlanner(State &state) : state(state) {}

  void planIncludes() {
    planForwards(state);
    if (state.makesHeader())
      planTarget(move.header, chooseIncludes(false, move.header, {}));
    if (state.makesSource()) {
      std::set<std::string> given;
      if (state.declaresInHeader()) {
        given = includes.closure(move.header);
        given.insert(move.header);
      }
      std::set<std::string> all = chooseIncludes(true, *move.source, given);
      if (state.declaresInHeader())
        all.insert(move.header);
      planTarget(*move.source, all);
    }
    for (const std::string &file : deleted)
      includes.removeFile(file);
    if (context.refused())
      return;
    includes.comesFrom(move.header, homes);
    updateOldFiles();
    updateUsers();
    addWhatIsMissing();
    findCycle();
  }

private:
  // A member of a class that moves, or an enumerator of what moves.
  bool goesAlong(const Entity &entity) const {
    return (entity.isMember || entity.kind == EntityKind::Enumerator) && state.classMoves(entity);
  }

  // False for the template of a specialisation, which has to be declared before.
  bool declaredHere(const Cut &cut, const Reference &reference) const {
    if (relocations.contains(reference.entity))
      return true;
    const std::vector<Chunk> &chunks = program.files.at(cut.file).chunks;
    return program.entities[reference.entity].file == cut.file &&
           std::none_of(chunks.begin(), chunks.end(), [&](const Chunk &chunk) {
             return chunk.specialisation && chunk.entity == reference.entity &&
                    chunk.extent.contains(reference.name.begin);
           });
  }

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
        if (!(cut.whole.contains(reference.name.begin) || opensNamespace(cut, reference)) ||
            reference.befriends || (reference.declares && declaredHere(cut, reference)))
          continue;
        if (entity.kind == EntityKind::Namespace || entity.kind == EntityKind::Other ||
            entity.file.empty() || goesAlong(entity) || definedWithin(cut, index) ||
            (relocations.contains(index) && state.fileLocal(entity)))
          continue;
        if (!source && forwarded(move.header, index))
          continue;
        if (relocations.contains(index)) {
          result.insert({move.header});
        } else if (entity.file.starts_with('/') || state.isHeader(entity.file)) {
          result.insert(program.headersOf(index));
        } else if (!isOfUser(cut, reference)) {
          state.refuse(context.place(cut.file, reference.name.begin),
                       "the moved code uses '" + entity.qualified + "', which only " + entity.file +
                           " declares",
                       "declare it in a header first, or move it, too");
        }
      }
    }
    if (state.forwarding.ofWhatStays)
      for (const Cut &cut : cuts)
        if (!cut.stays && cut.toSource == source)
          for (const CompleteUse &use : program.files.at(cut.file).completeUses)
            if (cut.whole.contains(use.offset) && !relocations.contains(use.entity) &&
                state.isHeader(program.entities[use.entity].file))
              result.insert(program.headersOf(use.entity));
    if (!source)
      for (const auto &[index, piece] : state.forwards[move.header])
        if (const std::optional<ForwardDeclaration> forward = forwardDeclarationOf(state, index))
          for (const std::uint32_t name : forward->names)
            if (!program.entities[name].file.empty())
              result.insert(program.headersOf(name));
    return result;
  }

  // What a source gives to the headers that it includes: a macro that they ask for; what a macro of
  // theirs names where the source uses it.
  bool isOfUser(const Cut &cut, const Reference &reference) const {
    return (program.entities[reference.entity].kind == EntityKind::Macro &&
            program.entities[reference.entity].file != cut.file) ||
           (reference.inMacro && reference.expansion.file != cut.file);
  }

  // A macro that the moved text defines for itself.
  bool definedWithin(const Cut &cut, std::uint32_t macro) const {
    if (program.entities[macro].kind != EntityKind::Macro)
      return false;
    bool defines = false;
    for (const Reference &reference : program.files.at(cut.file).references)
      if (reference.entity == macro && reference.declares) {
        const Cut *holder = state.cutAt(cut.file, reference.name.begin);
        if (!holder || holder->stays || holder->toSource != cut.toSource)
          return false;
        defines = true;
      }
    return defines;
  }

  // It is declared in the file, so that it needs no include.
  bool forwarded(const std::string &file, std::uint32_t entity) const {
    const auto found = state.forwards.find(file);
    return found != state.forwards.end() && found->second.contains(entity);
  }

  // A macro that opens or closes a namespace around the cut, which its new file does, too.
  bool opensNamespace(const Cut &cut, const Reference &reference) const {
    const std::vector<Block> &blocks = program.files.at(cut.file).blocks;
    return cut.oldScope == cut.newScope &&
           program.entities[reference.entity].kind == EntityKind::Macro &&
           std::any_of(blocks.begin(), blocks.end(), [&](const Block &block) {
             return block.fromMacro && block.whole.begin <= cut.declaration.begin &&
                    cut.declaration.end <= block.whole.end &&
                    (reference.name.begin == block.whole.begin ||
                     reference.name.begin == block.whole.end);
           });
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
      if (state.isHeader(giver) != source && program.files.contains(giver))
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
      if (state.cutAt(file, reference.name.begin) || relocations.contains(reference.entity) ||
          state.inGoneUsing(file, reference))
        continue;
      const Entity &entity = program.entities[reference.entity];
      if (entity.kind != EntityKind::Namespace && entity.kind != EntityKind::Other &&
          !goesAlong(entity) && providers.contains(entity.file))
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
        // What is made of an include of a file that goes, its users decide.
        if (include.resolved.empty() || deleted.contains(include.resolved) ||
            !carried(file, include.resolved))
          continue;
        std::set<std::string> providers = program.closure(include.resolved);
        providers.insert(include.resolved);
        if (!usesFrom(file, providers) && !opensFrom(file, providers))
          includes.remove(file, include.resolved);
      }
    }
  }

  // Does a using-directive or an alias that stays in `file` name a namespace that is declared there
  // and not in the file itself?
  bool opensFrom(const std::string &file, const std::set<std::string> &providers) const {
    const auto declares = [&](const std::string &one, const std::string &nameSpace) {
      const auto facts = program.files.find(one);
      return facts != program.files.end() &&
             std::any_of(facts->second.blocks.begin(), facts->second.blocks.end(),
                         [&](const Block &block) { return block.qualified == nameSpace; });
    };
    for (std::uint32_t i = 0; i < program.usings.size(); ++i) {
      const Using &fact = program.usings[i];
      if (fact.file != file || fact.kind == Using::Kind::Declaration ||
          state.droppedUsings.contains(i) || state.goneUsings.contains(i) ||
          state.cutAt(file, fact.extent.begin))
        continue;
      const Entity &nameSpace = program.entities[fact.target];
      if (!declares(file, nameSpace.qualified) &&
          (providers.contains(nameSpace.file) ||
           std::any_of(providers.begin(), providers.end(),
                       [&](const std::string &one) { return declares(one, nameSpace.qualified); })))
        return true;
    }
    return false;
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
  bool namesMoved(const std::string &file) const {
    for (const Reference &reference : program.files.at(file).references) {
      if (!relocations.contains(reference.entity) ||
          state.fileLocal(program.entities[reference.entity]))
        continue;
      const Cut *cut = state.cutAt(file, reference.name.begin);
      // A specialisation that stays needs its template, a definition its declaration.
      if (cut && cut->stays && (cut->specialisation || cut->ofFragment))
        return true;
      if (cut || reference.declares)
        continue;
      // One found through a using-declaration needs what that one needs; it is looked at by itself.
      if (reference.via != Reference::NoIndex && !state.droppedUsings.contains(reference.via))
        continue;
      // Declared here and never seen whole: that is enough now as it was before.
      if (onlyDeclared(file, reference.entity))
        continue;
      if (reference.via == Reference::NoIndex && throughKeptReExport(reference))
        continue;
      if (state.inGoneUsing(file, reference))
        continue;
      return true;
    }
    return false;
  }

  // A header of a cycle that does with declarations of what moves.
  bool onlyForwards(const std::string &file) const {
    return state.forwarding.ofWhatMoves && state.forwards.contains(file) && file != move.header;
  }

  bool declaredHere(const std::string &file, std::uint32_t entity) const {
    for (const Chunk &chunk : program.files.at(file).chunks) {
      if (chunk.entity != entity || chunk.definition)
        continue;
      const Cut *cut = state.cutAt(file, chunk.extent.begin);
      if (!cut || cut->stays)
        return true;
    }
    return false;
  }

  bool onlyDeclared(const std::string &file, std::uint32_t entity) const {
    const std::string &definedIn = program.entities[entity].file;
    return declaredHere(file, entity) && definedIn != file &&
           !program.closure(file).contains(definedIn);
  }

  bool throughKeptReExport(const Reference &reference) const {
    if (reference.qualifierScope == Reference::NoIndex)
      return false;
    const std::string &scope = program.entities[reference.qualifierScope].qualified;
    for (std::uint32_t i = 0; i < program.usings.size(); ++i) {
      const Using &fact = program.usings[i];
      if (fact.kind == Using::Kind::Declaration && fact.atNamespaceScope && fact.scope == scope &&
          fact.target == reference.entity && fact.file != reference.file &&
          scope != relocations.at(reference.entity).oldScope)
        return !state.droppedUsings.contains(i);
    }
    return false;
  }

  void updateUsers() {
    std::set<std::string> oldHeaders;
    for (const std::string &file : homes)
      if (state.isHeader(file) && file != move.header)
        oldHeaders.insert(file);
    for (const auto &[file, facts] : program.files) {
      if (deleted.contains(file))
        continue;
      if (file == move.header) { // it has from now on what it included
        for (const Include &include : facts.includes)
          if (deleted.contains(include.resolved))
            includes.remove(file, include.resolved);
        continue;
      }
      bool user = namesMoved(file);
      if (user)
        checkUpward(file);
      user &= !onlyForwards(file);
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
        for (const std::string &known : includes.closure(move.header))
          providers.erase(known);
        providers.insert(old); // what the file names from there it keeps the include of
        providers.erase(file);
        if (user && !placed && !homes.contains(file) && !usesFrom(file, providers) &&
            !program.files.at(file).includes.empty() && !state.isHeader(file)) {
          includes.replace(file, old, move.header);
          placed = true;
        }
      }
      // Where nothing leaves a header, what a file reached by others it still does.
      placed |= oldHeaders.empty() && program.closure(file).contains(move.header);
      if (user && !placed)
        includes.add(file, move.header);
    }
  }

  // A file that names the moved code must be allowed to: its target may not lie below the new one.
  void checkUpward(const std::string &file) {
    const std::string from = build.targetOf(file);
    const std::string to = move.target.value_or(build.targetOf(move.source.value_or(move.header)));
    if (from.empty() || to.empty() || from == to || !build.reaches(to, from))
      return;
    for (const Reference &reference : program.files.at(file).references)
      if (relocations.contains(reference.entity) && !state.cutAt(file, reference.name.begin) &&
          !state.inGoneUsing(file, reference) && !reference.declares) {
        state.refuse(context.place(file, reference.name.begin),
                     "needs-too: this use of '" + program.entities[reference.entity].qualified +
                         "' stays in target '" + from + "', but '" + to + "' depends on '" + from +
                         "': the two would depend on each other",
                     "move the code that uses it, too, or leave it without it");
        return;
      }
  }

  // What the text that stays in a file uses: for each thing, the headers of which any one will do,
  // and those that did before.
  std::map<std::set<std::string>, std::set<std::string>> wantedBy(const std::string &file) {
    const FileFacts &facts = program.files.at(file);
    std::map<std::set<std::string>, std::set<std::string>> wanted;
    const auto want = [&](std::uint32_t index) {
      const Entity &entity = program.entities[index];
      if (entity.file != file && (state.isHeader(entity.file) || entity.file.starts_with('/')))
        wanted[program.headersOf(index)] = program.headersOf(index);
    };
    // What names only members of a class that moved, or needs it whole, may have had it from the
    // old header alone.
    const auto wantMoved = [&](const Entity &entity) {
      if ((entity.file != file || state.forwarding.ofWhatMoves) && entity.file != move.header &&
          !entity.file.empty() && state.isHeader(entity.file) && state.declaresInHeader())
        wanted[{move.header}].insert(entity.file);
    };
    for (const Reference &reference : facts.references) {
      if (state.cutAt(file, reference.name.begin) || reference.declares ||
          state.inGoneUsing(file, reference) || onlyDeclared(file, reference.entity))
        continue;
      const Entity &entity = program.entities[reference.entity];
      if (entity.kind == EntityKind::Namespace || entity.kind == EntityKind::Other ||
          entity.file.empty() || forwarded(file, reference.entity))
        continue;
      if (goesAlong(entity))
        wantMoved(entity);
      else if (!relocations.contains(reference.entity))
        want(reference.entity);
    }
    for (const CompleteUse &use : facts.completeUses)
      if (state.cutAt(file, use.offset))
        continue;
      else if (relocations.contains(use.entity))
        wantMoved(program.entities[use.entity]);
      else if (state.forwarding.ofWhatStays)
        want(use.entity);
    return wanted;
  }

  // What a file reached through an include that is gone, and still uses, it includes by itself.
  void addWhatIsMissing() {
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
      const std::set<std::string> had = program.closure(file);
      for (const auto &[alternatives, before] : wantedBy(file)) {
        if (alternatives.contains(file) || reaches(closureAfter(file), alternatives))
          continue;
        bool missing = before.contains(file) || reaches(had, before);
        // Which of several system headers gave a name to a file that includes none of them itself,
        // only those headers know.
        const bool system = alternatives.begin()->starts_with('/');
        for (const std::size_t unit : facts.units) {
          const std::string &main = program.units[unit].file;
          if (deleted.contains(main))
            continue;
          if (!missing && !system && reaches(program.closure(main), before) &&
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

  void findCycle() {
    const std::vector<std::string> path = includes.chain(move.header, move.header);
    if (path.empty())
      return;
    for (const std::string &file : includes.closure(move.header))
      if (includes.closure(file).contains(move.header))
        state.cycle.insert(file);
    refuseCycle(state, path);
  }

  State &state;
  Context &context = state.context;
  BuildFiles &build = state.build;
  const recipe::Move &move = state.move;
  const Program &program = state.program;
  Includes &includes = state.includes;
  std::map<std::uint32_t, Relocation> &relocations = state.relocations;
  std::vector<Cut> &cuts = state.cuts;
  std::set<std::string> &homes = state.homes;
  std::set<std::string> &deleted = state.deleted;
};

} // namespace

void planIncludes(State &state) { IncludePlanner(state).planIncludes(); }

} // namespace levitate::plan::move
