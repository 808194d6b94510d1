#include "tool/plan/select.h"

#include "base/text.h"

#include <algorithm>
#include <cctype>

namespace levitate::plan {

using namespace facts;

namespace {

// Parameter types without white space and without qualifiers, so that `const T &` and `const a::T&`
// are told alike when the rule file leaves the qualifier out.
std::string plainParameters(std::string_view text, bool keepQualifiers) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ') {
      // A blank between two words separates them.
      if (!plain.empty() && isWord(plain.back()) && i + 1 < text.size() && isWord(text[i + 1]))
        plain += ' ';
    } else {
      plain += text[i];
    }
  }
  if (keepQualifiers)
    return plain;
  for (std::size_t at; (at = plain.find("::")) != std::string::npos;) {
    std::size_t start = at;
    while (start > 0 && isWord(plain[start - 1]))
      --start;
    plain.erase(start, at + 2 - start);
  }
  return plain;
}

bool sameParameters(const std::string &given, const std::string &actual) {
  return plainParameters(given, true) == plainParameters(actual, true) ||
         plainParameters(given, false) == plainParameters(actual, false);
}

bool inProject(const Entity &entity) { return !entity.file.empty() && entity.file[0] != '/'; }

} // namespace

std::vector<std::uint32_t> select(const Program &program, const recipe::SymbolName &name) {
  std::vector<std::uint32_t> found;
  if (name.everything) {
    for (std::uint32_t i = 0; i < program.entities.size(); ++i) {
      const Entity &entity = program.entities[i];
      if (entity.atNamespaceScope && entity.scope == name.qualified && inProject(entity) &&
          entity.kind != EntityKind::Namespace && entity.kind != EntityKind::Macro &&
          entity.kind != EntityKind::Other && entity.kind != EntityKind::Enumerator)
        found.push_back(i);
    }
    return found;
  }
  for (const std::uint32_t i : program.named(name.qualified)) {
    const Entity &entity = program.entities[i];
    if (!inProject(entity) || entity.kind == EntityKind::Namespace ||
        entity.kind == EntityKind::Other)
      continue;
    if (name.parameters && !sameParameters(*name.parameters, entity.parameters))
      continue;
    found.push_back(i);
  }
  return found;
}

Error notFound(const Program &program, const recipe::SymbolName &name) {
  for (const std::uint32_t i : program.named(name.qualified))
    if (const Entity &entity = program.entities[i];
        !entity.file.empty() && !inProject(entity) && entity.kind != EntityKind::Other)
      return name.origin.error("'" + name.qualified + "' is declared in " + entity.file +
                               ", which is no file of the tree; a step can change only what the "
                               "tree declares");
  std::vector<std::string> candidates, overloads;
  for (const Entity &entity : program.entities)
    if (inProject(entity) && entity.kind != EntityKind::Other) {
      candidates.push_back(entity.qualified);
      if (entity.qualified == name.qualified && name.parameters)
        overloads.push_back(entity.name + "(" + entity.parameters + ")");
    }
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  if (!overloads.empty())
    return name.origin.error("'" + name.qualified + "' has no overload (" + *name.parameters +
                             "); there is " + join(overloads, ", "));
  std::string meant = didYouMean(name.qualified, candidates);
  if (meant.empty()) {
    // The right name in another namespace is a likely slip, too.
    const std::string last = name.qualified.substr(name.qualified.rfind(':') + 1);
    for (const std::string &candidate : candidates)
      if (candidate.ends_with("::" + last)) {
        meant = "; did you mean '" + candidate + "'?";
        break;
      }
  }
  return name.origin.error("no configuration declares '" + name.spelling() + "'" + meant);
}

} // namespace levitate::plan
