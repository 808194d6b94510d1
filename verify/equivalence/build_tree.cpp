#include "verify/equivalence/build_tree.h"

#include "base/files.h"
#include "base/json.h"
#include "base/text.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace levitate::equivalence {
namespace {

bool isCompiledByClang(const std::string &source) {
  static const std::set<std::string, std::less<>> extensions = {
      "c", "cc", "cp", "cxx", "cpp", "CPP", "c++", "C", "m", "mm", "cppm", "ixx"};
  const std::size_t dot = source.rfind('.');
  return dot != std::string::npos && extensions.contains(source.substr(dot + 1));
}

Result<void> readDatabase(BuildTree &tree) {
  LEVITATE_TRY(root, JsonDocument::readFile(tree.directory + "/compile_commands.json"));
  LEVITATE_TRY(entries, root.array());
  for (const JsonValue &entry : entries) {
    Compilation unit;
    LEVITATE_TRY(directoryValue, entry.at("directory"));
    LEVITATE_TRY(directory, directoryValue.string());
    LEVITATE_TRY(fileValue, entry.at("file"));
    LEVITATE_TRY(file, fileValue.string());
    unit.directory = absolutePath(directory, tree.directory);
    unit.source = absolutePath(file, unit.directory);
    if (entry.has("arguments")) {
      LEVITATE_TRY(listValue, entry.at("arguments"));
      LEVITATE_TRY(list, listValue.strings());
      unit.arguments = std::move(list);
    } else {
      LEVITATE_TRY(commandValue, entry.at("command"));
      LEVITATE_TRY(command, commandValue.string());
      unit.arguments = splitCommand(command);
    }
    if (unit.arguments.empty())
      return entry.error("a compilation without a command");
    LEVITATE_TRY(output, entry.stringOr("output", ""));
    if (output.empty())
      for (std::size_t at = 0; at + 1 < unit.arguments.size(); ++at)
        if (unit.arguments[at] == "-o")
          output = unit.arguments[at + 1];
    unit.output = std::move(output);
    const bool makesPrecompiledHeader = std::find(unit.arguments.begin(), unit.arguments.end(),
                                                  "-emit-pch") != unit.arguments.end();
    if (makesPrecompiledHeader)
      continue; // no code of its own
    if (isCompiledByClang(unit.source))
      tree.compilations.push_back(std::move(unit));
    else
      tree.skipped.push_back(unit.source);
  }
  return {};
}

// --- CMake File API ----------------------------------------------------------------------------

struct Target {
  std::string name, type;
  std::vector<std::string> sources;      // absolute, in the order of the target
  std::vector<std::string> dependencies; // ids
  std::vector<std::string> artifacts;    // file names
  std::vector<std::string> libraries;    // words of the link line
  std::vector<std::string> flags;        // words of the link line
};

Result<std::vector<std::string>> namesIn(const JsonValue &object, const std::string &list,
                                         const std::string &field) {
  std::vector<std::string> names;
  if (!object.has(list))
    return names;
  LEVITATE_TRY(listValue, object.at(list));
  LEVITATE_TRY(elements, listValue.array());
  for (const JsonValue &element : elements) {
    LEVITATE_TRY(name, element.stringOr(field, ""));
    names.push_back(std::move(name));
  }
  return names;
}

Result<Target> readTarget(const std::string &path, const std::string &sourceRoot) {
  LEVITATE_TRY(root, JsonDocument::readFile(path));
  Target target;
  LEVITATE_TRY(name, root.stringOr("name", ""));
  LEVITATE_TRY(type, root.stringOr("type", ""));
  LEVITATE_TRY(sources, namesIn(root, "sources", "path"));
  LEVITATE_TRY(dependencies, namesIn(root, "dependencies", "id"));
  LEVITATE_TRY(artifacts, namesIn(root, "artifacts", "path"));
  target.name = std::move(name);
  target.type = std::move(type);
  for (const std::string &source : sources)
    target.sources.push_back(absolutePath(source, sourceRoot));
  target.dependencies = std::move(dependencies);
  for (const std::string &artifact : artifacts)
    target.artifacts.emplace_back(fileName(artifact));
  if (root.has("link")) {
    LEVITATE_TRY(link, root.at("link"));
    if (link.has("commandFragments")) {
      LEVITATE_TRY(fragmentsValue, link.at("commandFragments"));
      LEVITATE_TRY(fragments, fragmentsValue.array());
      for (const JsonValue &fragment : fragments) {
        LEVITATE_TRY(words, fragment.stringOr("fragment", ""));
        LEVITATE_TRY(role, fragment.stringOr("role", ""));
        auto &into = role == "libraries" ? target.libraries : target.flags;
        for (std::string &word : splitCommand(words))
          into.push_back(std::move(word));
      }
    }
  }
  return target;
}

/// All targets by id, or nothing when there is no reply.
Result<std::optional<std::map<std::string, Target>>> readTargets(const std::string &directory,
                                                                 std::string &sourceRoot) {
  const std::string reply = directory + "/.cmake/api/v1/reply";
  if (!isDirectory(reply))
    return std::optional<std::map<std::string, Target>>();
  LEVITATE_TRY(files, listFiles(reply));
  std::string model;
  for (const std::string &file : files)
    if (file.starts_with("codemodel-v2-"))
      model = file; // sorted: the newest of several would replace the others anyway
  if (model.empty())
    return std::optional<std::map<std::string, Target>>();
  LEVITATE_TRY(root, JsonDocument::readFile(reply + "/" + model));
  LEVITATE_TRY(pathsValue, root.at("paths"));
  LEVITATE_TRY(source, pathsValue.stringOr("source", ""));
  sourceRoot = std::move(source);
  LEVITATE_TRY(configurationsValue, root.at("configurations"));
  LEVITATE_TRY(configurations, configurationsValue.array());
  std::map<std::string, Target> targets;
  if (!configurations.empty()) {
    LEVITATE_TRY(listValue, configurations[0].at("targets"));
    LEVITATE_TRY(list, listValue.array());
    for (const JsonValue &entry : list) {
      LEVITATE_TRY(id, entry.stringOr("id", ""));
      LEVITATE_TRY(file, entry.stringOr("jsonFile", ""));
      LEVITATE_TRY(target, readTarget(reply + "/" + file, sourceRoot));
      targets.emplace(std::move(id), std::move(target));
    }
  }
  return std::optional(std::move(targets));
}

/// Targets in link order: the target itself, then the libraries as the link line has them, then
/// what is only known as a dependency (object libraries).
std::vector<const Target *> linkedTargets(const Target &root,
                                          const std::map<std::string, Target> &targets) {
  std::vector<const Target *> order = {&root};
  std::set<const Target *> reachable;
  std::vector<const Target *> open = {&root};
  while (!open.empty()) {
    const Target *target = open.back();
    open.pop_back();
    for (const std::string &id : target->dependencies) {
      const auto found = targets.find(id);
      if (found != targets.end() && reachable.insert(&found->second).second)
        open.push_back(&found->second);
    }
  }
  const auto isLinkedIn = [](const Target &target) {
    return target.type == "STATIC_LIBRARY" || target.type == "OBJECT_LIBRARY";
  };
  const auto add = [&](const Target *target) {
    if (isLinkedIn(*target) && std::find(order.begin(), order.end(), target) == order.end())
      order.push_back(target);
  };
  for (const std::string &word : root.libraries)
    for (const Target *target : reachable)
      if (std::find(target->artifacts.begin(), target->artifacts.end(),
                    std::string(fileName(word))) != target->artifacts.end())
        add(target);
  std::vector<const Target *> rest(reachable.begin(), reachable.end());
  std::sort(rest.begin(), rest.end(),
            [](const Target *a, const Target *b) { return a->name < b->name; });
  for (const Target *target : rest)
    add(target);
  return order;
}

Result<std::string> readScripts(const Target &target, const std::string &directory) {
  std::string scripts;
  for (std::size_t at = 0; at < target.flags.size(); ++at) {
    for (std::string word : split(target.flags[at], ",")) {
      std::string path;
      if (word == "-T" && at + 1 < target.flags.size())
        path = target.flags[at + 1];
      else if (word.starts_with("-T") && word.size() > 2 && !word.starts_with("-Ttext"))
        path = word.substr(2);
      else if (word.starts_with("--script="))
        path = word.substr(9);
      path = path.empty() ? path : absolutePath(path, directory);
      if (path.empty() || !exists(path))
        continue;
      LEVITATE_TRY(text, readText(path));
      scripts += text;
    }
  }
  return scripts;
}

std::string commonFolder(const std::vector<Compilation> &compilations) {
  std::string folder;
  for (const Compilation &unit : compilations) {
    if (folder.empty())
      folder = parentPath(unit.source);
    while (folder.size() > 1 && !isWithin(unit.source, folder))
      folder = std::string(parentPath(folder));
  }
  return folder;
}

Result<void> readPrograms(BuildTree &tree) {
  LEVITATE_TRY(targets, readTargets(tree.directory, tree.root));
  if (targets) {
    // A compilation belongs to the target of its object file: CMakeFiles/<target>.dir/...
    std::multimap<std::string_view, std::size_t> bySource;
    for (std::size_t index = 0; index < tree.compilations.size(); ++index)
      bySource.emplace(tree.compilations[index].source, index);
    const auto unitsOf = [&](const Target &target, std::vector<std::size_t> &units) {
      for (const std::string &source : target.sources)
        for (auto [at, end] = bySource.equal_range(source); at != end; ++at) {
          const std::size_t index = at->second;
          const Compilation &unit = tree.compilations[index];
          const bool isOurs = unit.output.empty() || unit.output.find("CMakeFiles/" + target.name +
                                                                      ".dir/") != std::string::npos;
          if (isOurs && std::find(units.begin(), units.end(), index) == units.end())
            units.push_back(index);
        }
    };
    std::set<std::size_t> linked;
    const auto addProgram = [&](const Target &target) -> Result<void> {
      ProgramUnits program;
      program.name = target.name;
      for (const Target *part : linkedTargets(target, *targets))
        unitsOf(*part, program.compilations);
      LEVITATE_TRY(scripts, readScripts(target, tree.directory));
      program.linkerScripts = std::move(scripts);
      linked.insert(program.compilations.begin(), program.compilations.end());
      if (!program.compilations.empty())
        tree.programs.push_back(std::move(program));
      return {};
    };
    for (const auto &[id, target] : *targets)
      if (target.type == "EXECUTABLE" || target.type == "SHARED_LIBRARY" ||
          target.type == "MODULE_LIBRARY")
        LEVITATE_CHECK(addProgram(target));
    for (const auto &[id, target] : *targets) {
      std::vector<std::size_t> units;
      if (target.type == "STATIC_LIBRARY" || target.type == "OBJECT_LIBRARY")
        unitsOf(target, units);
      const bool isNew = std::any_of(units.begin(), units.end(),
                                     [&](std::size_t index) { return !linked.contains(index); });
      if (isNew)
        LEVITATE_CHECK(addProgram(target));
    }
    tree.hasTargets = !tree.programs.empty();
    std::sort(tree.programs.begin(), tree.programs.end(),
              [](const ProgramUnits &a, const ProgramUnits &b) { return a.name < b.name; });
  }
  if (tree.root.empty())
    tree.root = commonFolder(tree.compilations);
  if (!tree.hasTargets) {
    ProgramUnits all;
    all.name = "all";
    for (std::size_t index = 0; index < tree.compilations.size(); ++index)
      all.compilations.push_back(index);
    tree.programs = {std::move(all)};
  }
  return {};
}

} // namespace

std::vector<std::string> splitCommand(std::string_view command) {
  std::vector<std::string> words;
  std::string word;
  bool inWord = false;
  char quote = 0;
  for (std::size_t at = 0; at < command.size(); ++at) {
    const char byte = command[at];
    if (quote == '\'') {
      if (byte == '\'')
        quote = 0;
      else
        word += byte;
    } else if (byte == '\\' && at + 1 < command.size() &&
               (quote == 0 || command[at + 1] == '"' || command[at + 1] == '\\' ||
                command[at + 1] == '$')) {
      word += command[++at];
      inWord = true;
    } else if (byte == quote) {
      quote = 0;
    } else if (quote == 0 && (byte == '"' || byte == '\'')) {
      quote = byte;
      inWord = true;
    } else if (quote == 0 && (byte == ' ' || byte == '\t' || byte == '\n')) {
      if (inWord)
        words.push_back(std::move(word));
      word.clear();
      inWord = false;
    } else {
      word += byte;
      inWord = true;
    }
  }
  if (inWord)
    words.push_back(std::move(word));
  return words;
}

Result<BuildTree> readBuildTree(const std::string &directory) {
  BuildTree tree;
  tree.directory = absolutePath(directory);
  LEVITATE_CHECK(readDatabase(tree));
  LEVITATE_CHECK(readPrograms(tree));
  return tree;
}

} // namespace levitate::equivalence
