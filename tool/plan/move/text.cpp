// Takes moved text out of its files: the pieces that go elsewhere, and what is left around them.
#include "tool/plan/move/state.h"

#include "base/text.h"

#include <algorithm>

namespace levitate::plan::move {

using namespace facts;

namespace {

class TextRemover {
public:
  explicit TextRemover(State &state) : state(state) {}

  void run(const Edits &inside, Edits &outside) {
    for (const auto &[file, facts] : program.files)
      renameBlocksInPlace(file, facts, inside, outside);
    for (std::size_t i = 0; i < cuts.size(); ++i) {
      const Cut &cut = cuts[i];
      if (inPlaceCuts.contains({cut.file, cut.declaration.begin}))
        continue;
      if (cut.stays) {
        std::vector<Cut> group{cut};
        for (; i + 1 < cuts.size() && goOnTogether(cuts[i], cuts[i + 1]); ++i)
          group.push_back(cuts[i + 1]);
        redeclare(state, group, inside, outside);
        continue;
      }
      // Neighbours go as one, so that what is left has one blank line around.
      Range whole = cut.whole;
      for (; i + 1 < cuts.size(); ++i) {
        const Cut &next = cuts[i + 1];
        if (next.file != cut.file || next.stays ||
            !state.onlyBlank(cut.file, whole.end, next.whole.begin))
          break;
        whole.end = next.whole.end;
      }
      whole = withEmptyConditionals(cut.file, whole);
      removeText(cut, whole, outside);
    }
    for (const auto &[file, facts] : program.files)
      removeEmptyBlocks(file, facts, outside);
    findDeletedFiles(outside);
  }

private:
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
        const Cut *cut = state.cutAt(file, chunk.extent.begin);
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

  // With the conditionals in which nothing else stands.
  Range withEmptyConditionals(const std::string &file, Range whole) {
    const std::vector<Conditional> &sections = context.source(file).conditionals();
    for (auto section = sections.rbegin(); section != sections.rend(); ++section)
      if (section->directives.size() == 2 && section->whole.contains(whole) &&
          state.onlyBlank(file, section->directives[0].end, whole.begin) &&
          state.onlyBlank(file, whole.end, section->directives[1].begin))
        whole = section->whole;
    return whole;
  }

  void removeText(const Cut &cut, Range whole, Edits &outside) {
    outside.remove(cut.file, context.source(cut.file).forRemoval(whole), "moves to another place");
  }

  // Neighbours that change from one namespace to one other.
  bool goOnTogether(const Cut &cut, const Cut &next) {
    return next.file == cut.file && next.stays && next.oldScope == cut.oldScope &&
           next.newScope == cut.newScope && next.anonymous == cut.anonymous &&
           next.linkage == cut.linkage &&
           !inPlaceCuts.contains({next.file, next.declaration.begin}) &&
           state.onlyBlank(cut.file, cut.whole.end, next.whole.begin);
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
      // A conflict is told when the edits are applied.
      const Result<std::string> left = outside.appliedWithin(file, {0, all.end + 1}, text.text());
      if (left && Source(*left).withoutDeclarations())
        deleted.insert(file);
    }
  }

  State &state;
  Context &context = state.context;
  const recipe::Move &move = state.move;
  const Program &program = state.program;
  std::vector<Cut> &cuts = state.cuts;
  std::set<std::string> &homes = state.homes;
  std::set<std::string> &deleted = state.deleted;
  std::set<std::pair<std::string, std::uint32_t>> inPlaceCuts; ///< cuts whose block is renamed
};

} // namespace

Piece pieceOf(State &state, const Cut &cut, const Edits &inside) {
  Context &context = state.context;
  Piece piece;
  Result<std::string> moved =
      inside.appliedWithin(cut.file, cut.whole, context.source(cut.file).text());
  if (moved) {
    piece.text = std::move(*moved);
  } else {
    const Diagnostic &conflict = moved.error().diagnostics.front();
    state.refuse(conflict.where, conflict.message, conflict.remedy);
  }
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
    if (!section.whole.contains(cut.whole) || cut.whole.contains(section.whole))
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
      state.refuse(context.place(cut.file, cut.declaration.begin),
                   "the declaration stands in one of several branches of a conditional",
                   "move the branches apart first");
    }
  }
  for (const Conditional &section : text.conditionals()) {
    const bool overlaps =
        section.whole.begin < cut.whole.end && cut.whole.begin < section.whole.end;
    if (overlaps && !section.whole.contains(cut.whole) && !cut.whole.contains(section.whole))
      state.refuse(context.place(cut.file, section.whole.begin),
                   "a conditional begins or ends in the middle of the moved declaration",
                   "put the conditional wholly inside or outside of it");
  }
  return piece;
}

void removeCuts(State &state, const Edits &inside, Edits &outside) {
  TextRemover(state).run(inside, outside);
}

} // namespace levitate::plan::move
