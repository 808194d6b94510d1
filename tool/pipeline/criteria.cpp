// The exit criteria of a rule file, each judged with its evidence.
#include "tool/pipeline/verification.h"

#include "base/files.h"
#include "base/glob.h"
#include "base/text.h"
#include "tool/pipeline/scan.h"
#include "tool/workspace/file_kind.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace levitate::pipeline {
namespace {

/// What came of judging: whether it holds, why, and what there is to see.
struct Outcome {
  bool holds = false;
  std::string evidence;
  std::vector<std::string> details;
};

std::string counted(std::size_t count, const std::string &one, const std::string &many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string files(std::size_t count) { return counted(count, "file", "files"); }

/// The names of the configurations, for evidence.
std::string configurationsOf(const Tree &tree) {
  std::vector<std::string> names;
  for (const Configuration &configuration : tree.configurations)
    names.push_back(configuration.preset);
  return names.empty() ? "no configuration" : join(names, ", ");
}

// --- absent
// ---------------------------------------------------------------------------------------

Outcome judgeAbsent(const recipe::Absent &absent, const Verification &run) {
  auto matching = [&](const Tree &tree) {
    std::vector<std::string> found;
    for (const std::string &file : tree.files)
      if (matchesGlob(absent.glob, file))
        found.push_back(file);
    return found;
  };
  Outcome outcome;
  outcome.details = matching(run.after);
  outcome.holds = outcome.details.empty() && !run.after.files.empty();
  if (!outcome.holds) {
    outcome.evidence = run.after.files.empty() ? "the tree has no files"
                                               : files(outcome.details.size()) + " still there";
    return outcome;
  }
  outcome.evidence = "none of " + files(run.after.files.size()) + " matches";
  if (run.before) {
    const std::vector<std::string> old = matching(*run.before);
    outcome.evidence += old.empty() ? "; none did before, either" : "; gone: " + join(old, ", ");
  }
  return outcome;
}

// --- no-link
// --------------------------------------------------------------------------------------

/// The shortest way along link edges, as the edges on it; empty when there is none.
std::vector<const layers::Link *> linkPath(const layers::LinkGraph &graph, const std::string &from,
                                           const std::string &to) {
  std::map<std::string, const layers::Link *> reachedBy;
  std::vector<std::string> queue{from};
  for (std::size_t next = 0; next < queue.size(); ++next) {
    const std::string node = queue[next];
    for (const layers::Link &link : graph.links) {
      if (link.from != node || link.to == from || !reachedBy.emplace(link.to, &link).second)
        continue;
      if (link.to != to) {
        queue.push_back(link.to);
        continue;
      }
      std::vector<const layers::Link *> path;
      for (std::string at = to; at != from; at = path.back()->from)
        path.push_back(reachedBy.at(at));
      std::reverse(path.begin(), path.end());
      return path;
    }
  }
  return {};
}

bool hasTarget(const layers::LinkGraph &graph, const std::string &name) {
  return std::any_of(graph.targets.begin(), graph.targets.end(),
                     [&](const layers::Target &target) { return target.name == name; });
}

Outcome judgeNoLink(const recipe::NoLink &noLink, const Verification &run) {
  std::set<std::string> linked;
  std::vector<std::string> lines; // the way, once for all configurations that have it
  std::size_t known = 0;
  for (const layers::LinkGraph &graph : run.after.links) {
    known += hasTarget(graph, noLink.from);
    for (const layers::Link &link : graph.links)
      if (link.from == noLink.from)
        linked.insert(link.to);
    for (const layers::Link *link : linkPath(graph, noLink.from, noLink.to)) {
      std::string line = fmt::format("{}:{}: {} links {}", relativePath(link->file, run.after.root),
                                     link->line, link->from, link->to);
      if (std::find(lines.begin(), lines.end(), line) == lines.end())
        lines.push_back(std::move(line));
    }
  }
  if (known == 0)
    return {false,
            fmt::format("no configuration has a target {} ({})", noLink.from,
                        configurationsOf(run.after)),
            {}};
  if (!lines.empty())
    return {false, fmt::format("{} still links {}", noLink.from, noLink.to), std::move(lines)};
  return {true,
          fmt::format("{} links {} (in {})", noLink.from,
                      linked.empty() ? "nothing" : join({linked.begin(), linked.end()}, ", "),
                      configurationsOf(run.after)),
          {}};
}

// --- exports
// --------------------------------------------------------------------------------------

/// The folder whose CMakeLists.txt defines the target; nothing when no configuration has it.
std::optional<std::string> folderOf(const Tree &tree, const std::string &target) {
  for (const layers::LinkGraph &graph : tree.links)
    for (const layers::Target &candidate : graph.targets)
      if (candidate.name == target)
        return std::string(parentPath(candidate.file));
  return {};
}

/// True when the file belongs to a target that is defined in `folder`: no target is defined nearer.
bool belongsTo(const Tree &tree, const std::string &file, const std::string &folder) {
  if (!isWithin(file, folder))
    return false;
  for (const layers::LinkGraph &graph : tree.links)
    for (const layers::Target &target : graph.targets)
      if (const std::string_view other = parentPath(target.file);
          other.size() > folder.size() && isWithin(file, other))
        return false;
  return true;
}

/// What the compiler said about a name; null when it was not asked.
const std::vector<Occurrence> *occurrencesOf(const std::string &name, const Tree &tree) {
  const auto found = tree.occurrences.find(name);
  return found == tree.occurrences.end() ? nullptr : &found->second;
}

Outcome notAsked() { return {false, "the compiler was not asked: the tree does not build", {}}; }

/// A target exports a symbol when a header of the target declares it: a header that lies in the
/// folder that defines the target, and that the compiler met in at least one configuration.
Outcome judgeExports(const recipe::Exports &exports, const Verification &run) {
  const std::optional<std::string> folder = folderOf(run.after, exports.target);
  if (!folder)
    return Outcome{false,
                   fmt::format("no configuration has a target {} ({})", exports.target,
                               configurationsOf(run.after)),
                   {}};
  const std::vector<Occurrence> *found = occurrencesOf(exports.symbol, run.after);
  if (!found)
    return notAsked();
  std::vector<std::string> inside, elsewhere;
  for (const Occurrence &occurrence : *found) {
    if (!occurrence.declares || occurrence.qualified != exports.symbol)
      continue;
    const std::string file = run.after.root + "/" + occurrence.where.file;
    const bool exported = workspace::isHeader(file) && belongsTo(run.after, file, *folder);
    (exported ? inside : elsewhere).push_back(formatLocation(occurrence.where));
  }
  if (!inside.empty())
    return Outcome{true,
                   fmt::format("{} declares it, a header of {}", inside.front(), exports.target),
                   {inside.begin() + 1, inside.end()}};
  return Outcome{false,
                 elsewhere.empty()
                     ? fmt::format("the compiler knows no {} (in {})", exports.symbol,
                                   configurationsOf(run.after))
                     : fmt::format("declared, but not in a header of {}", exports.target),
                 elsewhere};
}

// --- no-reference
// ---------------------------------------------------------------------------------

/// Two witnesses: the compiler, for what some configuration compiles, and the text of all sources.
Result<Outcome> judgeNoReference(const recipe::NoReference &noReference, const Verification &run) {
  std::set<std::string> places;
  const std::vector<Occurrence> *found = occurrencesOf(noReference.name, run.after);
  if (!found)
    return notAsked();
  for (const Occurrence &occurrence : *found)
    places.insert(formatLocation(occurrence.where) + ": " + occurrence.qualified +
                  (occurrence.declares ? " is declared" : " is named"));
  std::size_t scanned = 0;
  for (const std::string &file : run.after.files) {
    if (!workspace::isCppFile(file))
      continue;
    ++scanned;
    LEVITATE_TRY(text, readText(run.after.root + "/" + file));
    for (const Location &where : mentions(text, file, noReference.name))
      places.insert(formatLocation(where) + ": the text names " + noReference.name);
  }
  if (scanned == 0)
    return Outcome{false, "the tree has no C++ sources", {}};
  if (!places.empty())
    return Outcome{false,
                   counted(places.size(), "place names it", "places name it"),
                   {places.begin(), places.end()}};
  return Outcome{true,
                 fmt::format("the compiler finds none in {}; neither does the text of {}",
                             configurationsOf(run.after), files(scanned)),
                 {}};
}

// --- layers
// ---------------------------------------------------------------------------------------

Outcome judgeLayers(const recipe::Layers &layers, const Verification &run) {
  const auto checked = run.after.layers.find(layers.policy);
  if (checked == run.after.layers.end())
    return {false, "the layers were not checked", {}};
  const layers::Report &report = checked->second;
  Outcome outcome;
  outcome.holds = report.violations() == 0 && report.files > 0 && report.edges > 0;
  outcome.evidence =
      fmt::format("{}, {}: {}", files(report.files), counted(report.edges, "edge", "edges"),
                  counted(report.violations(), "violation", "violations"));
  if (report.violations() == 0 && !outcome.holds)
    outcome.evidence = "there was nothing to check: " + outcome.evidence;
  if (run.before)
    if (const auto old = run.before->layers.find(layers.policy); old != run.before->layers.end())
      outcome.evidence += fmt::format(" ({} before)", old->second.violations());
  for (const layers::Finding &finding : report.findings)
    if (finding.level == layers::Level::Error)
      outcome.details.push_back(
          formatLocation({finding.from.file, finding.from.line, finding.from.column}) + ": " +
          finding.message);
  return outcome;
}

// --- builds, tests
// ----------------------------------------------------------------------------------

/// Both trees must build, or the comparison of the two says nothing.
Outcome judgeBuilds(const std::vector<std::string> &presets, bool tests, const Verification &run) {
  std::vector<const Tree *> trees;
  if (run.before)
    trees.push_back(run.before);
  trees.push_back(&run.after);
  Outcome outcome;
  outcome.holds = true;
  std::vector<std::string> done;
  for (const std::string &preset : presets) {
    for (const Tree *tree : trees) {
      const auto build = tree->builds.find(preset);
      const bool good = build != tree->builds.end() && build->second.succeeded &&
                        (!tests || !build->second.testsRun.empty());
      const std::string what = run.before ? tree->name + " " + preset : preset;
      if (!good) {
        outcome.holds = false;
        outcome.details.push_back(what + (build == tree->builds.end() ? ": was not built"
                                          : tests                     ? ": its tests did not pass"
                                                                      : ": does not build"));
      } else {
        done.push_back(tests ? what + ": " + build->second.testsRun : what);
      }
    }
  }
  if (!outcome.holds)
    outcome.evidence = "not all " + std::string(tests ? "tests passed" : "were built") +
                       "; what failed is under Builds";
  else
    outcome.evidence = tests ? join(done, "; ") : join(done, ", ") + ": built, warnings as errors";
  return outcome;
}

// --- equivalent, boots
// ------------------------------------------------------------------------------

Outcome judgeEquivalent(const recipe::Equivalent &equivalent, const Verification &run) {
  if (run.certificates.empty())
    return {false, "no two builds could be compared", {}};
  Outcome outcome;
  std::vector<std::string> said;
  bool allHold = true;
  for (const auto &[preset, certificate] : run.certificates) {
    allHold = allHold && certificate.holds() && certificate.functions > 0;
    said.push_back(fmt::format("{}: {}, {} functions, {} variables", preset,
                               equivalence::nameOf(certificate.verdict), certificate.functions,
                               certificate.globals));
    for (const equivalence::Difference &difference : certificate.differences)
      outcome.details.push_back(fmt::format("{}: {} {}: {}", preset, difference.kind,
                                            difference.name, difference.message));
  }
  outcome.holds = allHold == equivalent.expected;
  outcome.evidence = join(said, "; ");
  return outcome;
}

/// Every boot of both trees passed, and each scenario's boots are alike before and after.
Outcome judgeBoots(const recipe::Boots &boots, const Verification &run) {
  Outcome outcome;
  outcome.holds = !boots.scenarios.empty();
  std::vector<std::string> said;
  for (const std::string &scenario : boots.scenarios) {
    const std::string name(fileName(scenario));
    for (const Tree *tree : {run.before, &run.after}) {
      if (!tree)
        continue;
      const auto booted = tree->boots.find(scenario);
      const std::string what = run.before ? tree->name + " " + name : name;
      if (booted == tree->boots.end()) {
        outcome.holds = false;
        outcome.details.push_back(what + ": was not booted");
      } else if (!booted->second.passed()) {
        outcome.holds = false;
        outcome.details.push_back(fmt::format(
            "{}: {}: {}", what, boot::nameOf(booted->second.verdict), booted->second.reason));
      } else {
        said.push_back(fmt::format("{}: passed in {:.2f} s", what, booted->second.seconds));
      }
    }
    if (const auto comparison = run.comparisons.find(scenario);
        comparison != run.comparisons.end()) {
      if (!comparison->second.equal())
        outcome.holds = false;
      said.push_back(fmt::format(
          "{}: {}", name,
          comparison->second.equal()
              ? fmt::format("alike up to the rung '{}'", nameOf(comparison->second.rung))
              : std::string("the two boots differ")));
      for (const boot::Difference &difference : comparison->second.differences)
        outcome.details.push_back(fmt::format("{}: {}: {} before, {} after", name, difference.what,
                                              difference.before, difference.after));
    }
  }
  outcome.evidence =
      outcome.holds ? join(said, "; ") : "not every boot passed; logs are under Boots";
  return outcome;
}

// --- all of them
// ------------------------------------------------------------------------------------

/// Chooses the judge by the kind of criterion. Nothing: there is no tree before, and it needs one.
struct Judge {
  const Verification &run;

  using Judged = Result<std::optional<Outcome>>;

  Judged operator()(const recipe::Absent &test) const { return some(judgeAbsent(test, run)); }
  Judged operator()(const recipe::NoLink &test) const { return some(judgeNoLink(test, run)); }
  Judged operator()(const recipe::Exports &test) const { return some(judgeExports(test, run)); }
  Judged operator()(const recipe::NoReference &test) const {
    LEVITATE_TRY(outcome, judgeNoReference(test, run));
    return some(std::move(outcome));
  }
  Judged operator()(const recipe::Layers &test) const { return some(judgeLayers(test, run)); }
  Judged operator()(const recipe::Builds &test) const {
    return some(judgeBuilds(test.presets, false, run));
  }
  Judged operator()(const recipe::Tests &test) const {
    return some(judgeBuilds({test.preset}, true, run));
  }
  Judged operator()(const recipe::Equivalent &test) const {
    if (!run.before)
      return std::optional<Outcome>{};
    return some(judgeEquivalent(test, run));
  }
  Judged operator()(const recipe::Boots &test) const { return some(judgeBoots(test, run)); }

  static std::optional<Outcome> some(Outcome outcome) { return outcome; }
};

} // namespace

std::vector<std::string> Tree::buildDirectories() const {
  std::vector<std::string> directories;
  for (const Configuration &configuration : configurations)
    directories.push_back(configuration.directory);
  return directories;
}

Result<std::optional<report::Criterion>> judgeOne(const recipe::Criterion &criterion,
                                                  const Verification &verification) {
  LEVITATE_TRY(outcome, std::visit(Judge{verification}, criterion.test));
  if (!outcome)
    return std::optional<report::Criterion>{};
  report::Criterion result;
  result.name = criterion.name;
  result.argument = criterion.argument;
  result.holds = outcome->holds;
  result.evidence = std::move(outcome->evidence);
  result.details = std::move(outcome->details);
  result.origin = criterion.origin.where;
  return std::optional(std::move(result));
}

Result<std::vector<report::Criterion>> judge(const Verification &verification) {
  std::vector<report::Criterion> criteria;
  for (const recipe::Criterion &criterion : verification.recipe.require) {
    LEVITATE_TRY(judged, judgeOne(criterion, verification));
    if (judged)
      criteria.push_back(std::move(*judged));
  }
  return criteria;
}

} // namespace levitate::pipeline
