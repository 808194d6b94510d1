#include "verify/boot/report.h"

#include "base/json.h"
#include "base/options.h"
#include "base/text.h"

#include <algorithm>

namespace levitate::boot {

using nlohmann::json;

std::string_view nameOf(Verdict verdict) {
  switch (verdict) {
  case Verdict::Passed:
    return "passed";
  case Verdict::KernelFailed:
    return "kernel-failed";
  case Verdict::TestFailed:
    return "test-failed";
  case Verdict::EnvironmentFailed:
    return "environment-failed";
  }
  return "";
}

std::string_view nameOf(Rung rung) {
  switch (rung) {
  case Rung::None:
    return "none";
  case Rung::Verdict:
    return "verdict";
  case Rung::Milestones:
    return "milestones";
  case Rung::Trace:
    return "trace";
  case Rung::Path:
    return "path";
  }
  return "";
}

std::string labelOf(const std::map<std::string, std::string> &variables) {
  std::vector<std::string> parts;
  for (const auto &[name, value] : variables)
    parts.push_back(name + "=" + value);
  return join(parts, " ");
}

std::vector<Repeats> Report::repeats() const {
  std::vector<Repeats> list;
  for (const VariantReport &variant : variants) {
    if (variant.attempts.empty())
      continue;
    auto found = std::find_if(list.begin(), list.end(), [&](const Repeats &one) {
      return one.variables == variant.variables;
    });
    if (found == list.end())
      found = list.insert(list.end(), {.variables = variant.variables, .label = variant.label()});
    const Attempt &last = variant.last();
    if (last.cause == "interrupted") { // by the user: that says nothing of the kernel
      ++found->causes[last.cause];
      continue;
    }
    found->shortest = found->runs == 0 ? last.seconds : std::min(found->shortest, last.seconds);
    found->longest = std::max(found->longest, last.seconds);
    ++found->runs;
    if (last.verdict == Verdict::Passed)
      ++found->passed;
    else
      ++found->causes[last.cause];
  }
  return list;
}

ExitStatus Report::exitStatus() const {
  if (verdict == Verdict::EnvironmentFailed)
    return ExitStatus::Environment;
  if (verdict != Verdict::Passed || (comparison && !comparison->equal()))
    return ExitStatus::Findings;
  return ExitStatus::Success;
}

namespace {

json milestonesJson(const Attempt &attempt) {
  json list = json::array();
  for (const MilestoneReport &milestone : attempt.milestones) {
    json entry = {{"name", toUtf8(milestone.name)}, {"reached", milestone.reached}};
    if (milestone.optional)
      entry["optional"] = true;
    if (milestone.reached) {
      entry["line"] = toUtf8(milestone.line);
      entry["seconds"] = milestone.seconds;
      entry["cpuSeconds"] = milestone.cpuSeconds;
      if (milestone.guestSeconds)
        entry["guestSeconds"] = *milestone.guestSeconds;
      for (const auto &[name, value] : milestone.captures)
        entry["captures"][name] = toUtf8(value);
      if (milestone.rejoined)
        entry["rejoined"] = true;
      if (milestone.instructions)
        entry["instructions"] = *milestone.instructions;
    }
    list.push_back(std::move(entry));
  }
  return list;
}

json checksJson(const Attempt &attempt) {
  json list = json::array();
  for (const CheckReport &check : attempt.checks) {
    json entry = {{"name", toUtf8(check.name)},
                  {"kind", check.kind},
                  {"holds", check.holds},
                  {"made", check.made},
                  {"evidence", toUtf8(check.evidence)}};
    if (!check.claim.empty())
      entry["claim"] = toUtf8(check.claim);
    list.push_back(std::move(entry));
  }
  return list;
}

json kernelJson(const KernelFile &kernel) {
  return {{"file", toUtf8(kernel.path)}, {"sha256", kernel.digest}, {"format", kernel.format}};
}

json mapJson(const std::map<std::string, std::string> &map) {
  json object = json::object();
  for (const auto &[name, value] : map)
    object[name] = toUtf8(value);
  return object;
}

json attemptJson(const Attempt &attempt) {
  json entry = {{"number", attempt.number},
                {"nonce", attempt.nonce},
                {"verdict", nameOf(attempt.verdict)},
                {"cause", attempt.cause},
                {"reason", toUtf8(attempt.reason)},
                {"ending", attempt.ending},
                {"status", attempt.status},
                {"seconds", attempt.seconds},
                {"cpuSeconds", attempt.cpuSeconds},
                {"qemu", attempt.qemuVersion},
                {"milestones", milestonesJson(attempt)},
                {"checks", checksJson(attempt)},
                {"facts", mapJson(attempt.facts)},
                {"disks", mapJson(attempt.disks)},
                {"files", mapJson(attempt.files)},
                {"serial", toUtf8(attempt.serial)}};
  json argv = json::array();
  for (const std::string &argument : attempt.argv)
    argv.push_back(toUtf8(argument));
  entry["argv"] = std::move(argv);
  json warnings = json::array();
  for (const std::string &warning : attempt.warnings)
    warnings.push_back(toUtf8(warning));
  entry["warnings"] = std::move(warnings);
  if (!attempt.diagnosis.empty())
    entry["diagnosis"] = toUtf8(attempt.diagnosis);
  if (!attempt.qemuOutput.empty())
    entry["qemuOutput"] = toUtf8(attempt.qemuOutput);
  if (!attempt.trace.empty()) {
    json events = json::array();
    for (const std::string &event : attempt.trace.events)
      events.push_back(toUtf8(event));
    entry["trace"] = std::move(events);
    entry["tracePath"] = {{"instructions", attempt.trace.instructions},
                          {"places", attempt.trace.places},
                          {"symbols", attempt.trace.symbols}};
  }
  return entry;
}

json comparisonJson(const Comparison &comparison) {
  const auto listed = [](const std::vector<Difference> &differences) {
    json list = json::array();
    for (const Difference &difference : differences)
      list.push_back({{"what", toUtf8(difference.what)},
                      {"before", toUtf8(difference.before)},
                      {"after", toUtf8(difference.after)}});
    return list;
  };
  return {{"equal", comparison.equal()},
          {"comparable", comparison.comparable},
          {"rung", nameOf(comparison.rung)},
          {"required", nameOf(comparison.required)},
          {"differences", listed(comparison.differences)},
          {"observations", listed(comparison.observations)}};
}

} // namespace

json Report::json() const {
  nlohmann::json result = {
      {"schema", 1},
      {"program", "levitate-boot-verify"},
      {"version", versionText()},
      {"scenario",
       {{"name", toUtf8(scenario)}, {"file", toUtf8(scenarioFile)}, {"sha256", scenarioDigest}}},
      {"architecture", architecture},
      {"kernel", kernelJson(kernel)},
      {"verdict", nameOf(verdict)},
      {"cause", cause},
      {"reason", toUtf8(reason)},
      {"seconds", seconds}};
  // The core of a report tells of one boot: the first that decided the verdict.
  const VariantReport *decisive = nullptr;
  for (const VariantReport &variant : variants)
    if (!decisive && !variant.attempts.empty() && variant.last().verdict == verdict)
      decisive = &variant;
  result["milestones"] = decisive ? milestonesJson(decisive->last()) : nlohmann::json::array();
  result["checks"] = decisive ? checksJson(decisive->last()) : nlohmann::json::array();
  nlohmann::json attempts = nlohmann::json::array(), list = nlohmann::json::array();
  for (const VariantReport &variant : variants) {
    nlohmann::json entry = {{"variables", mapJson(variant.variables)},
                            {"repetition", variant.repetition},
                            {"architecture", variant.architecture},
                            {"kernel", kernelJson(variant.kernel)}};
    for (const Attempt &attempt : variant.attempts)
      entry["attempts"].push_back(attemptJson(attempt));
    if (&variant == decisive) {
      attempts = entry["attempts"];
      for (auto &attempt : attempts) { // long, and the same in the variant
        attempt.erase("trace");
        attempt.erase("tracePath");
      }
    }
    if (!variant.attempts.empty()) {
      entry["verdict"] = nameOf(variant.last().verdict);
      entry["cause"] = variant.last().cause;
      entry["reason"] = toUtf8(variant.last().reason);
    }
    list.push_back(std::move(entry));
  }
  result["attempts"] = std::move(attempts);
  result["variants"] = std::move(list);
  unsigned passes = 0;
  for (const VariantReport &variant : variants)
    passes += !variant.attempts.empty() && variant.last().verdict == Verdict::Passed;
  result["runs"] = {{"total", variants.size()}, {"passed", passes}};
  nlohmann::json repeated = nlohmann::json::array();
  for (const Repeats &one : repeats())
    if (one.runs > 1)
      repeated.push_back({{"variables", mapJson(one.variables)},
                          {"runs", one.runs},
                          {"passed", one.passed},
                          {"flaky", one.flaky()},
                          {"causes", one.causes},
                          {"shortest", one.shortest},
                          {"longest", one.longest}});
  if (!repeated.empty())
    result["repeats"] = std::move(repeated);
  if (comparison)
    result["comparison"] = comparisonJson(*comparison);
  return result;
}

namespace {

Result<std::map<std::string, std::string>> readMap(const JsonValue &object,
                                                   const std::string &key) {
  std::map<std::string, std::string> map;
  if (!object.has(key))
    return map;
  LEVITATE_TRY(value, object.at(key));
  LEVITATE_TRY(members, value.members());
  for (const auto &[name, member] : members) {
    LEVITATE_TRY(text, member.string());
    map[name] = text;
  }
  return map;
}

Result<Verdict> readVerdict(const JsonValue &object) {
  LEVITATE_TRY(value, object.at("verdict"));
  LEVITATE_TRY(index,
               value.oneOf({"passed", "kernel-failed", "test-failed", "environment-failed"}));
  return static_cast<Verdict>(index);
}

template <class Number>
Result<std::vector<Number>> readNumbers(const JsonValue &object, const std::string &key) {
  LEVITATE_TRY(value, object.at(key));
  LEVITATE_TRY(list, value.array());
  std::vector<Number> numbers;
  numbers.reserve(list.size());
  for (const JsonValue &entry : list) {
    LEVITATE_TRY(number, entry.integer());
    if (number < 0)
      return entry.error("must not be negative");
    numbers.push_back(static_cast<Number>(number));
  }
  return numbers;
}

Result<RecordedTrace> readTrace(const JsonValue &object) {
  RecordedTrace trace;
  LEVITATE_TRY(events, object.stringsOr("trace", {}));
  trace.events = std::move(events);
  trace.instructions.resize(trace.events.size());
  trace.places.resize(trace.events.size());
  trace.symbols = {""};
  if (!object.has("tracePath"))
    return trace;
  LEVITATE_TRY(path, object.at("tracePath"));
  LEVITATE_TRY(instructions, readNumbers<std::uint64_t>(path, "instructions"));
  LEVITATE_TRY(places, readNumbers<std::size_t>(path, "places"));
  LEVITATE_TRY(symbols, path.stringsOr("symbols", {""}));
  if (instructions.size() != trace.events.size() || places.size() != trace.events.size() ||
      std::any_of(places.begin(), places.end(),
                  [&](std::size_t place) { return place >= symbols.size(); }))
    return path.error("does not fit to the 'trace'");
  trace.instructions = std::move(instructions);
  trace.places = std::move(places);
  trace.symbols = std::move(symbols);
  return trace;
}

Result<Attempt> readAttempt(const JsonValue &object) {
  Attempt attempt;
  LEVITATE_TRY(verdict, readVerdict(object));
  attempt.verdict = verdict;
  LEVITATE_TRY(cause, object.stringOr("cause", ""));
  attempt.cause = cause;
  LEVITATE_TRY(reason, object.stringOr("reason", ""));
  attempt.reason = reason;
  LEVITATE_TRY(nonce, object.stringOr("nonce", ""));
  attempt.nonce = nonce;
  LEVITATE_TRY(facts, readMap(object, "facts"));
  attempt.facts = std::move(facts);
  LEVITATE_TRY(disks, readMap(object, "disks"));
  attempt.disks = std::move(disks);
  LEVITATE_TRY(milestonesValue, object.at("milestones"));
  LEVITATE_TRY(milestones, milestonesValue.array());
  for (const JsonValue &entry : milestones) {
    MilestoneReport milestone;
    LEVITATE_TRY(nameValue, entry.at("name"));
    LEVITATE_TRY(name, nameValue.string());
    milestone.name = name;
    LEVITATE_TRY(reached, entry.booleanOr("reached", false));
    milestone.reached = reached;
    LEVITATE_TRY(line, entry.stringOr("line", ""));
    milestone.line = line;
    LEVITATE_TRY(captures, readMap(entry, "captures"));
    milestone.captures = std::move(captures);
    if (entry.has("instructions")) {
      LEVITATE_TRY(instructions, entry.integerOr("instructions", 0));
      milestone.instructions = static_cast<std::uint64_t>(instructions);
    }
    attempt.milestones.push_back(std::move(milestone));
  }
  LEVITATE_TRY(checksValue, object.at("checks"));
  LEVITATE_TRY(checks, checksValue.array());
  for (const JsonValue &entry : checks) {
    CheckReport check;
    LEVITATE_TRY(nameValue, entry.at("name"));
    LEVITATE_TRY(name, nameValue.string());
    check.name = name;
    LEVITATE_TRY(holds, entry.booleanOr("holds", false));
    check.holds = holds;
    LEVITATE_TRY(evidence, entry.stringOr("evidence", ""));
    check.evidence = evidence;
    attempt.checks.push_back(std::move(check));
  }
  LEVITATE_TRY(trace, readTrace(object));
  attempt.trace = std::move(trace);
  return attempt;
}

} // namespace

Result<Report> readReport(const std::string &path) {
  LEVITATE_TRY(root, JsonDocument::readFile(path));
  LEVITATE_TRY(program, root.stringOr("program", ""));
  if (program != "levitate-boot-verify")
    return root.error("this is no report of levitate-boot-verify");
  Report report;
  LEVITATE_TRY(scenario, root.at("scenario"));
  LEVITATE_TRY(name, scenario.stringOr("name", ""));
  report.scenario = name;
  LEVITATE_TRY(digest, scenario.stringOr("sha256", ""));
  report.scenarioDigest = digest;
  LEVITATE_TRY(verdict, readVerdict(root));
  report.verdict = verdict;
  LEVITATE_TRY(reason, root.stringOr("reason", ""));
  report.reason = reason;
  LEVITATE_TRY(variantsValue, root.at("variants"));
  LEVITATE_TRY(variants, variantsValue.array());
  for (const JsonValue &entry : variants) {
    VariantReport variant;
    LEVITATE_TRY(variables, readMap(entry, "variables"));
    variant.variables = std::move(variables);
    LEVITATE_TRY(repetition, entry.integerOr("repetition", 1));
    variant.repetition = static_cast<unsigned>(repetition);
    LEVITATE_TRY(attemptsValue, entry.at("attempts"));
    LEVITATE_TRY(attempts, attemptsValue.array());
    if (attempts.empty())
      return entry.error("a variant without an attempt");
    for (const JsonValue &one : attempts) {
      LEVITATE_TRY(attempt, readAttempt(one));
      variant.attempts.push_back(std::move(attempt));
    }
    report.variants.push_back(std::move(variant));
  }
  if (report.variants.empty())
    return root.error("a report without a boot");
  return report;
}

} // namespace levitate::boot
