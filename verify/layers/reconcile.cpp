#include "verify/layers/reconcile.h"

#include "base/files.h"
#include "base/text.h"
#include "verify/layers/judge.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace levitate::layers {

std::string targetOf(const Unit &unit) {
  constexpr std::string_view mark = "CMakeFiles/", end = ".dir/";
  for (std::size_t i = 1; i < unit.arguments.size(); ++i) {
    if (unit.arguments[i - 1] != "-o")
      continue;
    const std::string &object = unit.arguments[i];
    const std::size_t folder = object.rfind(mark, object.find(end));
    if (folder == object.npos)
      return {};
    const std::size_t name = folder + mark.size();
    return object.substr(name, object.find(end, name) - name);
  }
  return {};
}

namespace {

class Reconciler {
public:
  explicit Reconciler(const ReconcileInput &input)
      : policy(input.policy), graph(input.graph), facts(input.facts), input(input) {
    for (const SymbolUse &use : facts.uses)
      usedBy[use.from].insert(use.to);
    for (const Link &link : input.links)
      linksOf[link.from].insert(link.to);
    for (const Unit &unit : graph.units)
      targets.push_back(targetOf(unit));
  }

  std::vector<Finding> run() {
    if (policy.levelOfDisagreement("include-without-use") != Level::Off)
      includesWithoutUse();
    if (policy.levelOfDisagreement("use-without-include") != Level::Off)
      usesWithoutInclude();
    if (policy.levelOfDisagreement("link-without-use") != Level::Off)
      linksWithoutUse();
    if (policy.levelOfDisagreement("use-without-link") != Level::Off)
      usesWithoutLink();
    return std::move(findings);
  }

private:
  const std::string &nameOfLayer(int layer) const { return policy.layers[std::size_t(layer)].name; }
  Place placeOf(FileId file, std::uint32_t line, std::uint32_t column) const {
    const int layer = input.layerOf(file);
    return {graph.files->name(file), line, column, layer < 0 ? "" : nameOfLayer(layer), ""};
  }
  bool betweenLayers(int from, int to) const { return from >= 0 && to >= 0 && from != to; }
  bool seen(FileId file) const {
    return std::size_t(file) < facts.seen.size() && facts.seen[std::size_t(file)];
  }

  Finding &add(const std::string &rule, const std::string &message, Place from, Place to) {
    Finding &finding = findings.emplace_back();
    finding.rule = rule;
    finding.kind = Kind::Reconcile;
    finding.level = policy.levelOfDisagreement(rule);
    finding.message = message;
    finding.from = std::move(from);
    finding.to = std::move(to);
    finding.policy = {policy.file, 0, 0};
    return finding;
  }

  /// A file and all that it includes.
  const std::set<FileId> &closureOf(FileId file) {
    const auto [known, isNew] = closures.try_emplace(file);
    if (isNew) {
      std::vector<FileId> stack{file};
      known->second.insert(file);
      while (!stack.empty()) {
        const FileId current = stack.back();
        stack.pop_back();
        for (const Edge &edge : graph.edgesOf(current))
          if (edge.state == Edge::State::Resolved && known->second.insert(edge.to).second)
            stack.push_back(edge.to);
      }
    }
    return known->second;
  }

  void includesWithoutUse() {
    for (const FileId file : graph.order) {
      if (!seen(file))
        continue;
      for (const Edge &edge : graph.edgesOf(file)) {
        if (edge.state != Edge::State::Resolved || !edge.compiled || edge.line == 0 ||
            !betweenLayers(input.layerOf(file), input.layerOf(edge.to)))
          continue;
        const std::set<FileId> &used = usedBy[file], &brought = closureOf(edge.to);
        if (std::any_of(used.begin(), used.end(),
                        [&](FileId one) { return brought.contains(one); }))
          continue;
        if (const std::string line = input.lineOf(file, edge.line);
            line.find("IWYU pragma:") != line.npos)
          continue;
        Finding &finding = add("include-without-use",
                               fmt::format("nothing that '{}' brings is used here", edge.spelled),
                               placeOf(file, edge.line, edge.column), placeOf(edge.to, 0, 0));
        finding.condition = edge.condition;
        finding.reason = "an include that nobody needs ties two layers together";
        finding.remedy = "take it away, or mark it with `// IWYU pragma: export` when it is there "
                         "for whoever includes this file";
      }
    }
  }

  /// Whether a file includes something of that layer itself, or the header that goes with it does.
  bool includesLayer(FileId file, int layer, bool withOwnHeader) {
    const auto stem = [&](FileId one) {
      const std::string_view name = graph.files->fileName(one);
      return name.substr(0, name.find('.'));
    };
    for (const Edge &edge : graph.edgesOf(file)) {
      if (edge.state != Edge::State::Resolved)
        continue;
      if (input.layerOf(edge.to) == layer)
        return true;
      if (withOwnHeader && edge.to != file && stem(edge.to) == stem(file) &&
          includesLayer(edge.to, layer, false))
        return true;
    }
    return false;
  }

  void usesWithoutInclude() {
    std::set<std::pair<FileId, int>> said;
    for (const SymbolUse &use : facts.uses) {
      const int layer = input.layerOf(use.to);
      const int own = input.layerOf(use.from);
      // What the policy forbids is a violation already, and no include would make it better.
      if (!betweenLayers(own, layer) || !mayUse(policy, own, layer).allowed ||
          includesLayer(use.from, layer, true) || !said.insert({use.from, layer}).second)
        continue;
      Finding &finding = add(
          "use-without-include",
          fmt::format("'{}' of the layer '{}' is used, but nothing of that layer is included here",
                      use.symbols.front(), nameOfLayer(layer)),
          placeOf(use.from, use.line, use.column), placeOf(use.to, 0, 0));
      finding.reason = use.redeclared.empty()
                           ? "it comes by way of another file's include, and goes when that does"
                           : "it is declared anew at " + use.redeclared +
                                 ", so that nobody notices when the two no longer agree";
      finding.remedy = "include " + graph.files->name(use.to);
    }
  }

  /// All that a target links, itself included.
  const std::set<std::string> &linkedBy(const std::string &target) {
    const auto [known, isNew] = linkClosures.try_emplace(target);
    if (isNew) {
      std::vector<std::string> stack{target};
      known->second.insert(target);
      while (!stack.empty()) {
        const std::string current = std::move(stack.back());
        stack.pop_back();
        for (const std::string &next : linksOf[current])
          if (known->second.insert(next).second)
            stack.push_back(next);
      }
    }
    return known->second;
  }

  void linksWithoutUse() {
    // What each target's units are, and which layers those use.
    std::map<std::string, std::set<int>> layersUsed;
    std::set<std::string> known;
    for (std::size_t i = 0; i < graph.units.size(); ++i) {
      const std::string &target = targets[i];
      if (target.empty() || i >= graph.closures.size())
        continue;
      if (graph.closures[i].empty())
        continue;
      const FileId main = graph.closures[i][0];
      const int own = input.layerOfTarget(target), ofMain = input.layerOf(main);
      known.insert(target);
      for (const FileId file : graph.closures[i]) {
        const int layer = input.layerOf(file);
        // What another layer says is not the target's doing.
        if (layer != own && layer != ofMain)
          continue;
        for (const FileId used : usedBy[file])
          layersUsed[target].insert(input.layerOf(used));
        for (const Edge &edge : graph.edgesOf(file))
          if (edge.state == Edge::State::Resolved)
            layersUsed[target].insert(input.layerOf(edge.to));
      }
      if (!seen(main))
        layersUsed[target].insert(-2); // not all is known: nothing is said
    }
    std::map<std::string, std::set<std::string>> needs;
    for (const LinkedUse &use : facts.linked)
      needs[targets[use.user]].insert(targets[use.definer]);
    for (const Link &link : input.links) {
      const int from = input.layerOfTarget(link.from), to = input.layerOfTarget(link.to);
      const std::set<int> &used = layersUsed[link.from];
      if (!known.contains(link.from) || !betweenLayers(from, to) || used.contains(to) ||
          used.contains(-2))
        continue;
      const std::set<std::string> &brought = linkedBy(link.to);
      const std::set<std::string> &needed = needs[link.from];
      if (std::any_of(needed.begin(), needed.end(),
                      [&](const std::string &one) { return brought.contains(one); }))
        continue;
      Finding &finding = add("link-without-use",
                             fmt::format("'{}' links '{}', but uses nothing of the layer '{}'",
                                         link.from, link.to, nameOfLayer(to)),
                             {relativePath(realPath(link.file), policy.root), link.line, 1,
                              nameOfLayer(from), link.from},
                             {"", 0, 0, nameOfLayer(to), link.to});
      finding.condition = link.condition;
      finding.reason = "a link that nobody needs ties two layers together";
      finding.remedy = "take it away";
    }
  }

  void usesWithoutLink() {
    if (input.links.empty())
      return; // nothing is known of links
    std::set<std::pair<std::string, std::string>> said;
    for (const LinkedUse &use : facts.linked) {
      const std::string &from = targets[use.user], &to = targets[use.definer];
      if (from.empty() || to.empty() || from == to || linkedBy(from).contains(to))
        continue;
      const int fromLayer = input.layerOfTarget(from), toLayer = input.layerOfTarget(to);
      if (!betweenLayers(fromLayer, toLayer))
        continue;
      // Another target that is linked may define it as well (a double in a test, say).
      const bool elsewhere =
          std::any_of(facts.linked.begin(), facts.linked.end(), [&](const LinkedUse &other) {
            return other.user == use.user && other.symbol == use.symbol &&
                   linkedBy(from).contains(targets[other.definer]);
          });
      if (elsewhere || !said.insert({from, to}).second)
        continue;
      Place place = placeOf(use.file, use.line, use.column);
      place.target = from;
      Finding &finding = add("use-without-link",
                             fmt::format("'{}' uses '{}', which '{}' defines, but does not link it",
                                         from, use.symbol, to),
                             std::move(place), {"", 0, 0, nameOfLayer(toLayer), to});
      finding.reason = "it builds only as long as somebody else links the two together";
      finding.remedy = fmt::format("link '{}' to '{}'", to, from);
    }
  }

  const Policy &policy;
  const IncludeGraph &graph;
  const DeepFacts &facts;
  const ReconcileInput &input;
  std::vector<Finding> findings;
  std::map<FileId, std::set<FileId>> usedBy;
  std::map<FileId, std::set<FileId>> closures;
  std::map<std::string, std::set<std::string>> linksOf, linkClosures;
  std::vector<std::string> targets; ///< by unit
};

} // namespace

std::vector<Finding> reconcile(const ReconcileInput &input) { return Reconciler(input).run(); }

} // namespace levitate::layers
