#include "verify/layers/judge.h"

#include "base/text.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

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

Judge::Judge(const Policy &policy, std::string today)
    : policy(policy), today(std::move(today)), filesInLayer(policy.layers.size()),
      exceptionUsed(policy.exceptions.size()), ruleMatched(policy.rules.size()) {
  for (const Layer &layer : policy.layers)
    permissionUsed.emplace_back(layer.mayUse.size());
  const std::size_t pairs = policy.layers.size() * policy.layers.size();
  for (int kind = 0; kind < 3; ++kind) {
    counts[kind].resize(pairs);
    violated[kind].resize(pairs);
  }
}

int Judge::layerOfFile(const std::string &file) {
  const auto [known, isNew] = layerMemo.try_emplace(file, -1);
  if (isNew)
    known->second = policy.layerOf(file);
  return known->second;
}

int Judge::layerOfTarget(const Target &target, const std::string &file) {
  for (std::size_t i = 0; i < policy.layers.size(); ++i)
    if (firstMatch(policy.layers[i].targets, target.name) >= 0)
      return static_cast<int>(i);
  return layerOfFile(file);
}

std::string Judge::mayUseText(int index) const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < policy.layers.size(); ++i)
    if (static_cast<int>(i) != index && mayUse(policy, index, static_cast<int>(i)).allowed)
      names.push_back(policy.layers[i].name);
  return names.empty() ? "nothing but itself" : join(names, ", ");
}

bool Judge::sideMatches(const std::vector<Pattern> &patterns, const std::vector<int> &layers,
                        const Place &place, Captures &captures) const {
  for (const int layer : layers)
    if (policy.layers[std::size_t(layer)].name == place.layer)
      return true;
  for (const Pattern &pattern : patterns)
    if (pattern.matches(place.file, captures))
      return true;
  return false;
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
    Captures captures;
    if (!sideMatches(exception.from, exception.fromLayers, finding.from, captures) ||
        !sideMatches(exception.to, exception.toLayers, finding.to, captures))
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

void Judge::rules(const Use &use, int from, int to) {
  (void)from;
  (void)to;
  for (std::size_t i = 0; i < policy.rules.size(); ++i) {
    const Rule &rule = policy.rules[i];
    if (rule.transitive || !rule.kinds[std::size_t(use.kind)])
      continue;
    Captures captures;
    if (!sideMatches(rule.from, rule.fromLayers, use.from, captures))
      continue;
    const bool hit = use.external ? firstMatch(rule.toHeaders, use.spelled) >= 0
                                  : sideMatches(rule.to, rule.toLayers, use.to, captures);
    if (!hit)
      continue;
    ruleMatched[i] = true;
    Finding finding;
    finding.kind = use.kind;
    finding.level = rule.level.value_or(policy.levelOf(use.kind));
    finding.reason = rule.reason;
    finding.message = "the rule '" + rule.name + "' forbids this " + kindName(use.kind);
    finding.from = use.from;
    finding.to = use.to;
    finding.policy = rule.where;
    finding.condition = use.condition;
    finding.configurations = use.configurations;
    finding.chain = {{use.from, use.to, use.text}};
    add(std::move(finding), rule.name);
  }
}

void Judge::file(const std::string &file) {
  const int layer = layerOfFile(file);
  if (layer >= 0) {
    ++filesInLayer[std::size_t(layer)];
    return;
  }
  Finding finding;
  finding.kind = Kind::Unassigned;
  finding.level = policy.levelOf(Kind::Unassigned);
  finding.reason = "every file belongs to a layer, or nothing is known about what it may use";
  finding.message = "the file is in no layer of the policy";
  finding.from = {file, 1, 1, "", ""};
  finding.policy = {policy.file, 0, 0};
  finding.remedy = "add it to a layer's files, or to the policy's exclude";
  add(std::move(finding), "unassigned");
}

bool Judge::plainlyAllowed(Kind kind, int from, int to) {
  if (from < 0 || to < 0)
    return false;
  const std::size_t pair = std::size_t(from) * policy.layers.size() + std::size_t(to);
  plain.resize(policy.layers.size() * policy.layers.size());
  if (plain[pair] == 0) {
    const Layer &used = policy.layers[std::size_t(to)];
    const Verdict verdict = mayUse(policy, from, to);
    const bool plainly =
        verdict.allowed && (from == to || (used.publicFiles.empty() && used.privateFiles.empty()));
    plain[pair] = plainly ? 1 : 2;
    if (plainly && verdict.permission >= 0)
      permissionUsed[std::size_t(from)][std::size_t(verdict.permission)] = true;
  }
  if (plain[pair] == 2)
    return false;
  ++counts[std::size_t(kind)][pair];
  return true;
}

void Judge::use(Use use) {
  const auto place = [&](Place &end) {
    int layer = -1;
    if (!end.target.empty())
      layer = layerOfTarget({end.target, {}, 0},
                            &end == &use.from && !use.definedIn.empty() ? use.definedIn : end.file);
    else
      layer = layerOfFile(end.file);
    end.layer = layer < 0 ? "" : policy.layers[std::size_t(layer)].name;
    return layer;
  };
  const int from = place(use.from);
  const int to = use.external ? -1 : place(use.to);
  rules(use, from, to);
  if (use.external)
    return;
  if (from >= 0 && to >= 0) {
    const std::size_t pair = std::size_t(from) * policy.layers.size() + std::size_t(to);
    const std::size_t kind = std::size_t(use.kind);
    ++counts[kind][pair];
    const Verdict verdict = mayUse(policy, from, to);
    const Layer &user = policy.layers[std::size_t(from)], &used = policy.layers[std::size_t(to)];
    if (verdict.permission >= 0)
      permissionUsed[std::size_t(from)][std::size_t(verdict.permission)] = true;
    Finding finding;
    finding.kind = use.kind;
    finding.from = use.from;
    finding.to = use.to;
    finding.condition = use.condition;
    finding.configurations = use.configurations;
    finding.chain = {{use.from, use.to, use.text}};
    if (!verdict.allowed) {
      ++violated[kind][pair];
      finding.level = policy.levelOf(use.kind);
      finding.message = "the layer '" + user.name + "' must not " +
                        (use.kind == Kind::Include ? "include"
                         : use.kind == Kind::Link  ? "link"
                                                   : "use declarations of") +
                        " the layer '" + used.name + "'";
      if (!use.from.target.empty())
        finding.message += ": " + use.from.target + " -> " + use.to.target;
      finding.reason = verdict.because;
      if (!user.why.empty())
        finding.reason += "; " + user.name + ": " + user.why;
      finding.remedy = "'" + user.name + "' may use " + mayUseText(from);
      finding.policy = user.where;
      add(std::move(finding), "layers");
    } else if (from != to && use.kind == Kind::Include &&
               ((!used.publicFiles.empty() && firstMatch(used.publicFiles, use.to.file) < 0) ||
                firstMatch(used.privateFiles, use.to.file) >= 0)) {
      finding.kind = Kind::Private;
      finding.level = policy.levelOf(Kind::Private);
      finding.message = "'" + use.to.file + "' is private to the layer '" + used.name + "'";
      finding.reason = "other layers use what '" + used.name + "' makes public";
      finding.policy = used.where;
      add(std::move(finding), "private");
    }
  }
  uses.push_back(std::move(use));
}

/// Rules about what can be reached at all: the shortest chain from each file to a forbidden one.
void Judge::transitiveRules() {
  std::map<std::string, std::vector<std::size_t>> out;
  for (std::size_t i = 0; i < uses.size(); ++i)
    if (uses[i].kind == Kind::Include)
      out[uses[i].from.file].push_back(i);
  for (std::size_t r = 0; r < policy.rules.size(); ++r) {
    const Rule &rule = policy.rules[r];
    if (!rule.transitive || !rule.kinds[0])
      continue;
    for (const auto &[start, first] : out) {
      Captures bound;
      if (!sideMatches(rule.from, rule.fromLayers, uses[first.front()].from, bound))
        continue;
      std::map<std::string, std::size_t> cameBy;
      std::deque<std::string> queue{start};
      std::optional<std::size_t> hit;
      while (!queue.empty() && !hit) {
        const std::string current = queue.front();
        queue.pop_front();
        const auto edges = out.find(current);
        if (edges == out.end())
          continue;
        for (const std::size_t e : edges->second) {
          const Place &next = uses[e].to;
          if (next.file == start || !cameBy.try_emplace(next.file, e).second)
            continue;
          Captures captures = bound;
          if (sideMatches(rule.to, rule.toLayers, next, captures)) {
            hit = e;
            break;
          }
          // What another file of `from` reaches is that file's finding.
          Captures other;
          if (sideMatches(rule.from, rule.fromLayers, next, other))
            continue;
          queue.push_back(next.file);
        }
      }
      if (!hit)
        continue;
      ruleMatched[r] = true;
      Finding finding;
      for (std::size_t e = *hit;; e = cameBy.at(uses[e].from.file)) {
        finding.chain.insert(finding.chain.begin(), {uses[e].from, uses[e].to, uses[e].text});
        if (!uses[e].condition.empty())
          finding.condition =
              uses[e].condition + (finding.condition.empty() ? "" : " && " + finding.condition);
        if (uses[e].from.file == start)
          break;
      }
      finding.kind = Kind::Include;
      finding.level = rule.level.value_or(policy.levelOf(Kind::Include));
      finding.reason = rule.reason;
      finding.from = finding.chain.front().from;
      finding.to = uses[*hit].to;
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

void Judge::cycles() {
  for (const Acyclic &demand : policy.acyclic) {
    // Nodes, and for each pair of them the first edge that makes it.
    std::map<std::string, std::size_t> nodes;
    std::vector<std::string> names;
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> edges;
    const auto nodeOf = [&](const Place &place) -> std::optional<std::size_t> {
      std::string name;
      switch (demand.among) {
      case Acyclic::Among::Files:
        name = place.file;
        break;
      case Acyclic::Among::Layers:
        name = place.layer;
        break;
      case Acyclic::Among::Targets:
        name = place.target;
        break;
      case Acyclic::Among::Groups:
        for (const Pattern &pattern : demand.groups) {
          Captures captures;
          if (!pattern.matches(place.file, captures))
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
        return std::nullopt;
      const auto [known, isNew] = nodes.try_emplace(name, names.size());
      if (isNew)
        names.push_back(name);
      return known->second;
    };
    for (std::size_t i = 0; i < uses.size(); ++i) {
      if ((uses[i].kind == Kind::Link) != (demand.among == Acyclic::Among::Targets) &&
          demand.among != Acyclic::Among::Layers)
        continue;
      const auto from = nodeOf(uses[i].from), to = nodeOf(uses[i].to);
      if (from && to && (*from != *to || demand.among == Acyclic::Among::Files))
        edges.try_emplace({*from, *to}, i);
    }
    std::vector<std::vector<std::size_t>> out(names.size());
    for (const auto &[pair, use] : edges)
      out[pair.first].push_back(pair.second);
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
      std::string path = names[start];
      for (std::size_t node = start;;) {
        const std::size_t before = cameFrom.at(node);
        const Use &use = uses[edges.at({before, node})];
        finding.chain.insert(finding.chain.begin(), {use.from, use.to, use.text});
        node = before;
        path = names[node] + " -> " + path;
        if (node == start)
          break;
      }
      finding.kind = Kind::Cycle;
      finding.level = demand.level.value_or(policy.levelOf(Kind::Cycle));
      finding.reason = demand.reason;
      finding.message = "a cycle: " + path;
      if (component.size() > finding.chain.size())
        finding.message += " (" + std::to_string(component.size()) + " are tied together)";
      finding.from = finding.chain.front().from;
      finding.to = finding.chain.front().to;
      finding.policy = demand.where;
      add(std::move(finding), demand.name);
    }
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
  transitiveRules();
  cycles();
  unusedParts();
}

} // namespace levitate::layers
