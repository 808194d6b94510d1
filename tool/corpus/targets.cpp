#include "tool/corpus/targets.h"

#include "base/files.h"

#include <algorithm>
#include <vector>

namespace levitate::corpus {

Result<Targets> Targets::of(const std::string &root, const std::string &buildDirectory) {
  if (!exists(buildDirectory + "/CMakeCache.txt"))
    return Targets();
  LEVITATE_TRY(model, cmake::load(realPath(buildDirectory), realPath(root)));
  return Targets(model, realPath(root));
}

Targets::Targets(const cmake::Model &model, const std::string &root) {
  for (const cmake::Target &target : model.targets)
    for (const cmake::Source &source : target.sources)
      if (source.compiled && source.path.starts_with(root + "/")) {
        const std::string file = source.path.substr(root.size() + 1);
        byFile[file].insert(target.name);
        byFolder[std::string(parentPath(file))].insert(target.name);
      }
  for (const cmake::Edge &edge : model.edges())
    links[edge.from].insert(edge.to);
}

std::string Targets::toSay(const std::string &source) const {
  const auto own = byFile.find(source);
  const auto folder = byFolder.find(std::string(parentPath(source)));
  if (own == byFile.end() || own->second.size() != 1 || folder->second.size() == 1)
    return {};
  return *own->second.begin();
}

bool Targets::isAbove(const std::string &folder, const std::string &header,
                      const plan::Program &program) const {
  const auto owners = byFolder.find(folder);
  if (owners == byFolder.end())
    return false;
  std::set<std::string> users;
  for (const auto &[file, targets] : byFile)
    if (program.files.contains(file) && program.closure(file).contains(header))
      users.insert(targets.begin(), targets.end());
  return std::all_of(owners->second.begin(), owners->second.end(), [&](const auto &owner) {
    return std::any_of(users.begin(), users.end(),
                       [&](const auto &user) { return dependsOn(owner, user); });
  });
}

bool Targets::dependsOn(const std::string &target, const std::string &other) const {
  std::set<std::string> seen;
  std::vector<std::string> open = {target};
  while (!open.empty()) {
    const std::string next = std::move(open.back());
    open.pop_back();
    const auto direct = links.find(next);
    if (direct == links.end())
      continue;
    for (const std::string &one : direct->second) {
      if (one == other)
        return true;
      if (seen.insert(one).second)
        open.push_back(one);
    }
  }
  return false;
}

} // namespace levitate::corpus
