#include "tool/plan/plan.h"

#include "base/files.h"
#include "tool/changeset/export.h"
#include "tool/plan/build_files.h"
#include "tool/plan/cache.h"
#include "tool/plan/check.h"
#include "tool/plan/context.h"
#include "tool/plan/format.h"
#include "tool/plan/forward.h"
#include "tool/plan/linker_names.h"
#include "tool/plan/move.h"
#include "tool/plan/namespace.h"
#include "tool/plan/old_names.h"
#include "tool/plan/re_export.h"
#include "tool/plan/rename.h"
#include "tool/plan/renames.h"
#include "tool/plan/search_paths.h"
#include "tool/plan/steps.h"
#include "tool/plan/stopwatch.h"

#include <algorithm>
#include <set>

namespace levitate::plan {

namespace {

Result<void> planStep(Context &context, BuildFiles &build, const recipe::Step &step) {
  return std::visit(
      [&](const auto &action) -> Result<void> {
        using Action = std::decay_t<decltype(action)>;
        if constexpr (std::is_same_v<Action, recipe::Move>)
          return planMove(context, build, step, action);
        else if constexpr (std::is_same_v<Action, recipe::Link>)
          return build.link(action, step);
        else if constexpr (std::is_same_v<Action, recipe::Unlink>)
          return build.unlink(action, step);
        else if constexpr (std::is_same_v<Action, recipe::ReExport>)
          return planReExport(context, step, action);
        else if constexpr (std::is_same_v<Action, recipe::DeleteFile>)
          return planDeleteFile(context, build, step, action);
        else if constexpr (std::is_same_v<Action, recipe::Rename>)
          return planRename(context, step, action);
        else if constexpr (std::is_same_v<Action, recipe::RenameNamespace>)
          return action.from.empty() ? planGlobalIntoNamespace(context, build, step, action.to)
                                     : planRenameNamespace(context, step, action);
        else if constexpr (std::is_same_v<Action, recipe::MoveFile>)
          return planMoveFile(context, build, step, action);
        else if constexpr (std::is_same_v<Action, recipe::RewriteInclude>)
          return planRewriteInclude(context, step, action);
        else
          return planForward(context, build, step, action);
      },
      step.action);
}

// A refusal that came as an Error (edits that meet, a step that leaves broken code).
bool takeRefusal(Context &context, const Error &error, const std::string &step) {
  if (error.status != ExitStatus::Refused)
    return false;
  for (const Diagnostic &diagnostic : error.diagnostics)
    context.refuse(
        {diagnostic.where, step, diagnostic.message, diagnostic.remedy, diagnostic.notes});
  return true;
}

void refuse(Plan &plan) {
  plan.verdict = Verdict::Refused;
  plan.changes.files.clear();
  plan.edits.clear();
  plan.renames.clear();
}

void finish(Context &context) {
  Plan &plan = context.plan;
  const auto order = [](const auto &a, const auto &b) {
    return std::tie(a.where.file, a.where.line, a.where.column, a.reason) <
           std::tie(b.where.file, b.where.line, b.where.column, b.reason);
  };
  std::stable_sort(plan.refusals.begin(), plan.refusals.end(), order);
  plan.refusals.erase(
      std::unique(plan.refusals.begin(), plan.refusals.end(),
                  [&](const Refusal &a, const Refusal &b) { return !order(a, b) && !order(b, a); }),
      plan.refusals.end());
  std::stable_sort(plan.leftovers.begin(), plan.leftovers.end(), order);
  if (!plan.refusals.empty()) {
    refuse(plan);
  } else {
    plan.verdict = plan.changes.empty() ? Verdict::NothingToDo : Verdict::Planned;
  }
}

Result<Plan> planWith(const Request &request, Gathered &gathered) {
  Context context(request, gathered);
  context.plan.changes.root = request.recipe.root;
  // CMake first: it writes the compile databases anew when they are older than the tree.
  LEVITATE_TRY(build, BuildFiles::load(context));
  for (const std::string &folder : request.buildDirectories) {
    LEVITATE_TRY(loaded, workspace::loadCompileDatabase(folder));
    context.units.insert(context.units.end(), loaded.begin(), loaded.end());
  }
  const std::vector<workspace::Unit> before = context.units;
  const SearchPaths paths(build, context.project, before);
  paths.add(context.units);
  const std::vector<workspace::Unit> atFirst = context.units;
  const PlanCache cache(request.cacheFolder);
  if (!request.cacheFolder.empty() && !gathered.cacheKey && !gathered.parseAll) {
    context.readDirectives();
    gathered.cacheKey = PlanCache::keyOf(context, atFirst);
    if (gathered.cacheKey)
      if (std::optional<Plan> known = cache.find(*gathered.cacheKey)) {
        known->seconds = {gathered.directiveSeconds, 0, 0};
        return std::move(*known);
      }
  }
  for (const recipe::Step &step : request.recipe.steps) {
    const std::size_t renamesBefore = context.plan.renames.size();
    const Result<void> result = planStep(context, build, step);
    if (!result && !takeRefusal(context, result.error(), step.id))
      return result.error();
    if (step.text == recipe::TextMode::Rewrite && !context.refused()) {
      const Result<void> text = rewriteOldNames(context, step, renamesBefore);
      if (!text && !takeRefusal(context, text.error(), step.id))
        return text.error();
    }
    for (std::size_t i = renamesBefore; i < context.plan.renames.size(); ++i)
      context.plan.renames[i].step = static_cast<std::size_t>(&step - request.recipe.steps.data());
    // What comes later would be planned on a tree that no one wants.
    if (context.refused())
      break;
  }
  if (gathered.again)
    return std::move(context.plan); // of no use
  if (!context.refused()) {
    build.refuseProblems();
    LEVITATE_CHECK(refuseMangledNames(context));
    LEVITATE_CHECK(formatPlanned(context));
    LEVITATE_TRY(changes, context.overlay.changes());
    context.plan.changes = std::move(changes);
  }
  if (!context.refused() && context.demandUnits())
    return std::move(context.plan);
  context.plan.unitsParsed = gathered.meanings.size();
  if (!context.refused() && !context.plan.changes.empty()) {
    context.units = paths.after(std::move(context.units));
    const Stopwatch watch(context.plan.seconds.check);
    const Result<void> checked = checkOverlay(context, before);
    if (!checked && !takeRefusal(context, checked.error(), ""))
      return checked.error();
    if (gathered.again)
      return std::move(context.plan);
    LEVITATE_CHECK(reportOldNames(context));
    context.plan.renames = composed(context.plan.renames);
  }
  finish(context);
  context.plan.seconds.directives = gathered.directiveSeconds;
  context.plan.seconds.facts = gathered.factSeconds;
  // A file may have changed while the plan was made.
  if (gathered.cacheKey && PlanCache::keyOf(context, atFirst) == gathered.cacheKey)
    cache.keep(*gathered.cacheKey, context.plan);
  return std::move(context.plan);
}

// What git ignores would be in no commit: the rest would not build where it is checked out. Git's
// rules are no part of the tree, so that this is asked anew of a plan that was made before.
void refuseIgnored(Plan &plan) {
  std::vector<std::string> paths;
  for (const auto &[path, change] : plan.changes.files)
    paths.push_back(path);
  const std::vector<std::string> ignored = changeset::ignoredByGit(plan.changes.root, paths);
  for (const std::string &path : ignored)
    plan.refusals.push_back(
        {{path, 1, 1},
         "",
         "git ignores this file, so that its change would be in no commit",
         "take it out of .gitignore; when it is generated, change by hand what it is made from",
         {}});
  if (!ignored.empty())
    refuse(plan);
}

} // namespace

Result<Plan> plan(const Request &request) {
  std::vector<std::string> folders;
  for (const std::string &folder : request.buildDirectories)
    folders.push_back(realPath(folder));
  Gathered gathered(request, std::move(folders));
  for (;;) {
    gathered.again = false;
    Result<Plan> plan = planWith(request, gathered);
    if (gathered.again)
      continue;
    // A name that is nowhere: what else there is, only all units know.
    if (!plan && plan.error().status == ExitStatus::Usage && !gathered.parseAll) {
      gathered.parseAll = true;
      for (auto &[unit, depth] : gathered.depths)
        depth = facts::Depth::Parsed;
      continue;
    }
    if (plan)
      refuseIgnored(*plan);
    return plan;
  }
}

} // namespace levitate::plan
