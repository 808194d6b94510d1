// The files that moved declarations go to: new ones, and ones that exist already.
#include "base/text.h"
#include "tool/plan/move/state.h"

#include <algorithm>

namespace levitate::plan::move {

using namespace facts;

namespace {

class FileMaker {
public:
  explicit FileMaker(State &state) : state(state) {}

  std::map<std::string, std::string> newFiles(const Edits &inside) {
    std::map<std::string, std::string> made;
    makeFile(false, inside, made);
    makeFile(true, inside, made);
    return made;
  }

  void mergeIntoExisting(const Edits &inside, Edits &outside) {
    for (const bool source : {false, true}) {
      const std::string file = source ? move.source.value_or("") : move.header;
      if (file.empty() || !context.exists(file) ||
          (source ? !state.makesSource() : !state.makesHeader()))
        continue;
      const Source &text = context.source(file);
      const auto facts = program.files.find(file);
      const std::vector<Block> blocks =
          facts == program.files.end() ? std::vector<Block>() : facts->second.blocks;
      const FileStyle style = state.styleOf(file);
      // What the whole file sees stands on top; what a namespace sees, above the code in there.
      std::vector<Piece> onTop, list;
      if (source)
        for (const Piece &piece : state.takenUsings)
          (piece.scope.empty() ? onTop : list).push_back(piece);
      for (Piece &piece : forwardDeclarations(source))
        onTop.push_back(std::move(piece));
      if (!onTop.empty())
        outside.insert(file,
                       firstDeclaration(text, blocks,
                                        facts == program.files.end() ? std::vector<Chunk>()
                                                                     : facts->second.chunks),
                       wrapped(onTop, style) + style.newline, "the moved code needs it");
      for (Piece &piece : pieces(source, inside))
        list.push_back(std::move(piece));
      // Pieces of one namespace stand together.
      while (!list.empty()) {
        std::vector<Piece> group;
        const Piece key = list.front();
        for (auto it = list.begin(); it != list.end();) {
          const bool same = sameSurroundings(*it, key);
          if (same)
            group.push_back(*it);
          it = same ? list.erase(it) : std::next(it);
        }
        const std::optional<Insertion> above =
            source ? std::nullopt : aboveFirstUse(file, text, key);
        const Insertion where = above ? *above : insertionPoint(text, blocks, key.scope, key.path);
        if (where.insideBlock)
          for (Piece &piece : group) {
            piece.scope.clear();
            piece.path.clear();
          }
        std::string inserted =
            above ? wrapped(group, style) + style.newline : style.newline + wrapped(group, style);
        if (above && where.insideBlock && style.blankAfterOpening && opensAbove(text, where.offset))
          inserted = style.newline + inserted;
        if (where.offset > 0 && text.text()[where.offset - 1] != '\n')
          inserted = style.newline + inserted;
        outside.insert(file, where.offset, inserted, "the moved declarations go here");
      }
    }
  }

private:
  // The classes that moved code befriends in a namespace that is not its own: they have to be
  // declared there before.
  std::vector<Piece> forwardDeclarations(bool source) {
    std::map<std::uint32_t, Piece> result;
    for (const Cut &cut : cuts) {
      if (cut.stays || cut.toSource != source)
        continue;
      const Source &text = context.source(cut.file);
      for (const Reference &reference : program.files.at(cut.file).references) {
        if (!reference.befriends || !cut.whole.contains(reference.name.begin))
          continue;
        const Entity &entity = program.entities[reference.entity];
        const auto moved = relocations.find(reference.entity);
        const std::string &scope =
            moved == relocations.end() ? entity.scope : moved->second.newScope;
        if (!entity.atNamespaceScope || entity.isTemplate || scope == cut.newScope)
          continue;
        Piece piece;
        piece.scope = scope;
        piece.text = std::string(classKey(text, reference)) + " " +
                     (moved == relocations.end() ? entity.name : moved->second.newName) + ";" +
                     text.newline();
        piece.blankBefore = false;
        result.emplace(reference.entity, std::move(piece));
      }
    }
    std::vector<Piece> list;
    for (auto &[entity, piece] : result)
      list.push_back(std::move(piece));
    return list;
  }

  // `class`, `struct` or `union`: the word in front of the qualified name.
  static std::string_view classKey(const Source &text, const Reference &reference) {
    const std::uint32_t begin =
        reference.qualifier.empty() ? reference.name.begin : reference.qualifier.begin;
    std::string_view word = "class";
    for (const Token &token : text.tokens())
      if (token.range.end <= begin && token.kind == TokenKind::Identifier)
        word = text.view(token.range);
      else if (token.range.begin >= begin)
        break;
    return word == "struct" || word == "union" ? word : "class";
  }

  // Where the first declaration of a file stands, with the blocks around it and its comment.
  static std::uint32_t firstDeclaration(const Source &text, const std::vector<Block> &blocks,
                                        const std::vector<Chunk> &chunks) {
    std::uint32_t first = text.guardEnd();
    for (const Block &block : blocks)
      first = std::min(first, block.whole.begin);
    for (const Chunk &chunk : chunks)
      first = std::min(first, chunk.extent.begin);
    return text.withComments({first, first}).begin;
  }

  // The line above ends in the brace that opens a block.
  static bool opensAbove(const Source &text, std::uint32_t offset) {
    const std::uint32_t line = offset == 0 ? 0 : text.lineStart(offset - 1);
    return trim(text.view({line, offset})).ends_with('{');
  }

  // A header that included the old one may name what moves into it: that must stand above the first
  // thing that does. Nothing when there is none, or when it stands above an include.
  std::optional<Insertion> aboveFirstUse(const std::string &file, const Source &text,
                                         const Piece &piece) {
    const auto found = program.files.find(file);
    if (found == program.files.end())
      return std::nullopt;
    const FileFacts &facts = found->second;
    std::optional<std::uint32_t> use;
    for (const Reference &reference : facts.references)
      if (relocations.contains(reference.entity) && !reference.declares &&
          !state.cutAt(file, reference.name.begin))
        use = std::min(use.value_or(reference.name.begin), reference.name.begin);
    if (!use)
      return std::nullopt;
    const Block *within = nullptr;
    for (const Block &block : facts.blocks) // the inner ones come later
      if (!block.linkage && !block.anonymous && !block.fromMacro && piece.path.empty() &&
          !piece.scope.empty() && block.qualified == piece.scope && block.body.contains(*use))
        within = &block;
    // The outermost thing around the use that is wholly in there.
    const Range limit =
        within ? within->body : Range{0, static_cast<std::uint32_t>(text.text().size())};
    std::uint32_t first = *use;
    const auto widen = [&](Range around) {
      if (around.contains(*use) && limit.contains(around))
        first = std::min(first, around.begin);
    };
    for (const Block &block : facts.blocks)
      if (&block != within)
        widen(block.whole);
    for (const Chunk &chunk : facts.chunks)
      widen(chunk.extent);
    for (const Conditional &section : text.conditionals())
      widen(section.whole);
    for (const PragmaRegion &region : text.pragmaRegions())
      widen(region.whole());
    for (const Token &token : text.tokens())
      if (token.kind == TokenKind::Directive) {
        widen(token.range);
        if (token.range.begin > first && directiveText(text.view(token.range)).keyword == "include")
          return std::nullopt;
      }
    return Insertion{text.withComments({first, first}).begin, within != nullptr};
  }

  // A blank line stands somewhere between two cuts of one file.
  bool blankBetween(const Cut &above, const Cut &below) {
    const Source &text = context.source(above.file);
    for (std::uint32_t line = above.whole.end; line < below.whole.begin; line = text.nextLine(line))
      if (trim(text.view({line, text.nextLine(line)})).empty())
        return true;
    return false;
  }

  // In the order of the text; the file that gives the style and the head comes first.
  std::vector<Piece> pieces(bool source, const Edits &inside) {
    std::vector<Piece> result;
    if (!context.exists(source ? move.source.value_or("") : move.header))
      result = forwardDeclarations(source);
    if (!source && !context.exists(move.header))
      for (const auto &[entity, piece] : state.forwards[move.header])
        result.push_back(piece);
    const bool forwards = !result.empty();
    const Cut *last = nullptr;
    for (const bool ofModel : {true, false})
      for (const Cut &cut : cuts)
        if (!cut.stays && cut.toSource == source && (cut.file == state.model(source)) == ofModel) {
          result.push_back(pieceOf(state, cut, inside));
          result.back().blankBefore |=
              last ? last->file != cut.file || blankBetween(*last, cut) : forwards;
          last = &cut;
        }
    return result;
  }

  std::string headFor(const std::string &file) {
    const Source &text = context.source(file);
    // A description goes along with the whole file; a licence holds for every part of it.
    const Range kept = deleted.contains(file) ? text.headComment() : text.licence();
    if (kept.empty())
      return {};
    std::string head(text.view(kept));
    const std::uint32_t end = text.headComment().end;
    if (end < text.text().size() && (text.text()[end] == '\n' || text.text()[end] == '\r'))
      head += text.newline();
    return head;
  }

  // The linkage block in which `old` includes a header, or one that it comes from; null for none.
  const Block *linkageAround(const std::string &header, const std::string &old) {
    const FileFacts &facts = program.files.at(old);
    for (const Include &include : facts.includes)
      if (include.resolved == header ||
          (header == move.header && state.homes.contains(include.resolved)))
        for (const Block &block : facts.blocks)
          if (block.linkage && !block.fromMacro && block.body.contains(include.extent))
            return &block;
    return nullptr;
  }

  // The comment, with the blanks before it, that stands behind an include of the header in a file
  // that gives something and no longer includes it; or nothing.
  std::string commentAt(const std::string &header) {
    for (const std::string &home : state.homes) {
      if (includes.direct(home).contains(header))
        continue;
      const Source &text = context.source(home);
      for (const Include &include : program.files.at(home).includes) {
        if (include.resolved != header || include.spelled.empty())
          continue;
        const std::string_view behind =
            text.view({include.spelled.end, text.nextLine(include.spelled.end)});
        const std::string_view comment = trim(behind);
        if ((comment.starts_with("//") && !comment.ends_with('\\')) ||
            (comment.starts_with("/*") && comment.find("*/") == comment.size() - 2))
          return std::string(behind.substr(0, behind.find(comment) + comment.size()));
      }
    }
    return {};
  }

  std::vector<IncludeGroup> includeGroups(const std::string &file, const std::string &own) {
    const std::string &old = state.model(!own.empty());
    IncludeGroup first, quoted, angled;
    std::map<const Block *, std::vector<std::string>> linked;
    for (const std::string &header : includes.direct(file)) {
      const std::string name = includes.spelling(header, file) + commentAt(header);
      if (const Block *block = linkageAround(header, old))
        linked[block].push_back(name);
      else if (header == own)
        first.names.push_back(name);
      else
        (name.starts_with('"') ? quoted : angled).names.push_back(name);
    }
    std::sort(quoted.names.begin(), quoted.names.end());
    std::sort(angled.names.begin(), angled.names.end());
    // In a source, its own header is first; quotes and brackets stand in the old file's order.
    const Source &text = context.source(old);
    const std::size_t firstQuote = text.text().find("#include \"");
    const std::size_t firstAngle = text.text().find("#include <");
    const bool systemFirst =
        firstAngle < firstQuote && firstQuote != std::string::npos && own.empty();
    std::vector<IncludeGroup> groups{first, systemFirst ? angled : quoted,
                                     systemFirst ? quoted : angled};
    for (auto &[block, names] : linked)
      groups.push_back(
          {std::move(names), std::string(trim(text.view(block->names))), braceLines(text, *block)});
    return groups;
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
        if (section.whole.begin < done || state.cutAt(file, section.whole.begin))
          continue;
        bool any = false, only = true;
        for (const Token &token : text.tokens()) {
          if (!section.whole.contains(token.range) || token.kind == TokenKind::Comment)
            continue;
          const std::string keyword = token.kind == TokenKind::Directive
                                          ? directiveText(text.view(token.range)).keyword
                                          : std::string();
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
    if (source ? !state.makesSource() : !state.makesHeader())
      return;
    const std::string &file = source ? *move.source : move.header;
    if (context.exists(file))
      return;
    const std::string &old = state.model(source);
    const FileStyle style = state.styleOf(old);
    std::vector<Piece> list = source ? state.takenUsings : std::vector<Piece>();
    const std::size_t first = list.size();
    for (Piece &piece : pieces(source, inside))
      list.push_back(std::move(piece));
    if (first > 0 && first < list.size())
      list[first].blankBefore = true;
    const std::string conditional = conditionalIncludes(source);
    made[file] =
        source ? newSource(headFor(old), includeGroups(file, move.header), conditional, list, style)
               : newHeader(file, headFor(old), includeGroups(file, ""), conditional, list, style);
  }

  State &state;
  Context &context = state.context;
  const recipe::Move &move = state.move;
  const Program &program = state.program;
  Includes &includes = state.includes;
  const std::map<std::uint32_t, Relocation> &relocations = state.relocations;
  std::vector<Cut> &cuts = state.cuts;
  std::set<std::string> &deleted = state.deleted;
};

} // namespace

std::map<std::string, std::string> newFiles(State &state, const Edits &inside) {
  return FileMaker(state).newFiles(inside);
}

void mergeIntoExisting(State &state, const Edits &inside, Edits &outside) {
  FileMaker(state).mergeIntoExisting(inside, outside);
}

} // namespace levitate::plan::move
