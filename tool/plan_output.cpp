#include "tool/plan_output.h"

#include "base/text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>

namespace levitate {

namespace {

const char *verdictName(plan::Verdict verdict) {
  switch (verdict) {
  case plan::Verdict::Planned:
    return "planned";
  case plan::Verdict::NothingToDo:
    return "nothing-to-do";
  case plan::Verdict::Refused:
    return "refused";
  }
  return "refused";
}

nlohmann::json placeJson(const Location &where) {
  return {{"file", toUtf8(where.file)}, {"line", where.line}, {"column", where.column}};
}

} // namespace

nlohmann::json refusalsJson(const std::vector<plan::Refusal> &list) {
  nlohmann::json refusals = nlohmann::json::array();
  for (const plan::Refusal &refusal : list) {
    nlohmann::json entry = placeJson(refusal.where);
    entry["step"] = refusal.step;
    entry["reason"] = toUtf8(refusal.reason);
    entry["remedy"] = toUtf8(refusal.remedy);
    entry["notes"] = nlohmann::json::array();
    for (const Diagnostic &note : refusal.notes) {
      nlohmann::json place = placeJson(note.where);
      place["message"] = toUtf8(note.message);
      entry["notes"].push_back(std::move(place));
    }
    refusals.push_back(std::move(entry));
  }
  return refusals;
}

nlohmann::json planJson(const plan::Plan &plan) {
  nlohmann::json edits = nlohmann::json::array(), renames = edits, leftovers = edits;
  for (const plan::EditRecord &edit : plan.edits)
    edits.push_back({{"file", toUtf8(edit.file)},
                     {"line", edit.line},
                     {"step", edit.step},
                     {"reason", toUtf8(edit.reason)},
                     {"before", toUtf8(edit.before)},
                     {"after", toUtf8(edit.after)}});
  for (const plan::Renaming &rename : plan.renames)
    renames.push_back({{"from", rename.from}, {"to", rename.to}});
  for (const plan::Leftover &leftover : plan.leftovers) {
    nlohmann::json entry = placeJson(leftover.where);
    entry["reason"] = toUtf8(leftover.reason);
    leftovers.push_back(std::move(entry));
  }
  return {{"schema", 1},
          {"verdict", verdictName(plan.verdict)},
          {"edits", std::move(edits)},
          {"renames", std::move(renames)},
          {"refusals", refusalsJson(plan.refusals)},
          {"leftovers", std::move(leftovers)},
          {"unitsChecked", plan.unitsChecked}};
}

void printRefusals(const std::vector<plan::Refusal> &refusals) {
  for (const plan::Refusal &refusal : refusals)
    std::cerr << formatDiagnostic(
                     {Severity::Error,
                      refusal.where,
                      "refused" + (refusal.step.empty() ? "" : " (step " + refusal.step + ")") +
                          ": " + refusal.reason,
                      {},
                      refusal.remedy,
                      refusal.notes})
              << "\n";
}

void printReasons(const plan::Plan &plan, const CommonOptions &options) {
  printRefusals(plan.refusals);
  if (options.quiet)
    return;
  if (options.verbose)
    for (const plan::EditRecord &edit : plan.edits)
      std::cerr << formatLocation({edit.file, edit.line, 0}) << ": " << edit.reason << " [step "
                << edit.step << "]\n";
  if (options.verbose) {
    const auto &[directives, facts, check] = plan.seconds;
    std::cerr << fmt::format("{} units parsed, {} checked; {:.2f} s for directives, {:.2f} s for "
                             "facts, {:.2f} s for the check\n",
                             plan.unitsParsed, plan.unitsChecked, directives, facts, check);
  }
  for (const plan::Leftover &leftover : plan.leftovers)
    std::cerr
        << formatDiagnostic(
               {Severity::Warning, leftover.where, "left over: " + leftover.reason, {}, {}, {}})
        << "\n";
}

} // namespace levitate
