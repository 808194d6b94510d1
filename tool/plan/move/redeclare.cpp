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
      if (block.body.contains(cuts.front().declaration) && !block.linkage)
        around.push_back(&block);
    std::sort(around.begin(), around.end(),
              [](const Block *a, const Block *b) { return a->whole.begin < b->whole.begin; });
    const bool plain = std::none_of(around.begin(), around.end(), [](const Block *block) {
      return block->anonymous || block->fromMacro;
    });
    const std::string prefix = inScope(cuts.front().oldScope, "");
    const bool inScope =
        around.empty() ? prefix.empty() : around.back()->qualified == cuts.front().oldScope;
    if (plain && inScope && cuts.front().newScope.starts_with(prefix))
      return inPlace(cuts.front().newScope.substr(prefix.size()));
    if (around.empty() || !plain || conditionalWithin() ||
        staysWithin(around.front()->body.begin, whole().begin) == 0)
      return before();
    if (staysWithin(whole().end, around.front()->body.end) == 0)
      return behind();
    split();
  }

private:
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
      return section.whole.contains(whole()) && around.front()->body.contains(section.whole);
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
    outside.insert(file, text().nextLine(around.front()->whole.end - 1),
                   style().newline + wrapped(pieces(cuts.front().newScope, false), style()), why());
  }

  // The blocks around it end above it and begin again below it.
  void split() {
    std::string closing, opening;
    for (const Block *block : around) {
      const std::uint32_t brace = block->whole.end - 1;
      const std::string_view close = trim(text().view({brace, text().nextLine(brace)}));
      closing = std::string(close) + style().newline + closing;
      opening +=
          std::string(trim(text().view({block->whole.begin, block->body.begin}))) + style().newline;
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
