#include "tool/plan/move/forwards.h"

#include "base/text.h"

#include <algorithm>

namespace levitate::plan::move {

using namespace facts;

namespace {

// The chunk that defines an entity in its own file, and the name in it; null when that can't be
// said.
struct Definition {
  const Chunk *chunk = nullptr;
  const Reference *name = nullptr;
};

Definition definitionOf(const State &state, std::uint32_t index) {
  const auto facts = state.program.files.find(state.program.entities[index].file);
  if (facts == state.program.files.end())
    return {};
  for (const Chunk &chunk : facts->second.chunks) {
    if (chunk.entity != index || !chunk.definition || chunk.specialisation || chunk.fromMacro)
      continue;
    for (const Reference &reference : facts->second.references)
      if (reference.entity == index && reference.declares && !reference.inMacro &&
          chunk.extent.contains(reference.name))
        return {&chunk, &reference};
  }
  return {};
}

bool isClassKey(std::string_view word) {
  return word == "class" || word == "struct" || word == "union";
}

// Template heads without their default arguments, which may be given only once; in one line.
std::string withoutDefaults(const Source &text, Range range) {
  std::string result;
  int depth = 0;          // of all brackets
  int skippedAt = -1;     // the depth at which a default argument began
  std::uint32_t last = 0; // the end of the token before
  for (const Token &token : text.tokens()) {
    if (!range.contains(token.range) || token.kind == TokenKind::Comment)
      continue;
    const std::string_view word = text.view(token.range);
    const bool opens = word == "<" || word == "(" || word == "{" || word == "[";
    const bool closes = word == ">" || word == ")" || word == "}" || word == "]";
    if (skippedAt >= 0 && ((closes && depth == skippedAt) || (word == "," && depth == skippedAt)))
      skippedAt = -1;
    if (skippedAt < 0 && word == "=")
      skippedAt = depth;
    depth += opens ? 1 : closes ? -1 : 0;
    if (skippedAt >= 0)
      continue;
    const bool gap = !result.empty() && last < token.range.begin && word != ">" && word != ",";
    result += (gap ? " " : "") + std::string(word);
    last = token.range.end;
  }
  return result;
}

// `: std::uint8_t` behind the name of an enumeration.
Range underlyingType(const Source &text, const Chunk &chunk, std::uint32_t behindName) {
  Range type;
  for (const Token &token : text.tokens()) {
    if (token.range.begin < behindName || token.kind == TokenKind::Comment)
      continue;
    const std::string_view word = text.view(token.range);
    if (word == "{" || word == ";" || token.range.end > chunk.extent.end)
      break;
    if (type.empty() && word != ":")
      break;
    if (type.empty())
      type.begin = token.range.begin;
    type.end = token.range.end;
  }
  return type;
}

bool sameFile(const Cut &cut, const std::string &file) { return cut.file == file && !cut.stays; }

// Text of a file that moves to a header, or that stays where it is.
bool inText(const State &state, const std::string &file, std::uint32_t offset, bool moving) {
  const Cut *cut = state.cutAt(file, offset);
  if (moving)
    return cut && sameFile(*cut, file) && !cut->toSource;
  return !cut;
}

// The entity at namespace scope that has to be known for this one to be: the class of a member, the
// enumeration of an enumerator.
std::uint32_t ownerOf(const Program &program, std::uint32_t index) {
  for (int depth = 0; depth < 64; ++depth) {
    const Entity &entity = program.entities[index];
    if (entity.record.empty() || (entity.atNamespaceScope && entity.kind != EntityKind::Enumerator))
      return index;
    const std::uint32_t owner = program.withUsr(entity.record);
    if (owner == Facts::NoEntity || owner == index)
      return index;
    index = owner;
  }
  return index;
}

// The word that the name is declared with, and all that goes before it, as text of the new place.
std::optional<std::string> headOf(const Source &text, const Definition &definition) {
  const Token *key = nullptr, *before = nullptr;
  int depth = 0;
  for (const Token &token : text.tokens()) {
    if (token.range.begin < definition.chunk->extent.begin)
      continue;
    if (token.range.begin >= definition.name->name.begin)
      break;
    const std::string_view word = text.view(token.range);
    depth += word == "<" ? 1 : word == ">" ? -1 : 0;
    if (depth != 0 || token.kind != TokenKind::Identifier)
      continue;
    if (isClassKey(word) || word == "enum")
      before = key && text.view(key->range) == "enum" ? key : nullptr, key = &token;
  }
  if (!key)
    return std::nullopt;
  const std::uint32_t begin = before ? before->range.begin : key->range.begin;
  std::string head = withoutDefaults(text, {definition.chunk->extent.begin, begin});
  if (head == "typedef")
    head.clear();
  if (!head.empty() && !head.starts_with("template"))
    return std::nullopt;
  return (head.empty() ? "" : head + " ") +
         (before ? std::string(text.view(before->range)) + " " : "") +
         std::string(text.view(key->range));
}

} // namespace

std::optional<ForwardDeclaration> forwardDeclarationOf(State &state, std::uint32_t index) {
  const Program &program = state.program;
  const Entity &entity = program.entities[index];
  if ((entity.kind != EntityKind::Record && entity.kind != EntityKind::Enum) ||
      !entity.atNamespaceScope || entity.internal || entity.name.empty())
    return std::nullopt;
  const Definition definition = definitionOf(state, index);
  if (!definition.chunk)
    return std::nullopt;
  const std::string &file = entity.file;
  const FileFacts &facts = program.files.at(file);
  const Source &text = state.context.source(file);
  const std::optional<std::string> head = headOf(text, definition);
  if (!head)
    return std::nullopt;
  Range type;
  if (entity.kind == EntityKind::Enum) {
    type = underlyingType(text, *definition.chunk, definition.name->name.end);
    if (type.empty() && *head == "enum")
      return std::nullopt;
  }

  ForwardDeclaration result;
  const auto moved = state.relocations.find(index);
  const bool changes = moved != state.relocations.end() && moved->second.changesName();
  result.piece.scope = changes ? moved->second.newScope : entity.scope;
  if (!changes || moved->second.oldScope == moved->second.newScope)
    result.piece.path = namespacePath(text, facts.blocks, definition.chunk->extent);
  result.piece.text = *head + " " + (changes ? moved->second.newName : entity.name) +
                      (type.empty() ? "" : " " + std::string(text.view(type))) + ";" +
                      text.newline();
  result.piece.blankBefore = false;
  for (const Reference &reference : facts.references) {
    const EntityKind kind = program.entities[reference.entity].kind;
    const bool inHead = definition.chunk->extent.begin <= reference.name.begin &&
                        reference.name.begin < definition.name->name.begin;
    if ((inHead || type.contains(reference.name)) && kind != EntityKind::Other &&
        kind != EntityKind::Namespace && kind != EntityKind::Macro)
      result.names.push_back(reference.entity);
  }
  return result;
}

std::vector<StrongUse> strongUses(State &state, const std::string &file, bool moving) {
  const Program &program = state.program;
  const FileFacts &facts = program.files.at(file);
  std::map<std::uint32_t, std::uint32_t> first;
  const auto use = [&](std::uint32_t entity, std::uint32_t offset) {
    const auto [place, inserted] = first.emplace(entity, offset);
    place->second = std::min(place->second, offset);
  };
  std::map<std::uint32_t, bool> declarable;
  const auto canBeDeclared = [&](std::uint32_t entity) {
    const auto [place, inserted] = declarable.emplace(entity, false);
    if (inserted)
      place->second = forwardDeclarationOf(state, entity).has_value();
    return place->second;
  };
  for (const CompleteUse &one : facts.completeUses)
    if (inText(state, file, one.offset, moving))
      use(one.entity, one.offset);
  for (const Reference &reference : facts.references) {
    const std::uint32_t offset = reference.name.begin;
    const Entity &entity = program.entities[reference.entity];
    if (entity.kind == EntityKind::Namespace || entity.kind == EntityKind::Other ||
        !inText(state, file, offset, moving))
      continue;
    const std::uint32_t owner = ownerOf(program, reference.entity);
    const bool throughOther =
        reference.via != Reference::NoIndex && program.usings[reference.via].file != file;
    const bool specialises =
        reference.declares &&
        std::any_of(facts.chunks.begin(), facts.chunks.end(), [&](const Chunk &chunk) {
          return chunk.specialisation && chunk.extent.contains(offset);
        });
    if (owner != reference.entity || throughOther || specialises ||
        (!reference.declares && !canBeDeclared(owner)))
      use(owner, offset);
  }
  std::vector<StrongUse> result;
  for (const auto &[entity, offset] : first)
    result.push_back({entity, offset});
  std::sort(result.begin(), result.end(),
            [](const StrongUse &a, const StrongUse &b) { return a.offset < b.offset; });
  return result;
}

namespace {

// The entities that stay and that the moved code only names, in the headers of the cycle.
void forwardWhatStays(State &state) {
  const Program &program = state.program;
  std::set<std::uint32_t> strong, named;
  for (const std::string &file : state.homes) {
    for (const StrongUse &use : strongUses(state, file, true))
      strong.insert(use.entity);
    for (const Reference &reference : program.files.at(file).references)
      if (!reference.befriends && inText(state, file, reference.name.begin, true))
        named.insert(reference.entity);
  }
  for (const std::uint32_t index : named) {
    if (strong.contains(index) || state.relocations.contains(index) ||
        !state.forwarding.cycle.contains(program.entities[index].file))
      continue;
    if (std::optional<ForwardDeclaration> forward = forwardDeclarationOf(state, index))
      state.forwards[state.move.header].emplace(index, std::move(forward->piece));
  }
}

bool declares(const State &state, const std::string &file, std::uint32_t entity,
              std::uint32_t before) {
  const auto facts = state.program.files.find(file);
  return facts != state.program.files.end() &&
         std::any_of(
             facts->second.chunks.begin(), facts->second.chunks.end(), [&](const Chunk &chunk) {
               if (chunk.entity != entity || chunk.definition || chunk.extent.begin >= before)
                 return false;
               const Cut *cut = state.cutAt(file, chunk.extent.begin);
               return !cut || cut->stays;
             });
}

// By a declaration above, or by one in a header that the file includes.
bool declaredBefore(const State &state, const std::string &file, std::uint32_t entity,
                    std::uint32_t offset) {
  const std::set<std::string> &included = state.program.closure(file);
  return declares(state, file, entity, offset) ||
         std::any_of(included.begin(), included.end(), [&](const std::string &header) {
           return header != file && declares(state, header, entity, ~0U);
         });
}

// The files of the cycle that name what moves and need no more than a declaration of it.
void forwardWhatMoves(State &state) {
  const Program &program = state.program;
  for (const std::string &file : state.forwarding.cycle) {
    if (file == state.move.header || !program.files.contains(file))
      continue;
    const std::vector<StrongUse> strong = strongUses(state, file, false);
    if (std::any_of(strong.begin(), strong.end(),
                    [&](const StrongUse &use) { return state.relocations.contains(use.entity); }))
      continue;
    std::map<std::uint32_t, std::uint32_t> first; // use of what moves
    for (const Reference &reference : program.files.at(file).references) {
      const auto moved = state.relocations.find(reference.entity);
      if (moved == state.relocations.end() || reference.declares ||
          !inText(state, file, reference.name.begin, false))
        continue;
      // A friend declaration needs no other one before it in its own namespace.
      if (reference.befriends && moved->second.oldScope == moved->second.newScope)
        continue;
      first.emplace(reference.entity, reference.name.begin);
    }
    auto &here = state.forwards[file];
    for (const auto &[entity, offset] : first)
      if (!declaredBefore(state, file, entity, offset))
        if (std::optional<ForwardDeclaration> forward = forwardDeclarationOf(state, entity))
          here.emplace(entity, std::move(forward->piece));
  }
}

} // namespace

void planForwards(State &state) {
  if (state.forwarding.ofWhatStays)
    forwardWhatStays(state);
  if (state.forwarding.ofWhatMoves)
    forwardWhatMoves(state);
}

void keepForwardDeclarations(State &state) {
  if (!state.forwarding.ofWhatMoves)
    return;
  const auto neededThere = [&](const Cut &cut) {
    const std::vector<Reference> &references = state.program.files.at(cut.file).references;
    return std::any_of(references.begin(), references.end(), [&](const Reference &reference) {
      return reference.entity == cut.declares && !reference.declares &&
             !state.cutAt(cut.file, reference.name.begin);
    });
  };
  std::vector<Cut> kept;
  for (const Cut &cut : state.cuts) {
    kept.push_back(cut);
    if (cut.declares == Facts::NoEntity || cut.stays || cut.toSource ||
        !state.forwarding.cycle.contains(cut.file) || !neededThere(cut))
      continue;
    if (cut.oldScope == cut.newScope)
      kept.pop_back();
    else
      kept.back().stays = true;
  }
  state.cuts = std::move(kept);
}

namespace {

// Inserts declarations of one namespace into a file.
class Inserter {
public:
  Inserter(State &state, const std::string &file, Edits &outside)
      : facts(state.program.files.at(file)), text(state.context.source(file)),
        style(state.styleOf(file)), file(file), outside(outside) {}

  void insert(const std::vector<Piece> &group, std::uint32_t firstUse) {
    const Block *block = blockFor(group.front());
    if (block && block->body.begin < firstUse && restOfLineIsBlank(block->body.begin))
      return insideOf(*block, group);
    outside.insert(file, firstDeclaration(), wrapped(group, style) + style.newline, Why);
  }

private:
  static constexpr const char *Why = "a declaration is enough here";

  const Block *blockFor(const Piece &piece) const {
    for (const Block &block : facts.blocks) {
      if (block.linkage || block.anonymous || block.fromMacro || block.qualified != piece.scope)
        continue;
      if (namespacePath(text, facts.blocks, block.body) == piece.path)
        return &block;
    }
    return nullptr;
  }

  bool restOfLineIsBlank(std::uint32_t offset) const {
    return trim(text.view({offset, text.nextLine(offset)})).empty();
  }

  void insideOf(const Block &block, const std::vector<Piece> &group) {
    const std::uint32_t below = text.nextLine(block.body.begin);
    const bool blank = below < block.body.end && restOfLineIsBlank(below);
    bool besideOthers = false;
    for (const Chunk &chunk : facts.chunks)
      if (block.body.contains(chunk.extent)) {
        besideOthers = !chunk.definition && text.lineStart(chunk.extent.begin) == below;
        break;
      }
    std::string lines;
    for (const Piece &piece : group)
      lines += style.newline + std::string(trim(piece.text));
    outside.insert(
        file, block.body.begin,
        (blank ? style.newline : "") + lines + (blank || besideOthers ? "" : style.newline), Why);
  }

  // Where the first declaration of the file stands, with the blocks around it and its comment.
  std::uint32_t firstDeclaration() const {
    std::uint32_t first = text.guardEnd();
    for (const Block &block : facts.blocks)
      first = std::min(first, block.whole.begin);
    for (const Chunk &chunk : facts.chunks)
      first = std::min(first, chunk.extent.begin);
    return text.withComments({first, first}).begin;
  }

  const FileFacts &facts;
  const Source &text;
  const FileStyle style;
  const std::string &file;
  Edits &outside;
};

} // namespace

void insertForwards(State &state, Edits &outside) {
  for (const auto &[file, pieces] : state.forwards) {
    if (!state.context.exists(file) || state.deleted.contains(file) || pieces.empty() ||
        !state.program.files.contains(file))
      continue;
    std::vector<Piece> open;
    for (const auto &[entity, piece] : pieces)
      open.push_back(piece);
    while (!open.empty()) {
      const Piece key = open.front();
      std::vector<Piece> group;
      std::erase_if(open, [&](const Piece &piece) {
        const bool same = sameSurroundings(piece, key);
        if (same)
          group.push_back(piece);
        return same;
      });
      std::uint32_t firstUse = ~0U;
      for (const Reference &reference : state.program.files.at(file).references)
        if (pieces.contains(reference.entity) && !reference.declares &&
            !state.cutAt(file, reference.name.begin))
          firstUse = std::min(firstUse, reference.name.begin);
      Inserter(state, file, outside).insert(group, firstUse);
    }
  }
}

// What is needed of an entity that a mere declaration does not do for.
static std::string words(const Entity &entity) {
  const bool type = entity.kind == EntityKind::Record || entity.kind == EntityKind::Enum;
  return (type                               ? "the definition of '"
          : entity.kind == EntityKind::Macro ? "the macro '"
                                             : "'") +
         entity.qualified + "'";
}

void refuseCycle(State &state, const std::vector<std::string> &path) {
  const Program &program = state.program;
  std::vector<Diagnostic> notes;
  for (const std::string &file : state.homes)
    for (const StrongUse &use : strongUses(state, file, true))
      if (notes.empty() && !state.relocations.contains(use.entity) &&
          state.cycle.contains(program.entities[use.entity].file))
        notes.push_back(
            note(state.context.place(file, use.offset),
                 "the moved code needs " + words(program.entities[use.entity]) + " here"));
  const std::size_t ofMoved = notes.size();
  for (const std::string &file : state.cycle) {
    if (!program.files.contains(file) || notes.size() > ofMoved)
      continue;
    for (const StrongUse &use : strongUses(state, file, false))
      if (notes.size() == ofMoved && state.relocations.contains(use.entity))
        notes.push_back(note(state.context.place(file, use.offset),
                             "what stays needs " + words(program.entities[use.entity]) + " here"));
  }
  state.refuse(state.declared(state.relocations.begin()->first),
               "the headers would include each other: " + join(path, " -> "),
               "move what both need to a header of its own, or move both together; where one side "
               "needs no more than a pointer or a reference, forward declarations do",
               std::move(notes));
}

} // namespace levitate::plan::move
