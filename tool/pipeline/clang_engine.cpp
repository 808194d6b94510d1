#include "tool/pipeline/clang_engine.h"

#include "base/files.h"
#include "tool/facts/extract.h"
#include "tool/plan/source.h"

#include <atomic>
#include <map>
#include <set>
#include <thread>

namespace levitate::pipeline {
namespace {

/// A place found in a unit: an offset, which becomes a line once every unit is read.
struct Found {
  std::string file;
  std::uint32_t offset = 0;
  std::string qualified;
  bool declares = false;

  friend auto operator<=>(const Found &, const Found &) = default;
};

bool isOrIsIn(const std::string &qualified, const std::string &name) {
  return qualified == name || (qualified.starts_with(name) && qualified.size() > name.size() + 1 &&
                               qualified.compare(name.size(), 2, "::") == 0);
}

/// What one unit says about the names.
std::map<std::string, std::set<Found>> foundIn(const facts::Facts &unit,
                                               const std::vector<std::string> &names) {
  std::map<std::string, std::set<Found>> result;
  // A file of the project is relative; the entities of system headers are nobody's to ask about.
  auto note = [&](const std::string &file, std::uint32_t offset, const facts::Entity &entity,
                  bool declares) {
    for (const std::string &name : names)
      if (!file.empty() && isOrIsIn(entity.qualified, name))
        result[name].insert({file, offset, entity.qualified, declares});
  };
  for (const facts::Reference &reference : unit.references)
    if (reference.entity < unit.entities.size())
      note(reference.file, reference.name.begin, unit.entities[reference.entity],
           reference.declares);
  for (const facts::Block &block : unit.blocks)
    if (!block.linkage)
      for (const std::string &name : names)
        if (isOrIsIn(block.qualified, name))
          result[name].insert({block.file, block.names.begin, block.qualified, true});
  return result;
}

} // namespace

Result<plan::Plan> ClangEngine::plan(const recipe::Recipe &recipe,
                                     const std::vector<std::string> &buildDirectories,
                                     const std::string &plansFolder) {
  plan::Request request{recipe, buildDirectories, threads, &progress};
  request.cacheFolder = plansFolder;
  return plan::plan(request);
}

Result<Occurrences> ClangEngine::occurrences(const std::string &root,
                                             const std::vector<std::string> &buildDirectories,
                                             const std::vector<std::string> &names) {
  std::vector<workspace::Unit> units;
  std::vector<std::string> folders;
  for (const std::string &folder : buildDirectories) {
    LEVITATE_TRY(loaded, workspace::loadCompileDatabase(folder));
    units.insert(units.end(), loaded.begin(), loaded.end());
    folders.push_back(realPath(folder));
  }
  const workspace::Overlay overlay(realPath(root)); // nothing is planned: the disk as it is
  const facts::Project project(realPath(root), folders);

  std::vector<std::map<std::string, std::set<Found>>> found(units.size());
  std::vector<std::vector<Diagnostic>> diagnostics(units.size());
  progress.begin("looking for names", units.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < units.size(); i = next++) {
      const facts::Facts unit = facts::extract(units[i], overlay, project);
      found[i] = foundIn(unit, names);
      diagnostics[i] = unit.diagnostics;
      progress.step(unit.unit);
    }
  };
  std::vector<std::thread> others;
  for (unsigned i = 1; i < threads && i < units.size(); ++i)
    others.emplace_back(work);
  work();
  for (std::thread &other : others)
    other.join();
  progress.end();

  Error errors;
  for (const std::vector<Diagnostic> &unit : diagnostics)
    for (const Diagnostic &diagnostic : unit)
      if (diagnostic.severity == Severity::Error && errors.diagnostics.size() < 20)
        errors.diagnostics.push_back(diagnostic);
  if (!errors.diagnostics.empty())
    return errors;

  std::map<std::string, plan::Source> sources;
  Occurrences result;
  for (const std::string &name : names) {
    std::set<Occurrence> places;
    for (const auto &unit : found)
      if (const auto here = unit.find(name); here != unit.end())
        for (const Found &place : here->second) {
          auto source = sources.find(place.file);
          if (source == sources.end()) {
            LEVITATE_TRY(text, overlay.read(place.file));
            source = sources.emplace(place.file, plan::Source(text.value_or(""))).first;
          }
          places.insert({{place.file, source->second.lineOf(place.offset),
                          source->second.columnOf(place.offset)},
                         place.qualified,
                         place.declares});
        }
    result[name].assign(places.begin(), places.end());
  }
  return result;
}

} // namespace levitate::pipeline
