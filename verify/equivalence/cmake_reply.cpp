#include "verify/equivalence/cmake_reply.h"

#include "verify/equivalence/build_tree.h"

#include "base/command_line.h"
#include "base/files.h"
#include "base/json.h"

#include <algorithm>

namespace levitate::equivalence {
namespace {

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

Result<void> readSources(const JsonValue &root, const std::string &folder, Target &target) {
  if (!root.has("sources"))
    return {};
  LEVITATE_TRY(listValue, root.at("sources"));
  LEVITATE_TRY(list, listValue.array());
  for (const JsonValue &source : list) {
    LEVITATE_TRY(path, source.stringOr("path", ""));
    target.sources.push_back(absolutePath(path, folder));
    // The source of a precompiled header has no code of its own.
    if (source.has("compileGroupIndex") && !fileName(path).starts_with("cmake_pch."))
      target.compiled.push_back(target.sources.back());
  }
  return {};
}

/// Adds the words of `link` or `archive`.
Result<void> readWords(const JsonValue &step, Target &target) {
  if (!step.has("commandFragments"))
    return {};
  LEVITATE_TRY(fragmentsValue, step.at("commandFragments"));
  LEVITATE_TRY(fragments, fragmentsValue.array());
  for (const JsonValue &fragment : fragments) {
    LEVITATE_TRY(words, fragment.stringOr("fragment", ""));
    LEVITATE_TRY(role, fragment.stringOr("role", ""));
    auto &into = role == "libraries" ? target.libraries : target.flags;
    for (std::string &word : splitCommand(words))
      into.push_back(std::move(word));
  }
  return {};
}

/// Whether no command of the project asked for the target.
Result<bool> isMadeByCMake(const JsonValue &target) {
  LEVITATE_TRY(isProvided, target.booleanOr("isGeneratorProvided", false));
  if (isProvided || !target.has("backtraceGraph"))
    return isProvided;
  LEVITATE_TRY(graph, target.at("backtraceGraph"));
  LEVITATE_TRY(files, graph.stringsOr("files", {}));
  return std::any_of(files.begin(), files.end(), [](const std::string &file) {
    return fileName(file) == "CTestTargets.cmake";
  });
}

Result<Target> readTarget(const std::string &path, const std::string &sourceRoot) {
  LEVITATE_TRY(root, JsonDocument::readFile(path));
  Target target;
  LEVITATE_TRY(name, root.stringOr("name", ""));
  LEVITATE_TRY(type, root.stringOr("type", ""));
  LEVITATE_TRY(dependencies, namesIn(root, "dependencies", "id"));
  LEVITATE_TRY(artifacts, namesIn(root, "artifacts", "path"));
  LEVITATE_TRY(isOfCMake, isMadeByCMake(root));
  target.name = std::move(name);
  target.type = std::move(type);
  target.isOfCMake = isOfCMake;
  LEVITATE_CHECK(readSources(root, sourceRoot, target));
  target.dependencies = std::move(dependencies);
  for (const std::string &artifact : artifacts)
    target.artifacts.emplace_back(fileName(artifact));
  if (!artifacts.empty())
    target.binary = artifacts.front();
  target.hasLinkLine = root.has("link");
  for (const char *step : {"link", "archive"})
    if (root.has(step)) {
      LEVITATE_TRY(value, root.at(step));
      LEVITATE_CHECK(readWords(value, target));
    }
  return target;
}

} // namespace

Result<std::optional<CMakeReply>> readCMakeReply(const std::string &directory) {
  const std::string folder = directory + "/.cmake/api/v1/reply";
  if (!isDirectory(folder))
    return std::optional<CMakeReply>();
  LEVITATE_TRY(files, listFiles(folder));
  std::string model;
  for (const std::string &file : files)
    if (file.starts_with("codemodel-v2-"))
      model = file; // sorted: the newest of several would replace the others anyway
  if (model.empty())
    return std::optional<CMakeReply>();
  LEVITATE_TRY(root, JsonDocument::readFile(folder + "/" + model));
  LEVITATE_TRY(pathsValue, root.at("paths"));
  LEVITATE_TRY(source, pathsValue.stringOr("source", ""));
  CMakeReply reply;
  reply.sourceRoot = std::move(source);
  LEVITATE_TRY(configurationsValue, root.at("configurations"));
  LEVITATE_TRY(configurations, configurationsValue.array());
  for (const JsonValue &value : configurations) {
    Configuration configuration;
    LEVITATE_TRY(name, value.stringOr("name", ""));
    configuration.name = std::move(name);
    LEVITATE_TRY(listValue, value.at("targets"));
    LEVITATE_TRY(list, listValue.array());
    for (const JsonValue &entry : list) {
      LEVITATE_TRY(id, entry.stringOr("id", ""));
      LEVITATE_TRY(file, entry.stringOr("jsonFile", ""));
      LEVITATE_TRY(target, readTarget(folder + "/" + file, reply.sourceRoot));
      configuration.targets.emplace(std::move(id), std::move(target));
    }
    reply.configurations.push_back(std::move(configuration));
  }
  return std::optional(std::move(reply));
}

std::vector<const Target *> dependenciesOf(const Target &target, const Targets &targets) {
  std::vector<const Target *> list;
  for (const std::string &id : target.dependencies) {
    const auto found = targets.find(id);
    if (found != targets.end())
      list.push_back(&found->second);
  }
  std::sort(list.begin(), list.end(),
            [](const Target *a, const Target *b) { return a->name < b->name; });
  return list;
}

} // namespace levitate::equivalence
