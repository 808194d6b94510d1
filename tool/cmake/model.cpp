#include "tool/cmake/model.h"

#include "base/files.h"

#include <algorithm>
#include <map>
#include <set>

namespace levitate::cmake {

namespace {

std::string typeName(const std::string &keyword) {
  if (keyword == "EXECUTABLE" || keyword == "UTILITY")
    return keyword;
  return (keyword.empty() ? "STATIC" : keyword) + "_LIBRARY";
}

void addSources(Target &target, const ReplyTarget *built, const Flow &flow) {
  std::map<std::string, Source> byPath;
  for (const Use &use : flow.uses) {
    if (use.role != Role::Source || use.target != target.name || use.computed)
      continue;
    Source &source = byPath[use.path];
    source.path = use.path;
    source.fileSet = use.fileSet;
    source.where = flow.where(use);
  }
  if (built != nullptr)
    for (const ReplySource &entry : built->sources) {
      Source &source = byPath[entry.path];
      source.path = entry.path;
      source.generated = entry.generated;
      source.compiled = entry.compiled;
    }
  for (auto &[path, source] : byPath)
    target.sources.push_back(std::move(source));
}

void addFileSets(Target &target, const Flow &flow) {
  for (const Use &use : flow.uses) {
    if (use.role != Role::Source || use.target != target.name || use.fileSet.empty())
      continue;
    const bool known = std::any_of(target.fileSets.begin(), target.fileSets.end(),
                                   [&](const FileSet &set) { return set.name == use.fileSet; });
    if (!known)
      target.fileSets.push_back({use.fileSet, use.scope, use.bases});
  }
}

// Depth-first search in the order of names, so that the answer does not depend on the input's
// order.
class CycleFinder {
public:
  explicit CycleFinder(const std::vector<Edge> &edges) {
    for (const Edge &edge : edges)
      next[edge.from].insert(edge.to);
  }

  std::optional<std::vector<std::string>> find() {
    for (const auto &[name, ends] : next)
      if (visit(name))
        return path;
    return std::nullopt;
  }

private:
  // True when a cycle was found; `path` is it then. Iterative, for chains of any length.
  bool visit(const std::string &start) {
    struct Step {
      const std::set<std::string> *ends;
      std::set<std::string>::const_iterator at;
    };
    static const std::set<std::string> Nothing;
    std::vector<Step> stack;
    const auto enter = [&](const std::string &name) {
      const auto found = next.find(name);
      const std::set<std::string> *ends = found == next.end() ? &Nothing : &found->second;
      path.push_back(name);
      onPath.insert(name);
      stack.push_back({ends, ends->begin()});
    };
    if (done.contains(start))
      return false;
    enter(start);
    while (!stack.empty()) {
      Step &step = stack.back();
      if (step.at == step.ends->end()) {
        done.insert(path.back());
        onPath.erase(path.back());
        path.pop_back();
        stack.pop_back();
        continue;
      }
      const std::string &name = *step.at++;
      if (onPath.contains(name)) {
        path.erase(path.begin(), std::find(path.begin(), path.end(), name));
        path.push_back(name);
        return true;
      }
      if (!done.contains(name))
        enter(name);
    }
    return false;
  }

  std::map<std::string, std::set<std::string>> next;
  std::set<std::string> done, onPath;
  std::vector<std::string> path;
};

} // namespace

const Target *Model::find(const std::string &name) const {
  const std::string &real = flow.canonical(name);
  const auto found = std::lower_bound(
      targets.begin(), targets.end(), real,
      [](const Target &target, const std::string &wanted) { return target.name < wanted; });
  return found != targets.end() && found->name == real ? &*found : nullptr;
}

std::vector<Edge> Model::edges() const {
  std::vector<Edge> result;
  for (const Target &target : targets)
    for (const Edge &edge : target.links)
      if (find(edge.to) != nullptr)
        result.push_back(edge);
  return result;
}

Result<Model> load(const std::string &build, const std::string &root) {
  const BuildLock lock(build);
  LEVITATE_TRY(reply, readReply(build));
  LEVITATE_TRY(events, readTrace(reply.trace));
  LEVITATE_TRY(flow, follow(events, reply.source, reply.build, realPath(root)));
  Model model = modelOf(reply, realPath(root), std::move(flow));
  for (const auto &[path, where] : generatedFiles(events))
    if (const std::string real = realPath(path);
        isWithin(real, model.root) && !isWithin(real, realPath(reply.build)))
      model.generated.emplace(real, where);
  return model;
}

Model modelOf(const Reply &reply, std::string root, Flow flow) {
  Model model;
  model.source = reply.source;
  model.build = reply.build;
  model.root = std::move(root);
  model.flow = std::move(flow);
  std::map<std::string, const ReplyTarget *> built;
  for (const ReplyTarget &target : reply.targets)
    built.emplace(target.name, &target);
  for (const auto &[name, defined] : model.flow.targets) {
    Target target;
    target.name = name;
    target.directory = defined.directory;
    target.imported = defined.imported;
    target.definedAt = defined.where;
    const auto found = built.find(name);
    const ReplyTarget *entry = found == built.end() ? nullptr : found->second;
    target.type = entry != nullptr ? entry->type : typeName(defined.type);
    addSources(target, entry, model.flow);
    addFileSets(target, model.flow);
    for (const Use &use : model.flow.uses)
      if (use.role == Role::Link && use.target == name && !use.computed)
        target.links.push_back(
            {name, model.flow.canonical(use.value.text()), use.scope, model.flow.where(use)});
    model.targets.push_back(std::move(target));
  }
  return model;
}

std::optional<std::vector<std::string>> cycle(const std::vector<Edge> &edges) {
  return CycleFinder(edges).find();
}

std::string_view keyword(Scope scope) {
  switch (scope) {
  case Scope::Public:
    return "PUBLIC";
  case Scope::Private:
    return "PRIVATE";
  case Scope::Interface:
    return "INTERFACE";
  case Scope::Plain:
    break;
  }
  return "";
}

} // namespace levitate::cmake
