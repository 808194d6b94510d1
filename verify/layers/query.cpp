#include "verify/layers/query.h"

#include "base/files.h"
#include "base/process.h"
#include "base/text.h"
#include "verify/layers/graph.h"
#include "verify/layers/judge.h"

#include <algorithm>
#include <deque>
#include <fmt/format.h>
#include <map>

namespace levitate::layers {

namespace {

Result<IncludeGraph> graphOf(const Request &request, const Policy &policy) {
  GraphRequest graph;
  graph.root = policy.root;
  graph.files = policy.files;
  graph.exclude = policy.exclude;
  graph.generated = policy.generated;
  graph.includeRoots = policy.includeRoots;
  for (const std::string &folder : request.buildDirectories)
    graph.buildDirectories.push_back(realPath(absolutePath(folder)));
  graph.configured = request.configured;
  graph.threads = request.threads == 0 ? availableCores() : request.threads;
  return buildGraph(graph);
}

/// A path relative to the root: as given when that exists there, else seen from the working folder.
std::string nameOf(const Policy &policy, const std::string &file) {
  if (exists(policy.root + "/" + file))
    return relativePath(realPath(policy.root + "/" + file), policy.root);
  return relativePath(realPath(absolutePath(file)), policy.root);
}

/// The files that a word of --why means: a layer, a file, or a pattern.
Result<std::vector<FileId>> filesOf(const IncludeGraph &graph, const Policy &policy,
                                    const std::string &word) {
  std::vector<FileId> result;
  const int layer = policy.layerNamed(word.starts_with('@') ? word.substr(1) : word);
  const std::string name = nameOf(policy, word);
  const Pattern pattern(word);
  for (const FileId file : graph.tree) {
    const std::string path = graph.files->name(file);
    if (layer >= 0 ? policy.layerOf(path) == layer : path == name || pattern.matches(path))
      result.push_back(file);
  }
  if (result.empty()) {
    std::vector<std::string> names;
    for (const Layer &known : policy.layers)
      names.push_back(known.name);
    return Error::usage("'" + word +
                        "' is no layer, no file of the tree, and no pattern that "
                        "matches one" +
                        didYouMean(word, names));
  }
  return result;
}

} // namespace

Result<std::string> why(const Request &request, const std::string &from, const std::string &to,
                        bool &found) {
  LEVITATE_TRY(policy, readPolicy(request.policy, request.root));
  LEVITATE_TRY(graph, graphOf(request, policy));
  LEVITATE_TRY(starts, filesOf(graph, policy, from));
  LEVITATE_TRY(ends, filesOf(graph, policy, to));
  std::map<FileId, const Edge *> cameBy; // the edge that led to a file
  std::deque<FileId> queue(starts.begin(), starts.end());
  std::vector<bool> isStart(graph.files->size()), isEnd(graph.files->size());
  for (const FileId file : starts)
    isStart[std::size_t(file)] = true;
  for (const FileId file : ends)
    isEnd[std::size_t(file)] = true;
  found = false;
  while (!queue.empty()) {
    const FileId current = queue.front();
    queue.pop_front();
    for (const Edge &edge : graph.edgesOf(current)) {
      if (edge.to < 0 || edge.state != Edge::State::Resolved || isStart[std::size_t(edge.to)] ||
          !cameBy.try_emplace(edge.to, &edge).second)
        continue;
      if (!isEnd[std::size_t(edge.to)]) {
        queue.push_back(edge.to);
        continue;
      }
      found = true;
      std::vector<std::string> lines;
      for (const Edge *step = &edge;; step = cameBy.at(step->from)) {
        const Edge &link = *step;
        lines.push_back(
            fmt::format("{}:{}: includes {}{}\n", graph.files->name(link.from), link.line,
                        graph.files->name(link.to),
                        link.condition.empty() ? "" : fmt::format(" when {}", link.condition)));
        if (isStart[std::size_t(link.from)])
          break;
      }
      std::reverse(lines.begin(), lines.end());
      return join(lines, "");
    }
  }
  return fmt::format("Nothing in '{}' includes anything of '{}', not even through others.\n", from,
                     to);
}

Result<std::string> explain(const Request &request, const std::string &file) {
  LEVITATE_TRY(policy, readPolicy(request.policy, request.root));
  const std::string name = nameOf(policy, file);
  std::string out;
  const auto one = [&](const Policy &given) {
    const int index = given.layerOf(name);
    if (index < 0) {
      out += fmt::format("{} is in no layer of {}.\n", name, given.file);
      return;
    }
    const Layer &layer = given.layers[std::size_t(index)];
    const int pattern = firstMatch(layer.files, name);
    out += fmt::format("{} is in the layer '{}' by the pattern '{}' ({}).\n", name, layer.name,
                       layer.files[std::size_t(pattern)].text(), formatLocation(layer.where));
    if (!layer.why.empty())
      out += fmt::format("  {}: {}\n", layer.name, layer.why);
    for (std::size_t i = 0; i < given.layers.size(); ++i) {
      if (static_cast<int>(i) == index)
        continue;
      const Verdict verdict = mayUse(given, index, static_cast<int>(i));
      out += fmt::format(
          "  {} use {}{}\n", verdict.allowed ? "may    " : "must not", given.layers[i].name,
          verdict.allowed ? (verdict.permission >= 0 ? " (may-use)" : " (below it in the order)")
                          : ": " + verdict.because);
    }
    for (const Rule &rule : given.rules) {
      Captures captures;
      const bool matches =
          std::any_of(rule.from.begin(), rule.from.end(),
                      [&](const Pattern &from) { return from.matches(name, captures); }) ||
          std::find(rule.fromLayers.begin(), rule.fromLayers.end(), index) != rule.fromLayers.end();
      if (matches)
        out += fmt::format("  the rule '{}' is about it: {}\n", rule.name, rule.reason);
    }
    if ((!layer.publicFiles.empty() && firstMatch(layer.publicFiles, name) < 0) ||
        firstMatch(layer.privateFiles, name) >= 0)
      out += "  it is private: other layers must not include it\n";
  };
  one(policy);
  for (const Policy &nested : policy.nested)
    if (name.starts_with(nested.scope + "/"))
      one(nested);
  return out;
}

Result<std::string> prove(const Request &request, bool &holds) {
  LEVITATE_TRY(policy, readPolicy(request.policy, request.root));
  FileTable table(policy.root);
  LEVITATE_TRY(listed,
               table.list(policy.files, policy.exclude, 1, [](const std::vector<FileId> &) {}));
  std::vector<std::string> files;
  for (const FileId file : listed.files)
    files.push_back(table.name(file));
  holds = true;
  std::string out;
  const auto say = [&](bool good, const std::string &text) {
    holds &= good;
    out += (good ? "ok    " : "FAILS ") + text + "\n";
  };
  const auto fires = [&](const Policy &given, Kind kind, const Use &use, const std::string &rule) {
    Policy bare = given;
    bare.exceptions.clear();
    Judge judge(bare, "0000-01-01", [&](Kind, std::size_t) { return use; });
    const Judge::Node from = judge.nodeOf(use.from.file);
    if (use.to.file.empty())
      judge.external(kind, from, use.spelled, 0);
    else
      judge.use(kind, from, judge.nodeOf(use.to.file), 0);
    judge.finish();
    return std::any_of(judge.findings.begin(), judge.findings.end(), [&](const Finding &finding) {
      return finding.rule == rule && finding.kind != Kind::Dead && finding.kind != Kind::Unused;
    });
  };
  const auto all = [&](const Policy &given) {
    const auto member = [&](std::size_t layer) -> std::string {
      for (const std::string &file : files)
        if (given.layerOf(file) == static_cast<int>(layer))
          return file;
      return {};
    };
    std::vector<std::string> members;
    for (std::size_t i = 0; i < given.layers.size(); ++i) {
      members.push_back(member(i));
      if (members.back().empty())
        say(false, fmt::format("layer '{}': no file of the tree is in it, nothing can be shown",
                               given.layers[i].name));
    }
    const auto made = [](const std::string &from, const std::string &to) {
      Use use;
      use.from = {from, 1, 1, "", ""};
      use.to = {to, 0, 0, "", ""};
      use.text = "#include \"" + to + "\"";
      use.spelled = to;
      return use;
    };
    for (std::size_t i = 0; i < members.size(); ++i)
      for (std::size_t j = 0; j < members.size(); ++j) {
        if (i == j || members[i].empty() || members[j].empty())
          continue;
        const bool allowed = mayUse(given, static_cast<int>(i), static_cast<int>(j)).allowed;
        const bool fired = fires(given, Kind::Include, made(members[i], members[j]), "layers");
        say(fired != allowed, fmt::format("layers: {} -> {} is {}", given.layers[i].name,
                                          given.layers[j].name, fired ? "a violation" : "allowed"));
      }
    for (const Rule &rule : given.rules) {
      bool fired = false;
      for (std::size_t i = 0; i < files.size() && !fired; ++i) {
        Captures captures;
        const int layer = given.layerOf(files[i]);
        if (std::none_of(rule.from.begin(), rule.from.end(),
                         [&](const Pattern &from) { return from.matches(files[i], captures); }) &&
            std::find(rule.fromLayers.begin(), rule.fromLayers.end(), layer) ==
                rule.fromLayers.end())
          continue;
        if (!rule.toHeaders.empty() && rule.to.empty() && rule.toLayers.empty()) {
          Use use = made(files[i], "");
          use.spelled = rule.toHeaders[0].text();
          fired = rule.toHeaders[0].text().find_first_of("*?[{") != std::string::npos ||
                  fires(given, Kind::Include, use, rule.name);
          continue;
        }
        for (std::size_t j = 0; j < files.size() && !fired; ++j)
          if (i != j) {
            Captures bound = captures;
            const int toLayer = given.layerOf(files[j]);
            if (std::any_of(rule.to.begin(), rule.to.end(),
                            [&](const Pattern &to) { return to.matches(files[j], bound); }) ||
                std::find(rule.toLayers.begin(), rule.toLayers.end(), toLayer) !=
                    rule.toLayers.end()) {
              const Kind kind = rule.kinds[0]   ? Kind::Include
                                : rule.kinds[1] ? Kind::Link
                                                : Kind::Symbol;
              fired = fires(given, kind, made(files[i], files[j]), rule.name);
            }
          }
      }
      say(fired, fmt::format("rule '{}' {}", rule.name,
                             fired ? "fires" : "never fires: no two files of the tree match it"));
    }
  };
  all(policy);
  for (const Policy &nested : policy.nested)
    all(nested);
  out += holds ? "Every rule fires on an edge that breaks it.\n"
               : "Not every rule can be shown to work.\n";
  return out;
}

} // namespace levitate::layers
