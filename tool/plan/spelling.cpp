#include "tool/plan/spelling.h"

#include "base/qualified_name.h"
#include "base/text.h"

namespace levitate::plan {

static std::string joined(const std::vector<std::string> &parts, std::size_t from, std::size_t to) {
  std::string text;
  for (std::size_t i = from; i < to; ++i)
    text += (text.empty() ? "" : "::") + parts[i];
  return text;
}

void Names::add(const std::string &nameSpace, const std::string &name) {
  added[nameSpace].insert(name);
  removed[nameSpace].erase(name);
  // A namespace is itself a name of the one around it.
  const std::vector<std::string> parts = components(nameSpace);
  for (std::size_t i = 0; i < parts.size(); ++i)
    added[joined(parts, 0, i)].insert(parts[i]);
}

void Names::remove(const std::string &nameSpace, const std::string &name) {
  removed[nameSpace].insert(name);
  if (const auto found = added.find(nameSpace); found != added.end())
    found->second.erase(name);
}

bool Names::has(const std::string &nameSpace, const std::string &name) const {
  if (const auto found = added.find(nameSpace);
      found != added.end() && found->second.contains(name))
    return true;
  if (const auto found = removed.find(nameSpace);
      found != removed.end() && found->second.contains(name))
    return false;
  return program.membersOf(nameSpace).contains(name);
}

bool Names::finds(const std::string &context, const std::string &name,
                  const std::string &found) const {
  const std::vector<std::string> parts = components(context);
  for (std::size_t depth = parts.size() + 1; depth-- > 0;) {
    const std::string scope = joined(parts, 0, depth);
    if (has(scope, name))
      return scope == found;
  }
  return false;
}

std::string Names::qualifier(const std::string &target, const std::string &name,
                             const std::string &context, Style style) const {
  const std::vector<std::string> path = components(target);
  const std::vector<std::string> around = components(context);
  std::size_t common = 0;
  while (common < path.size() && common < around.size() && path[common] == around[common])
    ++common;
  if (style == Style::Shortest) {
    // Most that can be left out first: the components that the context shares.
    for (std::size_t left = common + 1; left-- > 0;) {
      const std::string &first = left < path.size() ? path[left] : name;
      if (finds(context, first, joined(path, 0, left)))
        return left == path.size() ? "" : joined(path, left, path.size()) + "::";
    }
  }
  if (path.empty())
    return "::";
  const bool reachable = finds(context, path.front(), "");
  return (style == Style::Global || !reachable ? "::" : "") + target + "::";
}

} // namespace levitate::plan
