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

  void run(Edits &inside, Edits &outside) {
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
      whole = withEmptyEnclosures(cut.file, whole);
      removeText(cut, whole, outside);
    }
    for (const auto &[file, facts] : program.files) {
      removeEmptyConditionals(file, outside);
      removeEmptyBlocks(file, facts, outside);
    }
    findDeletedFiles(outside);
    removeNamesOfGoneNamespaces(inside, outside);
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
      const bool deep = newScope && newScope->find("::") != std::string::npos;
      if (!all || !newScope || newScope->empty() || (deep && !facts.nestedNamespaces))
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
      goneBlocks.emplace(file, block.whole.begin);
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

  // With the conditionals and the regions of pragmas in which nothing else stands.
  Range withEmptyEnclosures(const std::string &file, Range whole) {
    struct Around {
      Range whole, body;
    };
    std::vector<Around> all;
    const Source &text = context.source(file);
    for (const Conditional &section : text.conditionals())
      if (section.directives.size() == 2)
        all.push_back({section.whole, {section.directives[0].end, section.directives[1].begin}});
    for (const PragmaRegion &region : text.pragmaRegions())
      all.push_back({region.whole(), region.body()});
    std::sort(all.begin(), all.end(), [](const Around &a, const Around &b) {
      return a.whole.end - a.whole.begin < b.whole.end - b.whole.begin;
    });
    for (const Around &around : all)
      if (around.body.contains(whole) && state.onlyBlank(file, around.body.begin, whole.begin) &&
          state.onlyBlank(file, whole.end, around.body.end))
        whole = around.whole;
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

  static std::vector<Range> removedFrom(const std::string &file, const Edits &edits) {
    std::vector<Range> removed;
    if (const auto list = edits.files().find(file); list != edits.files().end())
      for (const Edit &edit : list->second)
        if (edit.text.empty() && !edit.range.empty())
          removed.push_back(edit.range);
    return removed;
  }

  // A conditional of several branches in which nothing is left but its own directives.
  void removeEmptyConditionals(const std::string &file, Edits &outside) {
    const std::vector<Range> removed = removedFrom(file, outside);
    if (removed.empty())
      return;
    const Source &text = context.source(file);
    for (const Conditional &section : text.conditionals()) {
      bool any = false, left = false;
      for (const Token &token : text.tokens()) {
        if (!section.whole.contains(token.range) ||
            std::any_of(section.directives.begin(), section.directives.end(),
                        [&](const Range &line) { return line.contains(token.range); }))
          continue;
        const bool gone = std::any_of(removed.begin(), removed.end(), [&](const Range &range) {
          return range.contains(token.range);
        });
        any |= gone;
        left |= !gone;
      }
      if (any && !left && section.directives.size() > 2)
        outside.remove(file, text.forRemoval(section.whole), "nothing is left in the conditional");
    }
  }

  // A namespace block in which nothing is left goes, too.
  void removeEmptyBlocks(const std::string &file, const FileFacts &facts, Edits &outside) {
    std::vector<Range> removed = removedFrom(file, outside);
    if (removed.empty())
      return;
    const Source &text = context.source(file);
    std::vector<const Block *> blocks;
    for (const Block &block : facts.blocks)
      if (!block.fromMacro)
        blocks.push_back(&block);
    std::sort(blocks.begin(), blocks.end(), [](const Block *a, const Block *b) {
      return a->whole.end - a->whole.begin < b->whole.end - b->whole.begin;
    });
    for (const Block *block : blocks) {
      const BraceConditions braces = braceConditions(text, *block);
      bool any = false, left = false;
      for (const Token &token : text.tokens()) {
        if (!block->body.contains(token.range.begin) || token.kind == TokenKind::Comment)
          continue;
        if (braces.open && (braces.open->whole.contains(token.range.begin) ||
                            braces.close->whole.contains(token.range.begin)))
          continue;
        const bool gone = std::any_of(removed.begin(), removed.end(), [&](const Range &range) {
          return range.contains(token.range);
        });
        any |= gone;
        left |= !gone;
      }
      if (!any || left)
        continue;
      Range whole = text.withComments(
          braces.open ? Range{braces.open->whole.begin, braces.close->whole.end} : block->whole);
      whole = text.forRemoval(whole);
      removed.push_back(whole);
      goneBlocks.emplace(file, block->whole.begin);
      outside.remove(file, whole, "nothing is left in the namespace");
    }
  }

  // No block of the namespace, or of one in it, is left, and none is made.
  bool isGone(const std::string &qualified) const {
    const auto within = [&](const std::string &scope) {
      return scope == qualified || scope.starts_with(qualified + "::");
    };
    for (const auto &[index, place] : state.relocations)
      if (within(place.newScope))
        return false;
    bool any = false;
    for (const auto &[file, facts] : program.files)
      for (const Block &block : facts.blocks) {
        if (block.linkage || !within(block.qualified))
          continue;
        any = true;
        if (!deleted.contains(file) && !goneBlocks.contains({file, block.whole.begin}))
          return false;
      }
    return any && std::none_of(program.entities.begin(), program.entities.end(),
                               [&](const Entity &entity) {
                                 return within(entity.scope) && entity.file.starts_with('/');
                               });
  }

  // A using-directive or an alias of a namespace that is no more says nothing.
  void removeNamesOfGoneNamespaces(Edits &inside, Edits &outside) {
    std::map<std::string, bool> gone;
    for (const Using &fact : program.usings) {
      if (fact.kind == Using::Kind::Declaration || fact.file.empty() || deleted.contains(fact.file))
        continue;
      const std::string &qualified = program.entities[fact.target].qualified;
      const auto [place, inserted] = gone.emplace(qualified, false);
      if (inserted)
        place->second = !qualified.empty() && isGone(qualified);
      if (!place->second)
        continue;
      const Source &text = context.source(fact.file);
      const Cut *cut = state.cutAt(fact.file, fact.extent.begin);
      (cut ? inside : outside)
          .remove(fact.file, text.forRemoval(text.withComments(fact.extent)),
                  "nothing is left in namespace '" + qualified + "'");
    }
  }

  void findDeletedFiles(const Edits &outside) {
    for (const std::string &file : homes) {
      if (file == move.header || file == move.source.value_or(""))
        continue;
      const Source &text = context.source(file);
      const Range all{0, static_cast<std::uint32_t>(text.text().size())};
      // What a source makes visible for its code is nothing without that.
      Edits edits = outside;
      if (!state.isHeader(file))
        for (const Using &fact : program.usings)
          if (fact.file == file && fact.atNamespaceScope)
            edits.remove(file, fact.extent, "nothing is left that uses it");
      // A conflict is told when the edits are applied.
      const Result<std::string> left = edits.appliedWithin(file, {0, all.end + 1}, text.text());
      if (left && Source(*left).withoutDeclarations() && !includesFragment(file))
        deleted.insert(file);
    }
  }

  // What a fragment defines is compiled with the source that includes it.
  bool includesFragment(const std::string &source) const {
    if (state.isHeader(source))
      return false;
    for (const Include &include : program.files.at(source).includes)
      if (const auto fragment = program.files.find(include.resolved);
          fragment != program.files.end())
        for (const Chunk &chunk : fragment->second.chunks)
          if (state.isOfFragment(include.resolved, chunk))
            return true;
    return false;
  }

  State &state;
  Context &context = state.context;
  const recipe::Move &move = state.move;
  const Program &program = state.program;
  std::vector<Cut> &cuts = state.cuts;
  std::set<std::string> &homes = state.homes;
  std::set<std::string> &deleted = state.deleted;
  std::set<std::pair<std::string, std::uint32_t>> inPlaceCuts; ///< cuts whose block is renamed
  std::set<std::pair<std::string, std::uint32_t>> goneBlocks;  ///< by where they begin
};

} // namespace

void removeCuts(State &state, Edits &inside, Edits &outside) {
  TextRemover(state).run(inside, outside);
}

} // namespace levitate::plan::move
