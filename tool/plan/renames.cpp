#include "tool/plan/renames.h"

#include "tool/plan/usr_map.h"

#include <algorithm>

namespace levitate::plan {

namespace {

// `name` with `from` at its start replaced, when that is all of it or a scope of it.
bool replaceScope(std::string &name, const std::string &from, const std::string &to) {
  if (name == from) {
    name = to;
    return true;
  }
  if (!name.starts_with(from + "::"))
    return false;
  name = to.empty() ? name.substr(from.size() + 2) : to + name.substr(from.size());
  return true;
}

// Of the renames, the one that says the most about `name`.
const Renaming *longest(const std::vector<Renaming> &renames, const std::string &name,
                        std::string Renaming::*side) {
  const Renaming *best = nullptr;
  for (const Renaming &rename : renames)
    if (const std::string &scope = rename.*side;
        (name == scope || name.starts_with(scope + "::")) &&
        (!best || scope.size() > (best->*side).size()))
      best = &rename;
  return best;
}

bool isNamespace(const Renaming &rename) {
  const std::size_t at = rename.usrBefore.rfind('@');
  return at != std::string::npos && at >= 2 && rename.usrBefore.compare(at - 2, 2, "@N") == 0;
}

} // namespace

std::vector<Renaming> composed(const std::vector<Renaming> &renames) {
  std::vector<Renaming> result;
  for (auto first = renames.begin(); first != renames.end();) {
    const auto last = std::find_if(
        first, renames.end(), [&](const Renaming &rename) { return rename.step != first->step; });
    const std::vector<Renaming> step(first, last);
    first = last;
    const UsrMap usrs(step);
    std::vector<Renaming> added;
    for (const Renaming &rename : step) {
      const Renaming *earlier = longest(result, rename.from, &Renaming::to);
      if (earlier && !earlier->to.empty() && earlier->to != rename.from) {
        // What a step before this one has renamed or moved as a part of something.
        Renaming whole = rename;
        if (replaceScope(whole.from, earlier->to, earlier->from))
          added.push_back(std::move(whole));
      }
      // A namespace may have been there under that name before others joined it.
      if (!earlier || earlier->to != rename.from || isNamespace(rename))
        added.push_back(rename);
    }
    for (Renaming &rename : result) {
      if (const Renaming *later = longest(step, rename.to, &Renaming::from))
        replaceScope(rename.to, later->from, later->to);
      rename.usrAfter = usrs.apply(rename.usrAfter);
    }
    result.insert(result.end(), added.begin(), added.end());
  }
  std::erase_if(result, [](const Renaming &rename) { return rename.from == rename.to; });
  return result;
}

} // namespace levitate::plan
