// Declarations that stay in their file and change their namespace: forward declarations,
// specialisations elsewhere, and everything when the target is the file itself. Their place among
// the other declarations is kept, for what they need stands above and what needs them below.
#include "tool/plan/move/state.h"

#include "base/qualified_name.h"
#include "base/text.h"

#include <algorithm>

namespace levitate::plan::move {

using namespace facts;

namespace {

class Redeclarer {
public:
  Redeclarer(State &state, const std::vector<Cut> &group, const Edits &inside, Edits &outside)
      : state(state), cuts(group), file(group.front().file), inside(inside), outside(outside) {}

  void run() {
    for (const Block &block : state.program.files.at(file).blocks)
      if (bodyOf(block).contains(cuts.front().declaration) && !block.linkage)
        around.push_back(&block);
    // (Of two that one macro opens, the outer one is first in the facts.)
    std::stable_sort(around.begin(), around.end(), [](const Block *a, const Block *b) {
      return a->whole.begin < b->whole.begin;
    });
    const auto any = [&](bool Block::*is) {
      return std::any_of(around.begin(), around.end(),
                         [&](const Block *block) { return block->*is; });
    };
    const bool unnamed = any(&Block::anonymous);
    const std::string prefix = inScope(cuts.front().oldScope, "");
    const bool inScope =
        around.empty() ? prefix.empty() : around.back()->qualified == cuts.front().oldScope;
    // (In an inline namespace it would get the name of that as well.)
    if (!unnamed && !any(&Block::isInline) && inScope && cuts.front().newScope.starts_with(prefix))
      return inPlace(cuts.front().newScope.substr(prefix.size()));
    if (around.empty() || unnamed || conditionalWithin() ||
        staysWithin(bodyOf(*around.front()).begin, whole().begin) == 0)
      return before();
    if (staysWithin(whole().end, bodyOf(*around.front()).end) == 0)
      return behind();
    split();
  }

private:
  // Where a block opens and closes: a brace with what stands before it, or a macro.
  Range opens(const Block &block) const {
    return block.fromMacro ? text().invocationAt(block.whole.begin)
                           : Range{block.whole.begin, block.body.begin};
  }
  Range closes(const Block &block) const {
    return block.fromMacro ? text().invocationAt(block.whole.end)
                           : Range{block.body.end, block.whole.end};
  }
  Range bodyOf(const Block &block) const { return {opens(block).end, closes(block).begin}; }

  Range whole() const { return {cuts.front().whole.begin, cuts.back().whole.end}; }

  std::vector<Piece> pieces(const std::string &scope, bool withConditions) {
    std::vector<Piece> result;
    for (const Cut &cut : cuts) {
      Piece piece = pieceOf(state, cut, inside);
      piece.scope = scope;
      piece.enclosures.clear();
      if (withConditions)
        for (const Conditional &section : text().conditionals())
          if (section.whole.contains(cut.whole) && around.front()->whole.contains(section.whole))
            piece.enclosures.push_back({section.condition, "#endif"});
      result.push_back(std::move(piece));
    }
    return result;
  }

  // How many declarations between two places stay in their namespace.
  std::size_t staysWithin(std::uint32_t begin, std::uint32_t end) const {
    std::size_t count = 0;
    for (const Chunk &chunk : state.program.files.at(file).chunks)
      count += begin <= chunk.extent.begin && chunk.extent.end <= end &&
               !state.cutAt(file, chunk.extent.begin);
    return count;
  }

  bool conditionalWithin() const {
    const auto &sections = text().conditionals();
    return std::any_of(sections.begin(), sections.end(), [&](const Conditional &section) {
      return section.whole.contains(whole()) && bodyOf(*around.front()).contains(section.whole);
    });
  }

  // The new namespace lies in the one that is open there.
  void inPlace(const std::string &rest) {
    outside.replace(file, whole(), wrapped(pieces(rest, false), style()), why());
  }

  void before() {
    std::uint32_t at = whole().begin;
    if (!around.empty())
      at = text().withComments({around.front()->whole.begin, around.front()->whole.begin}).begin;
    remove();
    outside.insert(
        file, at,
        wrapped(pieces(cuts.front().newScope, !around.empty()), style()) + style().newline, why());
  }

  void behind() {
    remove();
    outside.insert(file, text().nextLine(closes(*around.front()).end - 1),
                   style().newline + wrapped(pieces(cuts.front().newScope, false), style()), why());
  }

  // The blocks around it end above it and begin again below it.
  void split() {
    std::string closing, opening;
    Range lastOpening, lastClosing; // one macro may open or close several
    for (const Block *block : around) {
      if (const Range brace = closes(*block); brace != lastClosing) {
        const Range behind{brace.end, text().nextLine(brace.end - 1)};
        const bool comment = trim(text().view(behind)).starts_with("//");
        const std::string_view line =
            trim(text().view({brace.begin, comment ? behind.end : brace.end}));
        closing = std::string(line) + style().newline + closing;
        lastClosing = brace;
      }
      if (const Range line = opens(*block); line != lastOpening) {
        opening += std::string(trim(text().view(line))) + style().newline;
        lastOpening = line;
      }
    }
    outside.replace(file, whole(),
                    closing + style().newline +
                        wrapped(pieces(cuts.front().newScope, false), style()) + style().newline +
                        opening,
                    why());
  }

  void remove() { outside.remove(file, text().forRemoval(whole()), "moves to another place"); }

  const Source &text() const { return state.context.source(file); }
  FileStyle style() const { return state.styleOf(file); }
  static std::string why() { return "declared in its new namespace"; }

  State &state;
  const std::vector<Cut> &cuts;
  const std::string &file;
  const Edits &inside;
  Edits &outside;
  std::vector<const Block *> around; ///< outermost first
};

} // namespace

void redeclare(State &state, const std::vector<Cut> &group, const Edits &inside, Edits &outside) {
  Redeclarer(state, group, inside, outside).run();
}

} // namespace levitate::plan::move
