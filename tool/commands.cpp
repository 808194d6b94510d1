#include "tool/commands.h"

#include "base/files.h"
#include "base/progress.h"
#include "base/text.h"
#include "tool/changeset/export.h"
#include "tool/changeset/journal.h"
#include "tool/pipeline/build.h"
#include "tool/plan/plan.h"
#include "tool/plan_output.h"
#include "tool/recipe/recipe.h"
#include "tool/workspace/compile_database.h"

#include <nlohmann/json.hpp>

#include <iostream>

namespace levitate {

namespace {

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
  LEVITATE_TRY(ready, readyToPlan(options));
  Progress progress(options.common.quiet);
  plan::Request request{ready.recipe, ready.buildDirectories, options.common.threads(), &progress};
  if (!options.noCache)
    request.cacheFolder = plan::plansFolderIn(ready.buildDirectories.front());
  LEVITATE_TRY(made, plan::plan(request));
  return Planned{std::move(ready.recipe), std::move(made)};
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

Result<ReadyToPlan> readyToPlan(const PlanOptions &options) {
  LEVITATE_TRY(recipe, recipe::load(options.rules));
  LEVITATE_TRY(recovered, changeset::recover(recipe.root));
  if (recovered != changeset::Recovery::Nothing)
    std::cerr << "note: an interrupted migration of " << recipe.root << " was "
              << (recovered == changeset::Recovery::Completed ? "completed" : "taken back") << "\n";
  LEVITATE_TRY(folders, buildDirectories(recipe, options));
  return ReadyToPlan{std::move(recipe), std::move(folders)};
}

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
