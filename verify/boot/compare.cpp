// Two boots side by side: what a migration must not change.
#include "verify/boot/report.h"

#include "base/text.h"

#include <algorithm>
#include <string>

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

void compareMilestones(const std::string &label, const Attempt &before, const Attempt &after,
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

std::string describe(const RecordedTrace &trace, std::size_t index) {
  if (index >= trace.events.size())
    return "none: the trace has ended";
  std::string text = trace.events[index];
  if (const std::string &place = trace.symbols[trace.places[index]]; !place.empty())
    text += " by " + place;
  if (trace.instructions[index] != 0)
    text += ", after " + std::to_string(trace.instructions[index]) + " instructions";
  return text;
}

// The first access at which two traces differ, or at which the counts of instructions do.
template <class T>
std::optional<std::size_t> firstDifference(const std::vector<T> &before,
                                           const std::vector<T> &after) {
  const auto [a, b] = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
  if (a == before.end() && b == after.end())
    return std::nullopt;
  return static_cast<std::size_t>(a - before.begin());
}

// The instructions from one access to the next; 0 where they are not known.
std::vector<std::uint64_t> waysOf(const RecordedTrace &trace) {
  std::vector<std::uint64_t> ways;
  std::uint64_t last = 0;
  for (const std::uint64_t count : trace.instructions) {
    ways.push_back(count == 0 ? 0 : count - last);
    last = count == 0 ? last : count;
  }
  return ways;
}

// Where two boots differ, by the lowest rung that the difference breaks.
struct Findings {
  std::vector<Difference> verdict, path, trace, milestones, instructions;
};

void compareTraces(const std::string &label, const Attempt &before, const Attempt &after,
                   Findings &findings) {
  if (before.trace.empty() || after.trace.empty()) {
    const auto say = [](const Attempt &one) {
      return std::string(one.trace.empty() ? "not recorded" : "recorded");
    };
    findings.trace.push_back({label + "trace", say(before), say(after)});
    return;
  }
  const auto add = [&](std::vector<Difference> &list, const std::string &what, std::size_t index) {
    list.push_back({label + what + " " + std::to_string(index + 1), describe(before.trace, index),
                    describe(after.trace, index)});
  };
  if (const auto index = firstDifference(before.trace.events, after.trace.events)) {
    add(findings.trace, "device access", *index);
    return;
  }
  const auto counted = [](const RecordedTrace &trace) {
    return std::any_of(trace.instructions.begin(), trace.instructions.end(),
                       [](std::uint64_t count) { return count != 0; });
  };
  if (!counted(before.trace) || !counted(after.trace)) {
    const auto say = [&](const Attempt &one) {
      return std::string(counted(one.trace) ? "counted" : "not counted");
    };
    findings.path.push_back({label + "instructions", say(before), say(after)});
    return;
  }
  const std::vector<std::uint64_t> ways[] = {waysOf(before.trace), waysOf(after.trace)};
  if (const auto index = firstDifference(ways[0], ways[1])) {
    std::size_t others = 0;
    for (std::size_t at = *index + 1; at < ways[0].size(); ++at)
      others += ways[0][at] != ways[1][at];
    add(findings.path,
        "the way to this access, and to " + std::to_string(others) + " of the later ones: access",
        *index);
  }
}

void compareInstructions(const std::string &label, const Attempt &before, const Attempt &after,
                         std::vector<Difference> &differences) {
  for (const MilestoneReport &now : after.milestones)
    for (const MilestoneReport &then : before.milestones)
      if (then.name == now.name && then.instructions && now.instructions &&
          *then.instructions != *now.instructions)
        differences.push_back({label + "instructions up to milestone '" + now.name + "'",
                               std::to_string(*then.instructions),
                               std::to_string(*now.instructions)});
}

} // namespace

Comparison compare(const Report &before, const Report &after) {
  Comparison comparison;
  comparison.required = after.required;
  if (before.scenario != after.scenario) {
    comparison.comparable = false;
    comparison.differences.push_back({"scenario", before.scenario, after.scenario});
    return comparison;
  }
  Findings findings;
  bool untraced = false;
  for (const VariantReport &variant : after.variants) {
    const auto other =
        std::find_if(before.variants.begin(), before.variants.end(), [&](const VariantReport &one) {
          return one.variables == variant.variables && one.repetition == variant.repetition;
        });
    const std::string label = variant.label().empty() ? "" : variant.label() + ": ";
    if (other == before.variants.end()) {
      if (variant.repetition == 1) {
        comparison.comparable = false;
        findings.verdict.push_back({label + "boot", "not run", "run"});
      }
      continue;
    }
    const Attempt &a = other->last(), &b = variant.last();
    if (a.verdict != Verdict::Passed || b.verdict != Verdict::Passed)
      findings.verdict.push_back(
          {label + "verdict", a.cause + ": " + a.reason, b.cause + ": " + b.reason});
    compareMilestones(label, a, b, findings.milestones);
    if (comparison.required >= Rung::Trace || !a.trace.empty() || !b.trace.empty())
      compareTraces(label, a, b, findings);
    else
      untraced = true;
    compareInstructions(label, a, b, findings.instructions);
  }
  for (const VariantReport &variant : before.variants)
    if (variant.repetition == 1 &&
        std::none_of(after.variants.begin(), after.variants.end(), [&](const VariantReport &one) {
          return one.variables == variant.variables;
        })) {
      comparison.comparable = false;
      findings.verdict.push_back({variant.label() + ": boot", "run", "not run"});
    }

  // Each rung stands on those below it.
  const auto climb = [&](Rung rung, const std::vector<Difference> &against) {
    if (comparison.rung == static_cast<Rung>(static_cast<int>(rung) - 1) && against.empty())
      comparison.rung = rung;
    auto &list = rung <= comparison.required ? comparison.differences : comparison.observations;
    list.insert(list.end(), against.begin(), against.end());
  };
  climb(Rung::Verdict, findings.verdict);
  climb(Rung::Milestones, findings.milestones);
  if (!untraced) {
    climb(Rung::Trace, findings.trace);
    climb(Rung::Path, findings.path);
  }
  comparison.observations.insert(comparison.observations.end(), findings.instructions.begin(),
                                 findings.instructions.end());
  return comparison;
}

} // namespace levitate::boot
