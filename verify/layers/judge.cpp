#include "verify/layers/judge.h"

#include "base/text.h"
#include "verify/layers/stable.h"

#include <algorithm>
#include <deque>
#include <map>

namespace levitate::layers {

Verdict mayUse(const Policy &policy, int from, int to) {
  if (from == to)
    return {true, -1, {}};
  const Layer &user = policy.layers[std::size_t(from)], &used = policy.layers[std::size_t(to)];
  for (std::size_t i = 0; i < user.mayUse.size(); ++i)
    if (user.mayUse[i].layer == to)
      return {true, static_cast<int>(i), {}};
  if (user.row < 0 || used.row < 0)
    return {false, -1,
            "no permission: '" + (user.row < 0 ? user.name : used.name) + "' is not in the order"};
  if (user.row == used.row)
    return {false, -1, "'" + user.name + "' and '" + used.name + "' stand side by side"};
  if (user.row > used.row)
    return {false, -1, "'" + used.name + "' is above '" + user.name + "' in the order"};
  for (const Layer &between : policy.layers)
    if (between.closed && between.row > user.row && between.row < used.row)
      return {false, -1, "'" + between.name + "' lies between them and is closed"};
  return {true, -1, {}};
}

Judge::Judge(const Policy &policy, std::string today, Describe describe)
    : filesInLayer(policy.layers.size()), policy(policy), today(std::move(today)),
      describeEdge(std::move(describe)), exceptionUsed(policy.exceptions.size()),
      pairs(policy.layers.size() * policy.layers.size()) {
  for (const Layer &layer : policy.layers)
    permissionUsed.emplace_back(layer.mayUse.size());
  for (int kind = 0; kind < 3; ++kind) {
    counts[kind].resize(pairs.size());
    violated[kind].resize(pairs.size());
  }
  passing = !policy.acyclic.empty();
  for (const Rule &rule : policy.rules) {
    passing |= rule.transitive;
    ruleBinds.push_back(std::any_of(rule.from.begin(), rule.from.end(), [](const Pattern &pattern) {
      return pattern.hasPlaceholders();
    }));
  }
}

Judge::End Judge::endOf(std::string file, std::string target, int layer) const {
  End end{std::move(file), std::move(target), layer, {}, {}};
  for (std::size_t i = 0; i < policy.rules.size(); ++i) {
    Captures captures;
    if (sideMatches(policy.rules[i].from, policy.rules[i].fromLayers, end, captures))
      end.fromRules.push_back(static_cast<std::uint32_t>(i));
  }
  return end;
}

Judge::Node Judge::nodeOf(std::string file) {
  const int layer = policy.layerOf(file);
  nodes.push_back(endOf(std::move(file), {}, layer));
  layerOfNode.push_back(layer);
  return static_cast<Node>(nodes.size() - 1);
}

void Judge::addFiles(std::vector<std::string> files, unsigned threads) {
  constexpr std::size_t part = 256;
  nodes.resize(files.size());
  layerOfNode.resize(files.size());
  inParallel(threads, (files.size() + part - 1) / part, [&](std::size_t p) {
    for (std::size_t i = p * part; i < std::min(files.size(), (p + 1) * part); ++i) {
      layerOfNode[i] = policy.layerOf(files[i]);
      nodes[i] = endOf(std::move(files[i]), {}, layerOfNode[i]);
    }
  });
}

Judge::Node Judge::nodeOf(const std::string &file, const std::string &target,
                          const std::string &definedIn) {
  const auto [known, isNew] =
      targetNodes.try_emplace(target + '\0' + file, static_cast<Node>(nodes.size()));
  if (isNew) {
    int layer = -1;
    for (std::size_t i = 0; i < policy.layers.size() && layer < 0; ++i)
      if (firstMatch(policy.layers[i].targets, target) >= 0)
        layer = static_cast<int>(i);
    if (layer < 0)
      layer = policy.layerOf(definedIn);
    nodes.push_back(endOf(file, target, layer));
    layerOfNode.push_back(layer);
  }
  return known->second;
}

const std::string &Judge::layerName(Node node) const {
  static const std::string none;
  const int layer = layerOf(node);
  return layer < 0 ? none : policy.layers[std::size_t(layer)].name;
}

std::string Judge::mayUseText(int index) const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < policy.layers.size(); ++i)
    if (static_cast<int>(i) != index && mayUse(policy, index, static_cast<int>(i)).allowed)
      names.push_back(policy.layers[i].name);
  return names.empty() ? "nothing but itself" : join(names, ", ");
}

bool Judge::sideMatches(const std::vector<Pattern> &patterns, const std::vector<int> &layers,
                        const End &end, Captures &captures) const {
  return std::find(layers.begin(), layers.end(), end.layer) != layers.end() ||
         std::any_of(patterns.begin(), patterns.end(),
                     [&](const Pattern &pattern) { return pattern.matches(end.file, captures); });
}

bool Judge::sideMatches(const std::vector<Pattern> &patterns, const std::vector<int> &layers,
                        const Place &place) const {
  return std::any_of(
             layers.begin(), layers.end(),
             [&](int layer) { return policy.layers[std::size_t(layer)].name == place.layer; }) ||
         firstMatch(patterns, place.file) >= 0;
}

const Exception *Judge::exceptionFor(const Finding &finding) {
  const Exception *expired = nullptr;
  for (std::size_t i = 0; i < policy.exceptions.size(); ++i) {
    const Exception &exception = policy.exceptions[i];
    if (!exception.rule.empty() && exception.rule != finding.rule)
      continue;
    const std::size_t kind = finding.kind == Kind::Private ? 0 : std::size_t(finding.kind);
    if (kind < 3 && !exception.kinds[kind])
      continue;
    if (!sideMatches(exception.from, exception.fromLayers, finding.from) ||
        !sideMatches(exception.to, exception.toLayers, finding.to))
      continue;
    exceptionUsed[i] = true;
    if (exception.until.empty() || today <= exception.until)
      return &exception;
    expired = &exception;
  }
  return expired;
}

void Judge::add(Finding finding, const std::string &ruleName) {
  finding.rule = ruleName;
  if (finding.level == Level::Off)
    return;
  if (const Exception *exception = exceptionFor(finding)) {
    if (exception->until.empty() || today <= exception->until) {
      ++excepted;
      return;
    }
    finding.remedy = "the exception that " + exception->owner + " was given for this ended on " +
                     exception->until;
  }
  findings.push_back(std::move(finding));
}

void Judge::file(Node node) {
  const int layer = layerOf(node);
  if (layer >= 0) {
    ++filesInLayer[std::size_t(layer)];
    return;
  }
  Finding finding;
  finding.kind = Kind::Unassigned;
  finding.level = policy.levelOf(Kind::Unassigned);
  finding.reason = "every file belongs to a layer, or nothing is known about what it may use";
  finding.message = "the file is in no layer of the policy";
  finding.from = {nodes[std::size_t(node)].file, 1, 1, "", ""};
  finding.policy = {policy.file, 0, 0};
  finding.remedy = "add it to a layer's files, or to the policy's exclude";
  add(std::move(finding), "unassigned");
}

Use Judge::describe(Kind kind, Node from, Node to, std::size_t number) const {
  Use use = describeEdge(kind, number);
  use.from.layer = layerName(from);
  if (to >= 0)
    use.to.layer = layerName(to);
  return use;
}

Finding Judge::findingOf(Kind kind, Use use) const {
  Finding finding;
  finding.kind = kind;
  finding.level = policy.levelOf(kind);
  finding.from = use.from;
  finding.to = use.to;
  finding.condition = std::move(use.condition);
  finding.configurations = std::move(use.configurations);
  finding.chain = {{std::move(use.from), std::move(use.to), std::move(use.text)}};
  return finding;
}

/// Whether an end is among those that a rule forbids to be used; `bound` is what the placeholders
/// of its `from` stand for.
bool Judge::isUsed(std::size_t index, const End &end, const Captures &bound) const {
  const Rule &rule = policy.rules[index];
  Captures captures = bound;
  if (ruleBinds[index])
    return sideMatches(rule.to, rule.toLayers, end, captures);
  end.used.resize(policy.rules.size(), -1);
  if (end.used[index] < 0)
    end.used[index] = sideMatches(rule.to, rule.toLayers, end, captures);
  return end.used[index] == 1;
}

void Judge::broken(std::size_t index, Kind kind, Use use) {
  const Rule &rule = policy.rules[index];
  Finding finding = findingOf(kind, std::move(use));
  finding.level = rule.level.value_or(policy.levelOf(kind));
  finding.reason = rule.reason;
  finding.message = "the rule '" + rule.name + "' forbids this " + kindName(kind);
  finding.policy = rule.where;
  add(std::move(finding), rule.name);
}

void Judge::external(Kind kind, Node from, std::string_view spelled, std::size_t number) {
  for (const std::uint32_t i : nodes[std::size_t(from)].fromRules)
    if (const Rule &rule = policy.rules[i]; !rule.transitive && rule.kinds[std::size_t(kind)] &&
                                            firstMatch(rule.toHeaders, spelled) >= 0)
      broken(i, kind, describe(kind, from, -1, number));
}

void Judge::use(Kind kind, Node from, Node to, std::size_t number) {
  if (!policy.rules.empty())
    rules(kind, from, to, number);
  const int fromLayer = layerOf(from), toLayer = layerOf(to);
  if (fromLayer >= 0 && toLayer >= 0) {
    const std::size_t pair = std::size_t(fromLayer) * policy.layers.size() + std::size_t(toLayer);
    ++counts[std::size_t(kind)][pair];
    if (pairs[pair] == Pair::Unknown) {
      const Layer &used = policy.layers[std::size_t(toLayer)];
      const Verdict verdict = mayUse(policy, fromLayer, toLayer);
      const bool plain =
          verdict.allowed &&
          (fromLayer == toLayer || (used.publicFiles.empty() && used.privateFiles.empty()));
      pairs[pair] = plain ? Pair::Plain : Pair::Closer;
      if (verdict.permission >= 0)
        permissionUsed[std::size_t(fromLayer)][std::size_t(verdict.permission)] = true;
    }
    if (pairs[pair] == Pair::Closer)
      layers(kind, from, to, number);
  }
  if (passing)
    passed.push_back({kind, from, to, number});
}

void Judge::rules(Kind kind, Node from, Node to, std::size_t number) {
  const End &user = nodes[std::size_t(from)], &used = nodes[std::size_t(to)];
  for (const std::uint32_t i : user.fromRules) {
    const Rule &rule = policy.rules[i];
    if (rule.transitive || !rule.kinds[std::size_t(kind)])
      continue;
    Captures captures;
    if (ruleBinds[i])
      sideMatches(rule.from, rule.fromLayers, user, captures);
    if (isUsed(i, used, captures))
      broken(i, kind, describe(kind, from, to, number));
  }
}

/// The order, permissions and private headers, where they don't plainly allow everything.
void Judge::layers(Kind kind, Node from, Node to, std::size_t number) {
  const int fromLayer = layerOf(from), toLayer = layerOf(to);
  const Layer &user = policy.layers[std::size_t(fromLayer)],
              &used = policy.layers[std::size_t(toLayer)];
  const Verdict verdict = mayUse(policy, fromLayer, toLayer);
  if (!verdict.allowed) {
    ++violated[std::size_t(kind)]
              [std::size_t(fromLayer) * policy.layers.size() + std::size_t(toLayer)];
    Finding finding = findingOf(kind, describe(kind, from, to, number));
    finding.message = "the layer '" + user.name + "' must not " +
                      (kind == Kind::Include ? "include"
                       : kind == Kind::Link  ? "link"
                                             : "use declarations of") +
                      " the layer '" + used.name + "'";
    if (!finding.from.target.empty())
      finding.message += ": " + finding.from.target + " -> " + finding.to.target;
    finding.reason = verdict.because;
    if (!user.why.empty())
      finding.reason += "; " + user.name + ": " + user.why;
    finding.remedy = "'" + user.name + "' may use " + mayUseText(fromLayer);
    finding.policy = user.where;
    add(std::move(finding), "layers");
    return;
  }
  const std::string &file = nodes[std::size_t(to)].file;
  if (kind != Kind::Include ||
      !((!used.publicFiles.empty() && firstMatch(used.publicFiles, file) < 0) ||
        firstMatch(used.privateFiles, file) >= 0))
    return;
  Finding finding = findingOf(kind, describe(kind, from, to, number));
  finding.kind = Kind::Private;
  finding.level = policy.levelOf(Kind::Private);
  finding.message = "'" + file + "' is private to the layer '" + used.name + "'";
  finding.reason = "other layers use what '" + used.name + "' makes public";
  finding.policy = used.where;
  add(std::move(finding), "private");
}

/// A rule about what can be reached at all: for each file of its `from` that no other such file
/// stands before, the shortest chain to a forbidden one.
void Judge::transitiveRule(std::size_t index) {
  const Rule &rule = policy.rules[index];
  if (!rule.kinds[0])
    return;
  std::vector<std::vector<std::size_t>> out(nodes.size());
  for (std::size_t i = 0; i < passed.size(); ++i)
    if (passed[i].kind == Kind::Include)
      out[std::size_t(passed[i].from)].push_back(i);
  const auto isUser = [&](const End &end) {
    return std::find(end.fromRules.begin(), end.fromRules.end(), index) != end.fromRules.end();
  };
  constexpr std::size_t none = ~std::size_t(0);
  // The edge by which each node comes closest to a forbidden one without passing another user.
  std::vector<std::size_t> next(nodes.size(), none), distance(nodes.size(), none);
  const auto towards = [&](const Captures &bound) {
    std::fill(next.begin(), next.end(), none);
    std::fill(distance.begin(), distance.end(), none);
    std::vector<std::vector<Node>> in(nodes.size());
    std::vector<Node> level;
    for (std::size_t node = 0; node < nodes.size(); ++node) {
      for (const std::size_t e : out[node])
        in[std::size_t(passed[e].to)].push_back(static_cast<Node>(node));
      if (isUsed(index, nodes[node], bound)) {
        distance[node] = 0;
        level.push_back(static_cast<Node>(node));
      }
    }
    for (std::size_t steps = 1; !level.empty(); ++steps) {
      std::vector<Node> further;
      for (const Node node : level)
        if (distance[std::size_t(node)] == 0 || !isUser(nodes[std::size_t(node)]))
          for (const Node before : in[std::size_t(node)])
            if (distance[std::size_t(before)] == none) {
              distance[std::size_t(before)] = steps;
              further.push_back(before);
            }
      level = std::move(further);
    }
    for (std::size_t node = 0; node < nodes.size(); ++node) {
      std::size_t best = none;
      for (const std::size_t e : out[node]) {
        const std::size_t to = std::size_t(passed[e].to);
        if (to == node || distance[to] == none || (distance[to] != 0 && isUser(nodes[to])))
          continue;
        if (distance[to] < best) {
          best = distance[to];
          next[node] = e;
        }
      }
    }
  };
  // Without placeholders all starts lead to the same files; else each binding has its own.
  std::map<Captures, std::vector<Node>> starts;
  for (std::size_t node = 0; node < nodes.size(); ++node)
    if (!out[node].empty() && isUser(nodes[node])) {
      Captures bound;
      if (ruleBinds[index])
        sideMatches(rule.from, rule.fromLayers, nodes[node], bound);
      starts[bound].push_back(static_cast<Node>(node));
    }
  for (const auto &[bound, from] : starts) {
    towards(bound);
    for (const Node start : from) {
      if (next[std::size_t(start)] == none)
        continue;
      Finding finding;
      finding.kind = Kind::Include;
      for (Node node = start;;) {
        const Passed &step = passed[next[std::size_t(node)]];
        Use use = describe(step.kind, step.from, step.to, step.number);
        if (!use.condition.empty())
          finding.condition += (finding.condition.empty() ? "" : " && ") + use.condition;
        finding.chain.push_back({std::move(use.from), std::move(use.to), std::move(use.text)});
        node = step.to;
        if (distance[std::size_t(node)] == 0)
          break;
      }
      finding.level = rule.level.value_or(policy.levelOf(Kind::Include));
      finding.reason = rule.reason;
      finding.from = finding.chain.front().from;
      finding.to = finding.chain.back().to;
      finding.message =
          "the rule '" + rule.name + "' forbids that this reaches '" + finding.to.file + "'";
      finding.policy = rule.where;
      add(std::move(finding), rule.name);
    }
  }
}

namespace {

/// Strongly connected components of more than one node, or of one with an edge to itself.
class Components {
public:
  explicit Components(const std::vector<std::vector<std::size_t>> &out) : out(out) {
    index.resize(out.size(), -1);
    low.resize(out.size());
    onStack.resize(out.size());
    for (std::size_t node = 0; node < out.size(); ++node)
      if (index[node] < 0)
        visit(node);
  }
  std::vector<std::vector<std::size_t>> found;

private:
  /// Tarjan's algorithm with its own stack: chains of includes can be long.
  void visit(std::size_t start) {
    std::vector<std::pair<std::size_t, std::size_t>> calls{{start, 0}};
    while (!calls.empty()) {
      auto &[node, edge] = calls.back();
      if (edge == 0) {
        index[node] = low[node] = counter++;
        stack.push_back(node);
        onStack[node] = true;
      }
      if (edge < out[node].size()) {
        const std::size_t next = out[node][edge++];
        if (index[next] < 0)
          calls.emplace_back(next, 0);
        else if (onStack[next])
          low[node] = std::min(low[node], index[next]);
        continue;
      }
      const std::size_t done = node;
      calls.pop_back();
      if (!calls.empty())
        low[calls.back().first] = std::min(low[calls.back().first], low[done]);
      if (low[done] != index[done])
        continue;
      std::vector<std::size_t> component;
      for (;;) {
        const std::size_t member = stack.back();
        stack.pop_back();
        onStack[member] = false;
        component.push_back(member);
        if (member == done)
          break;
      }
      const bool loop = std::find(out[done].begin(), out[done].end(), done) != out[done].end();
      if (component.size() > 1 || loop) {
        std::sort(component.begin(), component.end());
        found.push_back(std::move(component));
      }
    }
  }

  const std::vector<std::vector<std::size_t>> &out;
  std::vector<int> index, low;
  std::vector<bool> onStack;
  std::vector<std::size_t> stack;
  int counter = 0;
};

} // namespace

void Judge::cycles(const Acyclic &demand) {
  // Groups, and for each pair of them the first edge that makes it.
  std::unordered_map<std::string, std::size_t> ids;
  std::vector<std::string> names;
  constexpr std::size_t unknown = ~std::size_t(0), none = unknown - 1;
  std::vector<std::size_t> groupOf(nodes.size(), unknown);
  const auto group = [&](Node node) {
    std::size_t &known = groupOf[std::size_t(node)];
    if (known != unknown)
      return known;
    const End &end = nodes[std::size_t(node)];
    std::string name;
    switch (demand.among) {
    case Acyclic::Among::Files:
      name = end.file;
      break;
    case Acyclic::Among::Layers:
      name = layerName(node);
      break;
    case Acyclic::Among::Targets:
      name = end.target;
      break;
    case Acyclic::Among::Groups:
      for (const Pattern &pattern : demand.groups) {
        Captures captures;
        if (!pattern.matches(end.file, captures))
          continue;
        std::vector<std::string> parts;
        for (const auto &[placeholder, text] : captures)
          parts.push_back(text);
        name = join(parts, "/");
        break;
      }
      break;
    }
    if (name.empty())
      return known = none;
    const auto [place, isNew] = ids.try_emplace(name, names.size());
    if (isNew)
      names.push_back(name);
    return known = place->second;
  };
  struct Between {
    std::size_t from, to, edge;
    auto operator<=>(const Between &) const = default;
  };
  std::vector<Between> edges;
  for (std::size_t i = 0; i < passed.size(); ++i) {
    if ((passed[i].kind == Kind::Link) != (demand.among == Acyclic::Among::Targets) &&
        demand.among != Acyclic::Among::Layers)
      continue;
    const std::size_t from = group(passed[i].from), to = group(passed[i].to);
    if (from != none && to != none && (from != to || demand.among == Acyclic::Among::Files))
      edges.push_back({from, to, i});
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end(),
                          [](const Between &a, const Between &b) {
                            return a.from == b.from && a.to == b.to;
                          }),
              edges.end());
  std::vector<std::vector<std::size_t>> out(names.size());
  for (const Between &edge : edges)
    out[edge.from].push_back(edge.to);
  for (const std::vector<std::size_t> &component : Components(out).found) {
    // The shortest cycle through the component's first node by name, shown whole.
    const std::size_t start =
        *std::min_element(component.begin(), component.end(),
                          [&](std::size_t a, std::size_t b) { return names[a] < names[b]; });
    std::map<std::size_t, std::size_t> cameFrom;
    std::deque<std::size_t> queue{start};
    bool closed = false;
    while (!queue.empty() && !closed) {
      const std::size_t current = queue.front();
      queue.pop_front();
      for (const std::size_t next : out[current]) {
        if (next == start) {
          cameFrom[start] = current;
          closed = true;
          break;
        }
        if (std::binary_search(component.begin(), component.end(), next) &&
            cameFrom.try_emplace(next, current).second)
          queue.push_back(next);
      }
    }
    Finding finding;
    std::vector<std::string> path{names[start]}; // from its end
    for (std::size_t node = start;;) {
      const std::size_t before = cameFrom.at(node);
      const auto edge = std::lower_bound(edges.begin(), edges.end(), Between{before, node, 0});
      const Passed &step = passed[edge->edge];
      Use use = describe(step.kind, step.from, step.to, step.number);
      finding.chain.push_back({std::move(use.from), std::move(use.to), std::move(use.text)});
      node = before;
      path.push_back(names[node]);
      if (node == start)
        break;
    }
    std::reverse(finding.chain.begin(), finding.chain.end());
    std::reverse(path.begin(), path.end());
    finding.kind = Kind::Cycle;
    finding.level = demand.level.value_or(policy.levelOf(Kind::Cycle));
    finding.reason = demand.reason;
    finding.message = "a cycle: " + join(path, " -> ");
    if (component.size() > finding.chain.size())
      finding.message += " (" + std::to_string(component.size()) + " are tied together)";
    finding.from = finding.chain.front().from;
    finding.to = finding.chain.front().to;
    finding.policy = demand.where;
    add(std::move(finding), demand.name);
  }
}

void Judge::unusedParts() {
  const auto report = [&](Kind kind, const std::string &message, const Location &where,
                          const std::string &rule) {
    Finding finding;
    finding.kind = kind;
    finding.level = policy.levelOf(kind);
    finding.rule = rule;
    finding.message = message;
    finding.from = {where.file, where.line, where.column, "", ""};
    finding.policy = where;
    if (finding.level != Level::Off)
      findings.push_back(std::move(finding));
  };
  for (std::size_t i = 0; i < policy.layers.size(); ++i) {
    const Layer &layer = policy.layers[i];
    if (filesInLayer[i] == 0)
      report(Kind::Unused, "no file is in the layer '" + layer.name + "'", layer.where,
             "unused-layer");
    for (std::size_t p = 0; p < layer.mayUse.size(); ++p)
      if (!permissionUsed[i][p])
        report(Kind::Dead,
               "'" + layer.name + "' may use '" +
                   policy.layers[std::size_t(layer.mayUse[p].layer)].name + "' but never does",
               layer.mayUse[p].where, "dead-permission");
  }
  for (std::size_t i = 0; i < policy.exceptions.size(); ++i)
    if (!exceptionUsed[i])
      report(Kind::Unused, "the exception covers nothing any more; take it away",
             policy.exceptions[i].where, "unused-exception");
}

void Judge::finish() {
  for (std::size_t i = 0; i < policy.rules.size(); ++i)
    if (policy.rules[i].transitive)
      transitiveRule(i);
  for (const Acyclic &demand : policy.acyclic)
    cycles(demand);
  unusedParts();
}

} // namespace levitate::layers
