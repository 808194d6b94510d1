#include "tool/cmake/edit.h"

#include "base/files.h"
#include "base/text.h"
#include "tool/cmake/operations.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace levitate::cmake {

Result<std::optional<std::string>> readFromDisk(const std::string &path) {
  if (!exists(path))
    return std::optional<std::string>();
  LEVITATE_TRY(text, readText(path));
  return std::optional(std::move(text));
}

Result<Editor> Editor::open(const std::vector<Model> &configurations, const Reader &reader) {
  LEVITATE_TRY(state, EditorState::make(configurations, reader));
  return Editor(std::make_shared<const EditorState>(std::move(state)));
}

// Runs an operation on a copy of the state and keeps that when it was not refused.
template <class Operation> Outcome Editor::transaction(Operation operation) {
  auto next = std::make_shared<EditorState>(*state);
  Outcome outcome;
  operation(*next, outcome);
  if (outcome.refused()) {
    outcome.changed = false;
    outcome.notes.clear();
    outcome.leftovers.clear();
  } else {
    state = std::move(next);
  }
  return outcome;
}

Outcome Editor::addSource(const std::string &target, const std::string &path) {
  return transaction(
      [&](EditorState &next, Outcome &outcome) { cmake::addSource(next, outcome, target, path); });
}

Outcome Editor::removeSource(const std::string &target, const std::string &path) {
  return transaction([&](EditorState &next, Outcome &outcome) {
    cmake::removeSource(next, outcome, target, path);
  });
}

Outcome Editor::deleteFile(const std::string &path) {
  return transaction(
      [&](EditorState &next, Outcome &outcome) { cmake::deleteFile(next, outcome, path); });
}

Outcome Editor::renameFile(const std::string &from, const std::string &to) {
  return transaction(
      [&](EditorState &next, Outcome &outcome) { cmake::renameFile(next, outcome, from, to); });
}

Outcome Editor::moveSource(const std::string &path, const std::string &from,
                           const std::string &to) {
  return transaction([&](EditorState &next, Outcome &outcome) {
    cmake::moveSource(next, outcome, path, from, to);
  });
}

Outcome Editor::moveFile(const std::string &from, const std::string &to,
                         const std::string &target) {
  return transaction([&](EditorState &next, Outcome &outcome) {
    cmake::moveFile(next, outcome, from, to, target);
  });
}

Outcome Editor::link(const std::string &target, const std::vector<std::string> &dependencies,
                     std::optional<Scope> scope) {
  return transaction([&](EditorState &next, Outcome &outcome) {
    for (const std::string &dependency : dependencies)
      if (!outcome.refused())
        cmake::link(next, outcome, target, dependency, scope);
  });
}

Outcome Editor::unlink(const std::string &target, const std::vector<std::string> &dependencies,
                       std::optional<Scope> scope) {
  return transaction([&](EditorState &next, Outcome &outcome) {
    for (const std::string &dependency : dependencies)
      if (!outcome.refused())
        cmake::unlink(next, outcome, target, dependency, scope);
  });
}

std::vector<Edge> Editor::edgesBefore() const { return state->configured; }

std::vector<Edge> Editor::edgesAfter() const {
  std::vector<Edge> edges;
  for (const Entry &entry : state->entries) {
    if (!entry.alive || entry.role != Role::Link || entry.computed)
      continue;
    const std::string &to = state->canonical(entry.text);
    if (!state->targets.contains(to) || !state->targets.contains(entry.target))
      continue;
    if (std::none_of(edges.begin(), edges.end(), [&](const Edge &edge) {
          return edge.from == entry.target && edge.to == to && edge.scope == entry.scope;
        }))
      edges.push_back({entry.target, to, entry.scope, entry.where});
  }
  return edges;
}

std::vector<std::string> Editor::sources(const std::string &target) const {
  const std::string &name = state->canonical(target);
  std::set<std::string> paths;
  for (const Entry &entry : state->entries)
    if (entry.alive && entry.role == Role::Source && !entry.computed && entry.target == name)
      paths.insert(entry.path);
  return {paths.begin(), paths.end()};
}

bool Editor::listsHeaders(const std::string &target) const {
  const std::vector<std::string> paths = sources(target);
  return std::any_of(paths.begin(), paths.end(),
                     [](const std::string &path) { return !isCompiled(path); });
}

std::vector<std::string> Editor::owners(const std::string &path) const {
  std::set<std::string> names;
  for (const Entry &entry : state->entries)
    if (entry.alive && entry.role == Role::Source && entry.path == path)
      names.insert(entry.target);
  return {names.begin(), names.end()};
}

std::optional<std::string> Editor::targetFor(const std::string &path) const {
  std::size_t deepest = 0;
  std::vector<const KnownTarget *> nearest;
  for (const auto &[name, target] : state->targets) {
    if (target.imported || target.type == "UTILITY" || !isWithin(path, target.directory))
      continue;
    if (target.directory.size() > deepest)
      nearest.clear();
    if (target.directory.size() >= deepest) {
      deepest = target.directory.size();
      nearest.push_back(&target);
    }
  }
  // Of several: the one that has files in the same folder, or else the only library.
  const auto narrow = [&](auto fits) {
    std::vector<const KnownTarget *> kept;
    std::copy_if(nearest.begin(), nearest.end(), std::back_inserter(kept), fits);
    if (!kept.empty())
      nearest = std::move(kept);
  };
  if (nearest.size() > 1)
    narrow([&](const KnownTarget *target) {
      const std::vector<std::string> files = sources(target->name);
      return std::any_of(files.begin(), files.end(), [&](const std::string &file) {
        return parentPath(file) == parentPath(path);
      });
    });
  if (nearest.size() > 1)
    narrow([](const KnownTarget *target) { return target->type != "EXECUTABLE"; });
  return nearest.size() == 1 ? std::optional(nearest.front()->name) : std::nullopt;
}

std::map<std::string, std::string> Editor::changes() const {
  std::map<std::string, std::string> result;
  for (const auto &document : state->documents)
    if (document->edited)
      result.emplace(document->path, document->parsed.text);
  return result;
}

std::vector<Refusal> Editor::problems() const {
  std::vector<Refusal> result;
  for (const auto &[name, target] : state->targets) {
    if (target.imported || target.type == "INTERFACE_LIBRARY" || target.type == "UTILITY")
      continue;
    bool had = false, has = false;
    for (const Entry &entry : state->entries) {
      if (entry.role != Role::Source || entry.target != name)
        continue;
      const bool counts = entry.computed || isCompiled(entry.path);
      had |= counts;
      has |= counts && entry.alive;
    }
    if (had && !has)
      result.push_back(refusal(target.where, "target '" + name + "' would have no source left",
                               "remove the target, or make it an INTERFACE library"));
  }
  return result;
}

} // namespace levitate::cmake
