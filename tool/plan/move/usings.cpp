// What a source makes visible for its code: using-directives, using-declarations and aliases of
// namespaces. They go along with code that is written with them into another source. (Code
// that goes to a header is qualified.)
#include "base/text.h"
#include "tool/plan/move/state.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace levitate::plan::move {

using namespace facts;

namespace {

bool isWithin(const std::string &scope, const std::string &around) {
  return around.empty() || scope == around || scope.starts_with(around + "::");
}

class UsingTaker {
public:
  UsingTaker(State &state, Edits &outside) : state(state), outside(outside) {}

  void run() {
    std::vector<std::uint32_t> inOrder(program.usings.size());
    std::iota(inOrder.begin(), inOrder.end(), 0U);
    const auto place = [&](std::uint32_t index) {
      return std::tie(program.usings[index].file, program.usings[index].extent.begin);
    };
    std::sort(inOrder.begin(), inOrder.end(),
              [&](std::uint32_t a, std::uint32_t b) { return place(a) < place(b); });
    // One may be written with those above it.
    std::vector<std::uint32_t> needed;
    for (auto index = inOrder.rbegin(); index != inOrder.rend(); ++index)
      if (isNeeded(*index, needed))
        needed.push_back(*index);
    for (const std::uint32_t index : needed)
      if (!staysInUse(index))
        state.goneUsings.insert(index);
    for (auto index = needed.rbegin(); index != needed.rend(); ++index)
      take(*index);
    for (const auto &[file, lines] : gone)
      outside.remove(file, state.context.source(file).forRemoval(lines),
                     "only what has moved is written with it");
  }

private:
  bool isNeeded(std::uint32_t index, const std::vector<std::uint32_t> &below) const {
    const Using &fact = program.usings[index];
    if (!fact.atNamespaceScope || fact.file.empty() || state.isHeader(fact.file) ||
        state.droppedUsings.contains(index) || state.cutAt(fact.file, fact.extent.begin))
      return false;
    return std::any_of(state.cuts.begin(), state.cuts.end(),
                       [&](const Cut &cut) { return isNeeded(index, cut); }) ||
           std::any_of(below.begin(), below.end(), [&](std::uint32_t other) {
             const Using &made = program.usings[other];
             return made.file == fact.file && names(index, made.extent);
           });
  }

  // Code that changes its namespace is qualified anew for that, but for what its file makes visible
  // everywhere.
  bool isNeeded(std::uint32_t index, const Cut &cut) const {
    const Using &fact = program.usings[index];
    return cut.toSource && !cut.stays && cut.file == fact.file &&
           fact.extent.end <= cut.whole.begin && isWithin(cut.oldScope, fact.scope) &&
           (fact.scope.empty() || cut.oldScope == cut.newScope) &&
           (fact.kind != Using::Kind::Directive ||
            !isWithin(cut.oldScope, program.entities[fact.target].qualified)) &&
           holdsFor(fact, cut) && names(index, cut.whole);
  }

  // No conditional makes it visible in some configurations only.
  bool holdsFor(const Using &fact, const Cut &cut) const {
    const std::vector<Conditional> &sections = state.context.source(fact.file).conditionals();
    return std::none_of(sections.begin(), sections.end(), [&](const Conditional &section) {
      return section.whole.contains(fact.extent) && !section.whole.contains(cut.whole);
    });
  }

  bool names(std::uint32_t index, Range where) const {
    const std::vector<Reference> &references =
        program.files.at(program.usings[index].file).references;
    return std::any_of(references.begin(), references.end(), [&](const Reference &reference) {
      return where.contains(reference.name) && isFoundBy(index, reference);
    });
  }

  // Something that stays in the file may be written with it.
  bool staysInUse(std::uint32_t index) const {
    const Using &fact = program.usings[index];
    const std::vector<Reference> &references = program.files.at(fact.file).references;
    return std::any_of(references.begin(), references.end(), [&](const Reference &reference) {
      return !state.cutAt(fact.file, reference.name.begin) &&
             !fact.extent.contains(reference.name) && !state.inGoneUsing(fact.file, reference) &&
             isFoundBy(index, reference);
    });
  }

  bool isFoundBy(std::uint32_t index, const Reference &reference) const {
    const Using &fact = program.usings[index];
    switch (fact.kind) {
    case Using::Kind::Declaration:
      return reference.via == index;
    case Using::Kind::Alias:
      return reference.entity == aliasOf(program, fact);
    case Using::Kind::Directive:
      return mayBeFoundIn(program, program.entities[fact.target].qualified, reference);
    }
    return false;
  }

  void take(std::uint32_t index) {
    const Using &fact = program.usings[index];
    const bool stays = !state.goneUsings.contains(index);
    const Source &text = state.context.source(fact.file);
    // Its comments go along with it, but are not there twice.
    const Range whole = stays ? fact.extent : text.withComments(fact.extent);
    // A conflict is told when the edits are applied.
    const Result<std::string> written = outside.appliedWithin(fact.file, whole, text.text());
    const std::string line(written ? trim(*written) : std::string_view());
    if (line.empty())
      return;
    if (!isKnown(fact)) {
      Piece piece;
      piece.scope = fact.scope;
      piece.text = line + text.newline();
      piece.blankBefore = false;
      state.takenUsings.push_back(std::move(piece));
      taken.insert(index);
    }
    if (stays || state.deleted.contains(fact.file))
      return;
    // Neighbours go as one, so that what is left has one blank line around.
    if (!gone.empty() && gone.back().first == fact.file && gone.back().second.end == whole.begin)
      gone.back().second.end = whole.end;
    else
      gone.emplace_back(fact.file, whole);
  }

  // The source that gets the code makes the same visible, or has got it from another old file.
  bool isKnown(const Using &wanted) const {
    return std::any_of(program.usings.begin(), program.usings.end(), [&](const Using &fact) {
      const auto index = static_cast<std::uint32_t>(&fact - program.usings.data());
      return (fact.file == state.move.source || taken.contains(index)) && fact.atNamespaceScope &&
             fact.kind == wanted.kind && fact.target == wanted.target && fact.name == wanted.name &&
             isWithin(wanted.scope, fact.scope);
    });
  }

  State &state;
  const Program &program = state.program;
  Edits &outside;
  std::set<std::uint32_t> taken;
  std::vector<std::pair<std::string, Range>> gone; ///< what goes from the old files, by place
};

} // namespace

void takeUsings(State &state, Edits &outside) { UsingTaker(state, outside).run(); }

} // namespace levitate::plan::move
