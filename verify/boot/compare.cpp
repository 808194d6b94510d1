// Two boots side by side: what a migration must not change.
#include "verify/boot/report.h"

#include "base/text.h"
#include "verify/boot/trace.h"

#include <algorithm>

namespace levitate::boot {

namespace {

// The nonce of a run is replaced, so that two runs can be equal.
std::string withoutNonce(std::string text, const Attempt &attempt) {
  for (std::size_t at = attempt.nonce.empty() ? std::string::npos : text.find(attempt.nonce);
       at != std::string::npos; at = text.find(attempt.nonce))
    text.replace(at, attempt.nonce.size(), "<nonce>");
  return text;
}

std::string describe(const MilestoneReport &milestone, const Attempt &attempt) {
  std::string text = milestone.reached ? "reached" : "not reached";
  for (const auto &[name, value] : milestone.captures)
    if (!name.starts_with('~')) // differs from run to run, as its name says
      text += ", " + name + "=" + withoutNonce(value, attempt);
  return text;
}

void comparePath(const std::string &label, const Attempt &before, const Attempt &after,
                 std::vector<Difference> &differences) {
  const auto names = [](const auto &list) {
    std::vector<std::string> result;
    for (const auto &one : list)
      result.push_back(one.name);
    return result;
  };
  std::vector<std::string> milestones = names(before.milestones);
  for (const std::string &name : names(after.milestones))
    if (std::find(milestones.begin(), milestones.end(), name) == milestones.end())
      milestones.push_back(name);
  for (const std::string &name : milestones) {
    const auto text = [&](const Attempt &attempt) -> std::string {
      for (const MilestoneReport &one : attempt.milestones)
        if (one.name == name)
          return describe(one, attempt);
      return "not in the scenario";
    };
    const std::string a = withoutNonce(text(before), before), b = withoutNonce(text(after), after);
    if (a != b)
      differences.push_back({label + "milestone '" + withoutNonce(name, before) + "'", a, b});
  }
  std::vector<std::string> checks = names(before.checks);
  for (const std::string &name : names(after.checks))
    if (std::find(checks.begin(), checks.end(), name) == checks.end())
      checks.push_back(name);
  for (const std::string &name : checks) {
    const auto find = [&](const Attempt &attempt) -> const CheckReport * {
      for (const CheckReport &one : attempt.checks)
        if (one.name == name)
          return &one;
      return nullptr;
    };
    const CheckReport *a = find(before), *b = find(after);
    if (!a || !b || a->holds != b->holds)
      differences.push_back({label + "check '" + name + "'",
                             !a         ? "not made"
                             : a->holds ? "holds"
                                        : "fails: " + a->evidence,
                             !b         ? "not made"
                             : b->holds ? "holds"
                                        : "fails: " + b->evidence});
  }
}

} // namespace

Comparison compare(const Report &before, const Report &after) {
  Comparison comparison;
  comparison.rung = "none";
  if (before.scenario != after.scenario) {
    comparison.comparable = false;
    comparison.differences.push_back({"scenario", before.scenario, after.scenario});
    return comparison;
  }
  bool verdicts = true, traced = true;
  std::vector<Difference> path, trace;
  for (const VariantReport &variant : after.variants) {
    const auto other =
        std::find_if(before.variants.begin(), before.variants.end(), [&](const VariantReport &one) {
          return one.variables == variant.variables && one.repetition == variant.repetition;
        });
    const std::string label = variant.label().empty() ? "" : variant.label() + ": ";
    if (other == before.variants.end()) {
      if (variant.repetition == 1) {
        comparison.comparable = false;
        comparison.differences.push_back({label + "boot", "not run", "run"});
      }
      continue;
    }
    const Attempt &a = other->last(), &b = variant.last();
    if (a.verdict != b.verdict || a.cause != b.cause)
      comparison.differences.push_back(
          {label + "verdict", a.cause + ": " + a.reason, b.cause + ": " + b.reason});
    verdicts &= a.verdict == Verdict::Passed && b.verdict == Verdict::Passed;
    comparePath(label, a, b, path);
    traced &= !a.trace.empty() && !b.trace.empty();
    if (const auto divergence = firstDivergence(a.trace, b.trace);
        divergence && !a.trace.empty() && !b.trace.empty())
      trace.push_back({label + "device access " + std::to_string(divergence->index + 1),
                       divergence->before.empty() ? "none" : divergence->before,
                       divergence->after.empty() ? "none" : divergence->after});
  }
  for (const VariantReport &variant : before.variants)
    if (variant.repetition == 1 &&
        std::none_of(after.variants.begin(), after.variants.end(), [&](const VariantReport &one) {
          return one.variables == variant.variables;
        })) {
      comparison.comparable = false;
      comparison.differences.push_back({variant.label() + ": boot", "run", "not run"});
    }
  if (verdicts && comparison.differences.empty())
    comparison.rung = "verdict";
  if (comparison.rung == "verdict" && path.empty())
    comparison.rung = "path";
  if (comparison.rung == "path" && traced && trace.empty())
    comparison.rung = "trace";
  for (std::vector<Difference> *list : {&path, &trace})
    comparison.differences.insert(comparison.differences.end(), list->begin(), list->end());
  return comparison;
}

} // namespace levitate::boot
