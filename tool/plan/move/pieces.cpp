// A cut as a piece of its new file: its text with the edits inside it, and all that must stand
// around it there because it stands around it here.
#include "base/text.h"
#include "tool/plan/move/state.h"

#include <algorithm>

namespace levitate::plan::move {

using namespace facts;

namespace {

std::string lineText(const Source &text, Range lines) {
  return std::string(trim(text.view(lines)));
}

// The line above the cut is blank.
bool blankAbove(const Source &text, const Cut &cut) {
  const std::uint32_t above = cut.whole.begin == 0 ? 0 : cut.whole.begin - 1;
  const std::uint32_t line = text.lineStart(above);
  return trim(text.view({line, cut.whole.begin})).empty();
}

// What must hold for the cut, of a conditional around it. A refusal when that can't be said.
Enclosure conditionOf(State &state, const Cut &cut, const Conditional &section) {
  // In the first branch the condition holds; in a sole #else its opposite does.
  if (cut.whole.end <= section.directives[1].begin)
    return {section.condition, "#endif"};
  if (section.directives.size() == 3) {
    const DirectiveText condition = directiveText(section.condition);
    const std::string rest(condition.rest);
    return {condition.keyword == "ifdef"    ? "#ifndef " + rest
            : condition.keyword == "ifndef" ? "#ifdef " + rest
                                            : "#if !(" + rest + ")",
            "#endif"};
  }
  state.refuse(state.context.place(cut.file, cut.declaration.begin),
               "the declaration stands in one of several branches of a conditional",
               "move the branches apart first");
  return {};
}

// The lines that open and close a region, with the conditionals that each of them stands in by
// itself, as `#ifdef _MSC_VER` around `#pragma warning(push)`.
Enclosure linesOf(const Source &text, const PragmaRegion &region, const Cut &cut) {
  Range open = region.open, close = region.close;
  for (const Conditional &section : text.conditionals()) {
    if (section.whole.contains(cut.whole))
      continue;
    if (section.whole.contains(region.open) && !section.whole.contains(region.close) &&
        section.whole.begin < open.begin)
      open = section.whole;
    if (section.whole.contains(region.close) && !section.whole.contains(region.open) &&
        section.whole.begin < close.begin)
      close = section.whole;
  }
  return {lineText(text, open), lineText(text, close)};
}

// The conditionals and pragmas around the cut, outermost first.
std::vector<Enclosure> enclosuresOf(State &state, const Cut &cut) {
  const Source &text = state.context.source(cut.file);
  std::vector<std::pair<std::uint32_t, Enclosure>> found; // by where they begin
  const auto refuseHalf = [&](Range around, const std::string &what) {
    const bool overlaps = around.begin < cut.whole.end && cut.whole.begin < around.end;
    if (overlaps && !around.contains(cut.whole) && !cut.whole.contains(around))
      state.refuse(state.context.place(cut.file, around.begin),
                   what + " begins or ends in the middle of the moved declaration",
                   "put it wholly inside or outside of the declaration");
  };
  for (const Conditional &section : text.conditionals())
    if (cut.whole.contains(section.whole))
      continue; // it is a part of the cut
    else if (section.whole.contains(cut.whole))
      found.emplace_back(section.whole.begin, conditionOf(state, cut, section));
    else
      refuseHalf(section.whole, "a conditional");
  for (const PragmaRegion &region : text.pragmaRegions())
    if (region.body().contains(cut.whole))
      found.emplace_back(region.open.begin, linesOf(text, region, cut));
    else
      refuseHalf(region.whole(), "a region of a pragma");
  std::sort(found.begin(), found.end(),
            [](const auto &a, const auto &b) { return a.first < b.first; });
  std::vector<Enclosure> result;
  for (auto &[begin, enclosure] : found)
    result.push_back(std::move(enclosure));
  return result;
}

} // namespace

BraceConditions braceConditions(const Source &text, const Block &block) {
  BraceConditions braces;
  for (const Conditional &section : text.conditionals()) {
    if (section.directives.size() != 2)
      continue;
    if (section.whole.contains(block.whole.begin) && section.whole.contains(block.body.begin) &&
        section.whole.end < block.body.end)
      braces.open = &section;
    else if (section.whole.contains(block.body.end) && section.whole.begin > block.body.begin)
      braces.close = &section;
  }
  if (!braces.open || !braces.close || braces.open->condition != braces.close->condition)
    return {};
  return braces;
}

Enclosure braceLines(const Source &text, const Block &block) {
  const BraceConditions braces = braceConditions(text, block);
  return braces.open ? Enclosure{braces.open->condition, "#endif"} : Enclosure{};
}

Piece pieceOf(State &state, const Cut &cut, const Edits &inside) {
  Context &context = state.context;
  const Source &text = context.source(cut.file);
  const FileFacts &facts = state.program.files.at(cut.file);
  Piece piece;
  Result<std::string> moved = inside.appliedWithin(cut.file, cut.whole, text.text());
  if (moved) {
    piece.text = std::move(*moved);
  } else {
    const Diagnostic &conflict = moved.error().diagnostics.front();
    state.refuse(conflict.where, conflict.message, conflict.remedy);
  }
  piece.scope = cut.newScope;
  if (cut.oldScope == cut.newScope)
    piece.path = namespacePath(text, facts.blocks, cut.declaration);
  piece.anonymous = cut.anonymous;
  piece.linkage = cut.linkage;
  for (const Block &block : facts.blocks)
    if (block.linkage && !block.fromMacro && block.body.contains(cut.declaration))
      piece.linkageCondition = braceLines(text, block);
  piece.blankBefore = blankAbove(text, cut);
  piece.enclosures = enclosuresOf(state, cut);
  return piece;
}

} // namespace levitate::plan::move
