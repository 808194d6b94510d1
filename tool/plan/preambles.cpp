#include "tool/plan/preambles.h"

#include <algorithm>
#include <atomic>

namespace levitate::plan {

using facts::Preamble;

namespace {

// Each takes some megabytes of memory, or some tens of them; in all no more than that, whatever the
// number of units.
constexpr std::size_t MostBytes = std::size_t{256} << 20;

} // namespace

// All `units` begin with the same `depth` headers. Those that go on alike are a group of their own
// when they are enough; the others share what is common to all.
void Preambles::choose(const std::vector<const Candidate *> &units, std::size_t depth,
                       std::vector<Choice> &chosen) const {
  std::map<std::string, std::vector<const Candidate *>> next;
  std::size_t left = 0;
  for (const Candidate *unit : units)
    if (depth < unit->leading->headers.size())
      next[unit->leading->headers[depth].resolved].push_back(unit);
    else
      ++left;
  for (const auto &[header, group] : next)
    if (group.size() >= least)
      choose(group, depth + 1, chosen);
    else
      left += group.size();
  if (depth > 0 && left >= least) {
    const Headers &all = units.front()->leading->headers;
    chosen.push_back({units.front(),
                      Headers(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(depth)),
                      left});
  }
}

void Preambles::make(const std::vector<Candidate> &units, const Parallel &parallel) {
  std::map<std::string, std::vector<const Candidate *>> groups;
  for (const Candidate &unit : units)
    if (!unit.leading->headers.empty() && !suiting(*unit.unit, *unit.leading))
      if (const std::optional<std::string> key = Preamble::keyOf(*unit.unit))
        groups[*key].push_back(&unit);
  std::vector<Choice> chosen;
  for (const auto &[key, group] : groups)
    if (group.size() >= least)
      choose(group, 0, chosen);
  // Those that most units share come first.
  std::stable_sort(chosen.begin(), chosen.end(),
                   [](const Choice &a, const Choice &b) { return a.units > b.units; });
  std::vector<std::shared_ptr<const Preamble>> made(chosen.size());
  std::atomic<std::size_t> taken = bytes;
  parallel(chosen.size(), [&](std::size_t i) {
    if (taken < MostBytes)
      made[i] = Preamble::build(*chosen[i].first->unit, project, chosen[i].headers);
    if (made[i])
      taken += made[i]->bytes();
  });
  bytes = taken;
  for (std::size_t i = 0; i < chosen.size(); ++i)
    if (made[i])
      byKey[*Preamble::keyOf(*chosen[i].first->unit)].push_back(std::move(made[i]));
}

bool Preambles::mayHave(const workspace::Unit &unit) const {
  if (byKey.empty())
    return false;
  const std::optional<std::string> key = Preamble::keyOf(unit);
  return key && byKey.contains(*key);
}

const Preamble *Preambles::suiting(const workspace::Unit &unit,
                                   const facts::LeadingIncludes &leading) const {
  const std::optional<std::string> key = Preamble::keyOf(unit);
  const auto found = key ? byKey.find(*key) : byKey.end();
  const Preamble *best = nullptr;
  if (found != byKey.end())
    for (const std::shared_ptr<const Preamble> &one : found->second)
      if (one->suits(leading) && (!best || one->size() > best->size()))
        best = one.get();
  return best;
}

} // namespace levitate::plan
