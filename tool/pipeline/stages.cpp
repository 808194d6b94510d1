#include "tool/pipeline/stages.h"

#include "base/files.h"
#include "base/process.h"
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace levitate::pipeline {
namespace {

void addOnce(std::vector<std::string> &list, const std::string &item) {
  if (std::find(list.begin(), list.end(), item) == list.end())
    list.push_back(item);
}

/// The name of a scenario or policy for people and for folders: its file without `.json`.
std::string stem(const std::string &path) {
  const std::string_view name = fileName(path);
  return std::string(name.substr(0, name.rfind('.')));
}

Result<boot::Scenario> scenarioOf(const std::string &path) {
  LEVITATE_TRY(head, boot::readScenario(path));
  // The matrix may fix what the scenario leaves open; its first combination stands for all.
  boot::Variables variables = head.variables;
  const std::vector<boot::Variables> combinations = boot::combinations(head);
  for (const auto &[name, value] : combinations.front())
    variables[name] = value;
  variables["nonce"] = "0";
  return boot::decodeScenario(head, variables);
}

} // namespace

std::vector<std::string> Demands::programPresets() const {
  std::vector<std::string> programs;
  for (const std::string &preset : presets)
    if (!tested.contains(preset))
      programs.push_back(preset);
  return programs.empty() ? presets : programs;
}

Demands demandsOf(const recipe::Recipe &recipe) {
  Demands demands;
  for (const recipe::Criterion &criterion : recipe.require) {
    if (const auto *builds = std::get_if<recipe::Builds>(&criterion.test))
      for (const std::string &preset : builds->presets)
        addOnce(demands.presets, preset);
    else if (const auto *tests = std::get_if<recipe::Tests>(&criterion.test))
      addOnce(demands.presets, tests->preset), demands.tested.insert(tests->preset);
    else if (const auto *layers = std::get_if<recipe::Layers>(&criterion.test))
      addOnce(demands.policies, layers->policy);
    else if (const auto *boots = std::get_if<recipe::Boots>(&criterion.test))
      for (const std::string &scenario : boots->scenarios)
        addOnce(demands.scenarios, scenario);
    else if (std::holds_alternative<recipe::Equivalent>(criterion.test))
      demands.equivalence = true;
    else if (std::holds_alternative<recipe::NoLink>(criterion.test))
      demands.links = true;
    else if (const auto *exports = std::get_if<recipe::Exports>(&criterion.test))
      addOnce(demands.names, exports->symbol), demands.links = true;
    else if (const auto *noReference = std::get_if<recipe::NoReference>(&criterion.test))
      addOnce(demands.names, noReference->name);
  }
  return demands;
}

Result<void> checkDemands(const recipe::Recipe &recipe, const Demands &demands) {
  if (!demands.presets.empty()) {
    LEVITATE_TRY(offered, presetsOf(recipe.root));
    for (const recipe::Criterion &criterion : recipe.require) {
      std::vector<std::string> wanted;
      if (const auto *builds = std::get_if<recipe::Builds>(&criterion.test))
        wanted = builds->presets;
      else if (const auto *tests = std::get_if<recipe::Tests>(&criterion.test))
        wanted = {tests->preset};
      for (const std::string &preset : wanted)
        if (std::find(offered.begin(), offered.end(), preset) == offered.end())
          return criterion.origin.error(fmt::format("{}/CMakePresets.json has no preset '{}'{}",
                                                    recipe.root, preset,
                                                    didYouMean(preset, offered)));
    }
  }
  for (const std::string &policy : demands.policies)
    LEVITATE_CHECK(layers::readPolicy(policy, recipe.root));
  for (const std::string &path : demands.scenarios) {
    LEVITATE_TRY(scenario, scenarioOf(path));
    const std::string program =
        scenario.program.empty() ? "qemu-system-" + scenario.architecture : scenario.program;
    if (!findProgram(program))
      return Error::environment(
          fmt::format("{} is not installed, and {} boots with it", program, path));
  }
  return {};
}

Result<void> configureTree(Tree &tree, const Demands &demands, const std::string &work,
                           const BuildSettings &settings) {
  for (const std::string &preset : demands.presets) {
    LEVITATE_TRY(
        configuration,
        configure(tree.root, preset, fmt::format("{}/{}/{}", work, tree.name, preset), settings));
    tree.configurations.push_back(std::move(configuration));
  }
  return {};
}

Result<void> checkLayers(Tree &tree, const Demands &demands, unsigned threads) {
  for (const std::string &policy : demands.policies) {
    layers::Request request;
    request.policy = policy;
    request.root = tree.root;
    request.buildDirectories = tree.buildDirectories();
    request.threads = threads;
    LEVITATE_TRY(report, layers::check(request));
    tree.layers.emplace(policy, std::move(report));
  }
  if (demands.links)
    for (const Configuration &configuration : tree.configurations) {
      LEVITATE_TRY(graph, layers::readLinks(configuration.directory));
      tree.links.push_back(std::move(graph));
    }
  return {};
}

Result<void> findNames(Tree &tree, const Demands &demands, Engine &engine) {
  if (demands.names.empty())
    return {};
  LEVITATE_TRY(found, engine.occurrences(tree.root, tree.buildDirectories(), demands.names));
  tree.occurrences = std::move(found);
  return {};
}

void buildTree(Tree &tree, const Demands &demands, const BuildSettings &settings) {
  for (const Configuration &configuration : tree.configurations) {
    report::Build result = build(configuration, tree.name, settings);
    if (demands.tested.contains(configuration.preset))
      runTests(configuration, result, settings);
    tree.builds.emplace(configuration.preset, std::move(result));
  }
}

Result<std::string> kernelFor(const std::string &scenario, const Tree &tree,
                              const Demands &demands) {
  LEVITATE_TRY(decoded, scenarioOf(scenario));
  const std::vector<std::string> programs = demands.programPresets();
  std::vector<std::string> all, named;
  for (const Configuration &configuration : tree.configurations) {
    if (std::find(programs.begin(), programs.end(), configuration.preset) == programs.end())
      continue;
    LEVITATE_TRY(found, executables(configuration, decoded.architecture));
    all.insert(all.end(), found.begin(), found.end());
    if (configuration.preset == stem(scenario))
      named = found;
  }
  if (all.size() == 1)
    return all.front();
  if (named.size() == 1)
    return named.front();
  if (all.empty())
    return Error::of(ExitStatus::Findings,
                     fmt::format("no build of the tree {} made an executable for {}", tree.name,
                                 decoded.architecture));
  return Error::usage(
      fmt::format("{}: several executables for {} were built, and no preset is named "
                  "like the scenario; which one to boot is not clear:\n  {}",
                  scenario, decoded.architecture, join(all, "\n  ")));
}

Result<void> bootTree(Tree &tree, const Demands &demands, const std::string &work, unsigned jobs,
                      const Tree *before) {
  for (const std::string &scenario : demands.scenarios) {
    Result<std::string> kernel = kernelFor(scenario, tree, demands);
    if (!kernel) {
      if (kernel.error().status != ExitStatus::Findings)
        return std::move(kernel).error();
      continue; // nothing was built that could boot; the criterion says so
    }
    boot::Request request;
    request.scenario = scenario;
    request.kernel = *kernel;
    request.jobs = jobs;
    request.artifacts = fmt::format("{}/boot/{}/{}", work, tree.name, stem(scenario));
    LEVITATE_CHECK(removeAll(request.artifacts));
    LEVITATE_CHECK(makeDirectory(request.artifacts));
    if (before)
      if (const auto booted = before->boots.find(scenario); booted != before->boots.end())
        request.before = &booted->second;
    LEVITATE_TRY(report, boot::verify(request));
    tree.boots.emplace(scenario, std::move(report));
  }
  return {};
}

} // namespace levitate::pipeline
