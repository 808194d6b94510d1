#include "tool/plan/search_paths.h"

#include "base/files.h"

#include <algorithm>
#include <functional>

namespace levitate::plan {

namespace {

constexpr std::string_view Flags[] = {"-isystem", "-iquote", "-I"};

// A search path among a unit's arguments: where it begins there, and how many it takes.
struct Argument {
  std::size_t at, count;
  std::string path; ///< absolute
};

std::vector<Argument> searchPaths(const workspace::Unit &unit) {
  std::vector<Argument> result;
  const std::vector<std::string> &arguments = unit.arguments;
  for (std::size_t i = 1; i < arguments.size(); ++i)
    for (const std::string_view flag : Flags) {
      if (arguments[i] == flag && i + 1 < arguments.size()) {
        result.push_back({i, 2, absolutePath(arguments[i + 1], unit.directory)});
        ++i;
        break;
      }
      if (arguments[i].starts_with(flag) && arguments[i].size() > flag.size()) {
        result.push_back({i, 1, absolutePath(arguments[i].substr(flag.size()), unit.directory)});
        break;
      }
    }
  return result;
}

} // namespace

SearchPaths::SearchPaths(const BuildFiles &build, const facts::Project &project,
                         const std::vector<workspace::Unit> &units)
    : build(build), project(project) {
  if (!build.known())
    return;
  std::map<std::string, std::map<std::string, std::set<std::string>>> users;
  for (const workspace::Unit &unit : units) {
    configured.insert(unit.file);
    const std::string target = targetOf(unit);
    seenBefore.try_emplace(target, build.seenBefore(target));
    for (const Argument &argument : searchPaths(unit))
      if (isWithin(realPath(argument.path), project.root()))
        users[unit.configuration][argument.path].insert(target);
  }
  for (const auto &[configuration, paths] : users)
    for (const auto &[path, targets] : paths) {
      // Who gives a path has it itself, and all others who have it see that target.
      std::string provider;
      for (const std::string &one : targets)
        if (std::all_of(targets.begin(), targets.end(), [&](const std::string &other) {
              return other == one || seenBefore.at(other).contains(one);
            }))
          provider = one;
      provided[configuration][path] = provider.empty() ? providerOf(path) : provider;
    }
}

std::string SearchPaths::targetOf(const workspace::Unit &unit) const {
  const std::string file = project.relative(unit.file);
  return file.empty() ? std::string() : build.targetOf(file);
}

// A target without sources is known by its folder.
std::string SearchPaths::providerOf(const std::string &path) const {
  const std::string folder = project.relative(path);
  return folder.empty() ? std::string() : build.targetOf(folder + "/header.h");
}

void SearchPaths::add(std::vector<workspace::Unit> &units) const {
  for (workspace::Unit &unit : units) {
    const auto paths = provided.find(unit.configuration);
    const std::string target = targetOf(unit);
    if (paths == provided.end() || target.empty())
      continue;
    const std::set<std::string> &before = seenBefore.at(target);
    for (const auto &[path, provider] : paths->second)
      if (!provider.empty() && provider != target && build.reaches(target, provider) &&
          !before.contains(provider))
        unit.arguments.insert(unit.arguments.end(), {"-idirafter", path});
  }
}

std::vector<workspace::Unit> SearchPaths::after(std::vector<workspace::Unit> units) const {
  std::map<std::string, std::set<std::string>> seenAfter;
  for (workspace::Unit &unit : units) {
    const auto paths = provided.find(unit.configuration);
    const std::string target = targetOf(unit);
    if (paths == provided.end() || target.empty())
      continue;
    // What add() gave.
    while (unit.arguments.size() > 2 && *(unit.arguments.end() - 2) == "-idirafter" &&
           paths->second.contains(unit.arguments.back()))
      unit.arguments.resize(unit.arguments.size() - 2);
    auto after = seenAfter.find(target);
    if (after == seenAfter.end())
      after = seenAfter.emplace(target, build.seenAfter(target)).first;
    const auto has = [&](const std::string &provider) {
      return provider == target || after->second.contains(provider);
    };
    // A step may have given the file to a target that had no units.
    const auto known = seenBefore.find(target);
    const std::set<std::string> before =
        known == seenBefore.end() ? build.seenBefore(target) : known->second;
    // A new unit was given the arguments of one that may belong to another target.
    const bool isNew = !configured.contains(unit.file);
    const auto had = [&](const std::string &provider) {
      return isNew ? !has(provider) : provider == target || before.contains(provider);
    };
    std::vector<Argument> present = searchPaths(unit);
    for (auto argument = present.rbegin(); argument != present.rend(); ++argument) {
      const auto path = paths->second.find(argument->path);
      if (path != paths->second.end() && !path->second.empty() && had(path->second) &&
          !has(path->second)) {
        const auto begin = unit.arguments.begin() + static_cast<std::ptrdiff_t>(argument->at);
        unit.arguments.erase(begin, begin + static_cast<std::ptrdiff_t>(argument->count));
      }
    }
    for (const auto &[path, provider] : paths->second)
      if (!provider.empty() && has(provider) && !had(provider))
        unit.arguments.insert(unit.arguments.end(), {"-idirafter", path});
  }
  return units;
}

} // namespace levitate::plan
