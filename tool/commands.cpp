#include "tool/commands.h"

#include "base/files.h"
#include "base/progress.h"
#include "base/text.h"
#include "tool/changeset/export.h"
#include "tool/changeset/journal.h"
#include "tool/pipeline/build.h"
#include "tool/plan/plan.h"
#include "tool/recipe/recipe.h"
#include "tool/workspace/compile_database.h"

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

nlohmann::json planJson(const plan::Plan &plan) {
  nlohmann::json edits = nlohmann::json::array(), renames = edits, refusals = edits,
                 leftovers = edits;
  for (const plan::EditRecord &edit : plan.edits)
    edits.push_back({{"file", toUtf8(edit.file)},
                     {"line", edit.line},
                     {"step", edit.step},
                     {"reason", toUtf8(edit.reason)},
                     {"before", toUtf8(edit.before)},
                     {"after", toUtf8(edit.after)}});
  for (const plan::Renaming &rename : plan.renames)
    renames.push_back({{"from", rename.from}, {"to", rename.to}});
  for (const plan::Refusal &refusal : plan.refusals) {
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
  for (const plan::Leftover &leftover : plan.leftovers) {
    nlohmann::json entry = placeJson(leftover.where);
    entry["reason"] = toUtf8(leftover.reason);
    leftovers.push_back(std::move(entry));
  }
  return {{"schema", 1},
          {"verdict", verdictName(plan.verdict)},
          {"edits", std::move(edits)},
          {"renames", std::move(renames)},
          {"refusals", std::move(refusals)},
          {"leftovers", std::move(leftovers)},
          {"unitsChecked", plan.unitsChecked}};
}

void printRefusals(const plan::Plan &plan) {
  for (const plan::Refusal &refusal : plan.refusals)
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
  printRefusals(plan);
  if (options.quiet)
    return;
  if (options.verbose)
    for (const plan::EditRecord &edit : plan.edits)
      std::cerr << formatLocation({edit.file, edit.line, 0}) << ": " << edit.reason << " [step "
                << edit.step << "]\n";
  for (const plan::Leftover &leftover : plan.leftovers)
    std::cerr
        << formatDiagnostic(
               {Severity::Warning, leftover.where, "left over: " + leftover.reason, {}, {}, {}})
        << "\n";
}

// The build directories given, or those found below the root, or one made for each CMake preset.
Result<std::vector<std::string>> buildDirectories(const recipe::Recipe &recipe,
                                                  const PlanOptions &options) {
  std::vector<std::string> folders;
  for (const std::string &folder : options.buildDirectories)
    folders.push_back(absolutePath(folder));
  if (folders.empty())
    folders = workspace::findBuildDirectories(recipe.root);
  if (!folders.empty())
    return folders;
  if (!exists(recipe.root + "/CMakePresets.json"))
    return Error::at(ExitStatus::Environment, {recipe.root, 0, 0},
                     "there is no compile database below this folder, and no CMakePresets.json to "
                     "make one from; name a build directory with -p");
  LEVITATE_TRY(presets, pipeline::presetsOf(recipe.root));
  for (const std::string &preset : presets) {
    LEVITATE_TRY(made, pipeline::configure(recipe.root, preset,
                                           recipe.root + "/.levitate/build/" + preset,
                                           {options.common.threads(), nullptr}));
    folders.push_back(made.directory);
  }
  return folders;
}

struct Planned {
  recipe::Recipe recipe;
  plan::Plan plan;
};

Result<Planned> makePlan(const PlanOptions &options) {
  LEVITATE_TRY(recipe, recipe::load(options.rules));
  LEVITATE_TRY(recovered, changeset::recover(recipe.root));
  if (recovered != changeset::Recovery::Nothing)
    std::cerr << "note: an interrupted migration of " << recipe.root << " was "
              << (recovered == changeset::Recovery::Completed ? "completed" : "taken back") << "\n";
  LEVITATE_TRY(folders, buildDirectories(recipe, options));
  Progress progress(options.common.quiet);
  LEVITATE_TRY(made, plan::plan({recipe, folders, options.common.threads(), &progress}));
  return Planned{std::move(recipe), std::move(made)};
}

ExitStatus statusOf(const plan::Plan &plan) {
  return plan.verdict == plan::Verdict::Refused ? ExitStatus::Refused : ExitStatus::Success;
}

std::vector<changeset::Rename> renamesOf(const plan::Plan &plan) {
  std::vector<changeset::Rename> renames;
  for (const plan::Renaming &rename : plan.renames)
    renames.push_back({rename.from, rename.to});
  return renames;
}

} // namespace

Result<ExitStatus> runPlan(const PlanOptions &options) {
  LEVITATE_TRY(planned, makePlan(options));
  printReasons(planned.plan, options.common);
  if (options.common.format == "json")
    std::cout << planJson(planned.plan).dump(2) << "\n";
  else
    std::cout << changeset::unifiedDiff(planned.plan.changes);
  if (planned.plan.verdict == plan::Verdict::NothingToDo && !options.common.quiet)
    std::cerr << "nothing to do: every step is done already\n";
  return statusOf(planned.plan);
}

Result<ExitStatus> runApply(const ApplyOptions &options) {
  LEVITATE_TRY(planned, makePlan(options.plan));
  plan::Plan &plan = planned.plan;
  printReasons(plan, options.plan.common);
  if (options.plan.common.format == "json")
    std::cout << planJson(plan).dump(2) << "\n";
  if (plan.verdict == plan::Verdict::Refused)
    return ExitStatus::Refused;
  std::string where = planned.recipe.root;
  if (options.inPlace) {
    LEVITATE_CHECK(changeset::write(plan.changes, renamesOf(plan)));
  } else {
    where = absolutePath(options.output.value_or("build/migrated"));
    LEVITATE_TRY(summary, changeset::exportTree(plan.changes, where, renamesOf(plan)));
    (void)summary;
  }
  if (options.plan.common.format != "json" && !options.plan.common.quiet) {
    if (plan.verdict == plan::Verdict::NothingToDo)
      std::cout << "nothing to do: every step is done already\n";
    else
      std::cout << plan.changes.files.size() << " files changed in " << where << "\n";
  }
  return ExitStatus::Success;
}

Result<ExitStatus> runUndo(const std::string &root, const CommonOptions &common) {
  LEVITATE_TRY(summary, changeset::undo(realPath(root)));
  if (common.format == "json")
    std::cout << nlohmann::json{{"schema", 1}, {"files", summary.files}}.dump(2) << "\n";
  else if (!common.quiet)
    std::cout << (summary.files == 0 ? std::string("nothing to undo")
                                     : std::to_string(summary.files) + " files restored")
              << "\n";
  return ExitStatus::Success;
}

} // namespace levitate
