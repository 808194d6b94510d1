// Which text goes away from where it stands: declarations with their comments, attributes and
// macros, and what stands beside them and is about them alone.
#include "base/text.h"
#include "tool/plan/move/forwards.h"
#include "tool/plan/select.h"

#include <algorithm>

namespace levitate::plan::move {

using namespace facts;

namespace {

class CutCollector {
public:
  explicit CutCollector(State &state) : state(state) {}

  void collectCuts() {
    for (const auto &[file, facts] : program.files) {
      for (const Chunk &chunk : facts.chunks)
        collectChunk(file, facts, chunk);
      collectMacros(file, facts);
    }
    std::sort(cuts.begin(), cuts.end(), [](const Cut &a, const Cut &b) {
      return std::tie(a.file, a.declaration.begin) < std::tie(b.file, b.declaration.begin);
    });
    // `typedef struct s { ... } s_t;` is two declarations in one text.
    const std::vector<Cut> all = cuts;
    std::erase_if(cuts, [&](const Cut &inner) {
      return std::any_of(all.begin(), all.end(), [&](const Cut &outer) {
        return outer.file == inner.file && outer.declaration.contains(inner.declaration) &&
               outer.declaration != inner.declaration && outer.stays == inner.stays &&
               outer.toSource == inner.toSource && outer.newScope == inner.newScope;
      });
    });
    takeAttachedAlong();
    keepForwardDeclarations(state);
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

private:
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
                                ? !chunk.definition && state.definedElsewhere(index, file)
                                : !chunk.definition && entity.file != file;
    const bool foreign = state.specialisesElsewhere(file, chunk, index);
    if (redeclared || foreign) {
      cut.stays = true;
      if (!found->second.changesName() || found->second.oldScope == found->second.newScope)
        return;
    } else if (type && chunk.owner == chunk.entity && !chunk.definition && !chunk.specialisation) {
      cut.declares = index;
    }
    if (!redeclared && !foreign && !state.isHeader(file)) {
      // What a source alone declares and is named by the step goes to the header, if it is a type.
      cut.toSource = !(type && chunk.owner == chunk.entity && entity.file == file &&
                       !entity.internal && named(index));
    }
    // So may that of a member's definition in another file, when its class keeps its header.
    const bool keepsHeader = state.isHeader(file) && index != chunk.entity && file != entity.file &&
                             entity.file == move.header;
    // A fragment of a source stays with it: in a header, its definitions would be in each unit.
    cut.ofFragment = !keepsHeader && state.isOfFragment(file, chunk);
    if (state.inPlace || keepsHeader || cut.ofFragment ||
        file == (cut.toSource ? move.source.value_or("") : move.header)) {
      // It stands in the right file already; only its namespace may change.
      if (found->second.oldScope == found->second.newScope)
        return;
      cut.stays = true;
      cut.toSource &= !state.inPlace;
    }
    if (chunk.fromMacro) {
      state.refuse(context.place(file, chunk.extent.begin),
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
    cut.specialisation = chunk.specialisation;
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
      const auto bound = [&](std::uint32_t offset) {
        if (offset <= begin)
          boundary = std::max(boundary, offset);
      };
      if (block.fromMacro) {
        bound(text.invocationAt(block.whole.begin).end);
        bound(text.invocationAt(block.whole.end).end);
      } else {
        bound(block.body.begin);
        bound(block.whole.end);
      }
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
          program.entities[reference.entity].kind != EntityKind::Macro || file == move.header ||
          (!state.isHeader(file) && file == move.source.value_or("")))
        continue;
      for (const Token &token : text.tokens()) {
        if (token.kind != TokenKind::Directive || !token.range.contains(reference.name))
          continue;
        Cut cut;
        cut.file = file;
        cut.declaration = token.range;
        cut.whole = text.withComments(token.range);
        if (!state.isHeader(file))
          cut.toSource = true;
        cuts.push_back(std::move(cut));
      }
    }
  }

  bool isCut(const std::string &file, std::uint32_t offset) const {
    return std::any_of(cuts.begin(), cuts.end(), [&](const Cut &cut) {
      return cut.file == file && cut.declaration.contains(offset);
    });
  }

  // What an assertion or a specialisation names.
  struct Names {
    bool moved = false;         ///< something that moves; for a specialisation, as an argument
    bool others = false;        ///< something of the same file that stays
    bool templateStays = false; ///< the specialised template is in the same file and stays
  };

  Names namesOf(const std::string &file, const FileFacts &facts, const Chunk &chunk) const {
    const Source &text = context.source(file);
    std::uint32_t head = chunk.extent.end;
    if (chunk.specialisation)
      for (const Token &token : text.tokens())
        if (chunk.extent.contains(token.range.begin) && text.view(token.range) == "{") {
          head = token.range.begin;
          break;
        }
    Names names;
    for (const Reference &reference : facts.references) {
      if (!chunk.extent.contains(reference.name.begin))
        continue;
      const Entity &entity = program.entities[reference.entity];
      if (relocations.contains(reference.entity))
        names.moved |= reference.name.begin < head;
      else if (entity.atNamespaceScope && entity.file == file &&
               entity.kind != EntityKind::Namespace && entity.kind != EntityKind::Macro)
        (reference.entity == chunk.entity ? names.templateStays : names.others) = true;
    }
    return names;
  }

  // Assertions about the moved code, specialisations of other templates for it, and the like stand
  // beside it and go with it, when they name nothing else that stays. A template's own header is
  // included where its specialisations go, unless it needs what moves itself.
  void takeAttachedAlong() {
    std::vector<Cut> attached;
    std::set<std::string> givers;
    for (const Cut &cut : cuts)
      if (!cut.stays)
        givers.insert(cut.file);
    for (const std::string &file : givers) {
      const FileFacts &facts = program.files.at(file);
      std::vector<const Chunk *> following, withTemplate;
      for (const Chunk &chunk : facts.chunks) {
        if ((!chunk.staticAssert && !chunk.specialisation) || isCut(file, chunk.extent.begin))
          continue;
        const Names names = namesOf(file, facts, chunk);
        if (names.moved && !names.others)
          (names.templateStays ? withTemplate : following).push_back(&chunk);
      }
      if (!withTemplate.empty() && state.isHeader(file)) {
        const auto isIn = [&](const std::vector<const Chunk *> &chunks, std::uint32_t offset) {
          return std::any_of(chunks.begin(), chunks.end(),
                             [&](const Chunk *one) { return one->extent.contains(offset); });
        };
        const bool needsMoved = program.closure(file).contains(move.header) ||
                                std::any_of(facts.references.begin(), facts.references.end(),
                                            [&](const Reference &one) {
                                              return relocations.contains(one.entity) &&
                                                     !isCut(file, one.name.begin) &&
                                                     !isIn(following, one.name.begin) &&
                                                     !isIn(withTemplate, one.name.begin);
                                            });
        if (!needsMoved)
          following.insert(following.end(), withTemplate.begin(), withTemplate.end());
      }
      for (const Chunk *chunk : following) {
        const Relocation place{chunk->scope, state.newScopeOf(chunk->scope), {}, {}};
        Cut cut = cutOf(file, facts, *chunk, place);
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

  void widenBlock(const std::string &file, const FileFacts &facts, const Block &block) {
    // An inline namespace inside it is a name of its own, which the new file opens itself.
    for (const Block &inner : facts.blocks)
      if (inner.isInline && inner.whole != block.whole && block.body.contains(inner.whole))
        return;
    const Cut *first = nullptr;
    for (const Chunk &chunk : facts.chunks) {
      if (!block.body.contains(chunk.extent) || chunk.usingDirective || chunk.usingDeclaration ||
          chunk.namespaceAlias)
        continue;
      const Cut *cut = state.cutAt(file, chunk.extent.begin);
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

  State &state;
  Context &context = state.context;
  const recipe::Move &move = state.move;
  const Program &program = state.program;
  std::map<std::uint32_t, Relocation> &relocations = state.relocations;
  std::vector<Cut> &cuts = state.cuts;
  std::set<std::string> &homes = state.homes;
};

} // namespace

void collectCuts(State &state) { CutCollector(state).collectCuts(); }

void widenCuts(State &state) { CutCollector(state).widenWhereAllMoves(); }

} // namespace levitate::plan::move
