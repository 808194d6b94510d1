// Results of the verifiers as the report shows them.
#include "tool/pipeline/verification.h"

#include "base/files.h"
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace levitate::pipeline {
namespace {

std::string placeText(const layers::Place &place) {
  return formatLocation({place.file, place.line, place.column});
}

report::Finding findingOf(const layers::Finding &finding, const std::string &tree,
                          const std::string &place) {
  report::Finding result;
  result.rule = "layers/" + finding.rule;
  result.severity = finding.level == layers::Level::Error     ? Severity::Error
                    : finding.level == layers::Level::Warning ? Severity::Warning
                                                              : Severity::Note;
  result.message = finding.message;
  if (!finding.reason.empty() && finding.message.find(finding.reason) == std::string::npos)
    result.message += ": " + finding.reason;
  result.where = {place.empty() || finding.from.file.starts_with('/')
                      ? finding.from.file
                      : place + "/" + finding.from.file,
                  finding.from.line, finding.from.column};
  for (const layers::ChainStep &step : finding.chain)
    result.chain.push_back(placeText(step.from) + ": " + step.text);
  result.tree = tree;
  return result;
}

} // namespace

report::Layers layersForReport(const layers::Report &checked, const std::string &tree,
                               const std::string &place) {
  report::Layers result;
  result.files = checked.files;
  result.edges = checked.edges;
  result.unresolved = checked.unresolved;
  for (const layers::Finding &finding : checked.findings)
    if (finding.level == layers::Level::Error)
      result.violations.push_back(findingOf(finding, tree, place));
  for (const layers::LayerSummary &layer : checked.layers)
    if (layer.files + layer.targets > 0)
      result.graph.nodes.push_back({layer.name, layer.row});
  std::map<std::pair<std::string, std::string>, report::Graph::Edge> edges;
  for (const layers::UseSummary &use : checked.uses) {
    if (use.from == use.to || use.from.empty() || use.to.empty())
      continue;
    report::Graph::Edge &edge = edges[{use.from, use.to}];
    edge.from = use.from, edge.to = use.to;
    edge.count += use.count;
    edge.violation = edge.violation || use.violations > 0;
  }
  for (auto &[ends, edge] : edges)
    if (edge.count > 0)
      result.graph.edges.push_back(std::move(edge));
  return result;
}

report::Equivalence equivalenceForReport(const equivalence::Certificate &certificate,
                                         const std::string &preset) {
  report::Equivalence result;
  result.configuration = preset;
  result.verdict = equivalence::nameOf(certificate.verdict);
  result.functions = certificate.functions;
  result.globals = certificate.globals;
  result.records = certificate.records;
  for (const equivalence::Difference &difference : certificate.differences)
    result.differences.push_back(fmt::format(
        "{} {}: {}{}", difference.kind, difference.name, difference.message,
        difference.after.file.empty() ? "" : " (" + formatLocation(difference.after) + ")"));
  return result;
}

std::vector<report::Boot> bootsForReport(const boot::Report &booted, const std::string &scenario,
                                         const std::string &tree) {
  std::vector<report::Boot> boots;
  for (const boot::VariantReport &variant : booted.variants) {
    if (variant.attempts.empty())
      continue;
    const boot::Attempt &attempt = variant.last();
    report::Boot result;
    const std::string label = variant.label();
    result.scenario = label.empty() ? scenario : scenario + " " + label;
    result.tree = tree;
    result.verdict = boot::nameOf(attempt.verdict);
    result.reason = attempt.reason;
    if (variant.attempts.size() > 1)
      result.reason += fmt::format(" (attempt {} of {})", attempt.number, variant.attempts.size());
    for (const boot::MilestoneReport &milestone : attempt.milestones)
      if (milestone.reached || !milestone.optional)
        result.milestones.push_back(
            {milestone.name, milestone.reached ? std::optional(milestone.seconds) : std::nullopt});
    for (const boot::CheckReport &check : attempt.checks)
      result.checks.push_back({check.name, check.holds, check.evidence});
    result.seconds = attempt.seconds;
    result.log = attempt.serial;
    if (!attempt.diagnosis.empty())
      result.log += "\n--- diagnosis ---\n" + attempt.diagnosis;
    for (const auto &[kind, path] : attempt.files)
      if (path.ends_with(".png") && exists(path))
        result.screenshots.push_back(path);
    boots.push_back(std::move(result));
  }
  return boots;
}

report::BootComparison comparisonForReport(const boot::Comparison &comparison,
                                           const std::string &scenario) {
  report::BootComparison result;
  result.scenario = scenario;
  result.same = comparison.equal();
  result.summary =
      !comparison.comparable ? "the two boots can't be compared"
      : comparison.equal()
          ? fmt::format("both boots are the same up to the rung '{}'", nameOf(comparison.rung))
          : fmt::format("the boots differ; the highest rung that holds is '{}', required is '{}'",
                        nameOf(comparison.rung), nameOf(comparison.required));
  for (const boot::Difference &difference : comparison.differences)
    result.differences.push_back(fmt::format("{}: {} before, {} after", difference.what,
                                             difference.before, difference.after));
  for (const boot::Difference &seen : comparison.observations)
    result.differences.push_back(
        fmt::format("no failure: {}: {} before, {} after", seen.what, seen.before, seen.after));
  return result;
}

} // namespace levitate::pipeline
