#include "tool/pipeline/pipeline.h"

#include "base/files.h"
#include "base/text.h"
#include "tool/changeset/export.h"
#include "tool/changeset/journal.h"
#include "tool/pipeline/stages.h"
#include "verify/report/write.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace levitate::pipeline {
namespace {

/// A path as the user would name it: relative when it lies below the working directory.
std::string shownPath(const std::string &path) {
  const std::string here = absolutePath(".");
  return isWithin(path, here) && path != here ? relativePath(path, here) : path;
}

/// Runs the stages one after the other, keeps their times, and says on stderr what is done.
class Stages {
public:
  Stages(bool quiet, std::vector<std::pair<std::string, double>> &seconds)
      : quiet(quiet), seconds(seconds) {}

  /// `body` returns what to say about the stage, or an error that ends the run.
  template <class Body> Result<void> run(const std::string &name, Body body) {
    const auto start = std::chrono::steady_clock::now();
    Result<std::string> said = body();
    if (!said)
      return std::move(said).error();
    const double duration =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    seconds.emplace_back(name, duration);
    if (!quiet)
      fmt::print(stderr, "{:<12} {:6.1f} s  {}\n", name, duration, *said);
    return {};
  }

private:
  const bool quiet;
  std::vector<std::pair<std::string, double>> &seconds;
};

std::string plural(std::size_t count, const std::string &one, const std::string &many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

class Run {
public:
  Run(const RunRequest &request, Engine &engine, recipe::Recipe recipe)
      : request(request), engine(engine), recipe(std::move(recipe)),
        demands(demandsOf(this->recipe)),
        work(absolutePath(request.work) + "/" + this->recipe.name),
        output(absolutePath(request.output)),
        reports(absolutePath(request.reports) + "/" + this->recipe.name), progress(request.quiet),
        stages(request.quiet, report.seconds) {
    report.migration = this->recipe.name;
    report.why = this->recipe.why;
    report.root = shownPath(this->recipe.root);
    settings = {request.threads, &progress};
  }

  Result<ExitStatus> migrate() {
    LEVITATE_CHECK(checkDemands(recipe, demands));
    LEVITATE_CHECK(changeset::recover(recipe.root));
    before.name = "before", before.root = recipe.root;
    LEVITATE_CHECK(stages.run("configure", [&] { return configureStage(before); }));
    LEVITATE_CHECK(stages.run("plan", [&] { return planStage(); }));
    if (plan.verdict == plan::Verdict::Refused) {
      report.verdict = report::Verdict::Refused;
      return finish();
    }
    LEVITATE_CHECK(stages.run("apply", [&] { return applyStage(); }));
    after.name = "after", after.root = realPath(output);
    LEVITATE_CHECK(stages.run("configure", [&] { return configureStage(after); }));
    LEVITATE_CHECK(verify({&before, &after}));
    if (demands.equivalence)
      LEVITATE_CHECK(stages.run("equivalence", [&] { return equivalenceStage(); }));
    if (!demands.scenarios.empty())
      LEVITATE_CHECK(stages.run("boot", [&] { return bootStage({&before, &after}); }));
    LEVITATE_CHECK(stages.run("criteria", [&] { return criteriaStage(&before); }));
    if (request.inPlace && report.verdict == report::Verdict::Passed)
      LEVITATE_CHECK(stages.run("write", [&] { return writeStage(); }));
    return finish();
  }

  Result<ExitStatus> check() {
    LEVITATE_CHECK(checkDemands(recipe, demands));
    LEVITATE_CHECK(changeset::recover(recipe.root));
    report.planVerdict = "not-made";
    // Built where `run` builds the tree before the migration, for that is what this is: the tree as
    // it stands.
    before.name = "before", before.root = recipe.root;
    LEVITATE_CHECK(stages.run("configure", [&] { return configureStage(before); }));
    after = std::move(before);
    after.name = "after";
    LEVITATE_CHECK(verify({&after}));
    if (!demands.scenarios.empty())
      LEVITATE_CHECK(stages.run("boot", [&] { return bootStage({&after}); }));
    LEVITATE_CHECK(stages.run("criteria", [&] { return criteriaStage(nullptr); }));
    if (demands.equivalence)
      report.notes.push_back("`equivalent` compares with a tree before the migration: only `run` "
                             "can judge it");
    gather({&after});
    if (request.json)
      fmt::print("{}", report::runJson(report));
    else
      printCriteria();
    return report.verdict == report::Verdict::Passed ? ExitStatus::Success : ExitStatus::Findings;
  }

private:
  Result<std::string> configureStage(Tree &tree) {
    LEVITATE_TRY(files, changeset::treeFiles(tree.root));
    tree.files = std::move(files);
    LEVITATE_CHECK(configureTree(tree, demands, work, settings));
    return fmt::format("{}: {}", tree.name, join(demands.presets, ", "));
  }

  Result<std::string> planStage() {
    std::vector<std::string> directories = before.buildDirectories();
    for (const std::string &directory : request.buildDirectories)
      directories.push_back(absolutePath(directory));
    if (directories.empty())
      return Error::usage(recipe.file +
                          ": no criterion names a preset to build, and no build directory "
                          "is given; add a `builds` criterion or -p DIR");
    LEVITATE_TRY(made,
                 engine.plan(recipe, directories,
                             request.noCache ? "" : plan::plansFolderIn(directories.front())));
    plan = std::move(made);
    for (const plan::Refusal &refusal : plan.refusals) {
      report::Finding finding{"refused/" + refusal.step,
                              Severity::Error,
                              refusal.reason,
                              inTree(refusal.where),
                              {},
                              ""};
      if (!refusal.remedy.empty())
        finding.message += "; " + refusal.remedy;
      for (const Diagnostic &note : refusal.notes)
        finding.chain.push_back(formatDiagnostic(note));
      report.refusals.push_back(std::move(finding));
    }
    for (const plan::Leftover &leftover : plan.leftovers)
      report.leftovers.push_back(
          {"leftover", Severity::Note, leftover.reason, inTree(leftover.where), {}, ""});
    for (const plan::Renaming &rename : plan.renames)
      if (std::find(renames.begin(), renames.end(), changeset::Rename{rename.from, rename.to}) ==
          renames.end())
        renames.push_back({rename.from, rename.to});
    for (const changeset::Rename &rename : renames)
      report.renames.push_back({rename.from, rename.to});
    for (const plan::EditRecord &edit : plan.edits)
      report.edits.push_back(
          {edit.file, edit.line, edit.step, edit.reason, edit.before, edit.after});
    report.patch = changeset::unifiedDiff(plan.changes);
    switch (plan.verdict) {
    case plan::Verdict::Planned:
      report.planVerdict = "planned";
      return fmt::format("{} in {}, {} checked on the overlay",
                         plural(plan.edits.size(), "edit", "edits"),
                         plural(plan.changes.files.size(), "file", "files"),
                         plural(plan.unitsChecked, "unit", "units"));
    case plan::Verdict::NothingToDo:
      report.planVerdict = "nothing-to-do";
      return std::string("nothing to do: the migration is done already");
    case plan::Verdict::Refused:
      report.planVerdict = "refused";
      return std::string("refused; nothing was changed");
    }
    return std::string();
  }

  Result<std::string> applyStage() {
    plan.changes.root = recipe.root;
    LEVITATE_TRY(summary, changeset::exportTree(plan.changes, output, renames));
    return fmt::format("{}: {}, {} written anew", shownPath(output),
                       plural(summary.files, "file", "files"), summary.written);
  }

  Result<void> verify(std::vector<Tree *> trees) {
    if (!demands.policies.empty() || demands.links)
      LEVITATE_CHECK(stages.run("layers", [&]() -> Result<std::string> {
        std::vector<std::string> said;
        for (Tree *tree : trees) {
          LEVITATE_CHECK(checkLayers(*tree, demands, request.threads));
          std::size_t violations = 0;
          for (const auto &[policy, checked] : tree->layers)
            violations += checked.violations();
          said.push_back(
              fmt::format("{}: {}", tree->name, plural(violations, "violation", "violations")));
        }
        return join(said, ", ");
      }));
    if (!demands.presets.empty())
      LEVITATE_CHECK(stages.run("build", [&]() -> Result<std::string> {
        std::size_t good = 0, all = 0;
        for (Tree *tree : trees) {
          buildTree(*tree, demands, settings);
          for (const auto &[preset, result] : tree->builds)
            good += result.succeeded, ++all;
        }
        return fmt::format("{} of {} built{}", good, all,
                           demands.tested.empty() ? "" : ", with their tests");
      }));
    return {};
  }

  Result<std::string> equivalenceStage() {
    std::vector<std::string> said;
    for (const std::string &preset : demands.programPresets()) {
      const auto old = before.builds.find(preset), now = after.builds.find(preset);
      if (old == before.builds.end() || now == after.builds.end() || !old->second.succeeded ||
          !now->second.succeeded)
        continue;
      equivalence::Request compare;
      compare.beforeBuildDir = fmt::format("{}/before/{}", work, preset);
      compare.afterBuildDir = fmt::format("{}/after/{}", work, preset);
      for (const changeset::Rename &rename : renames)
        compare.renames.push_back({rename.from, rename.to});
      compare.threads = request.threads;
      compare.progress = &progress;
      LEVITATE_TRY(certificate, equivalence::compare(compare));
      said.push_back(fmt::format("{}: {}, {} functions", preset,
                                 equivalence::nameOf(certificate.verdict), certificate.functions));
      certificates.emplace(preset, std::move(certificate));
    }
    return said.empty() ? std::string("nothing could be compared") : join(said, "; ");
  }

  Result<std::string> bootStage(std::vector<Tree *> trees) {
    std::vector<std::string> said;
    for (Tree *tree : trees) {
      LEVITATE_CHECK(bootTree(*tree, demands, work, request.threads,
                              tree == trees.front() ? nullptr : trees.front()));
      for (const auto &[scenario, booted] : tree->boots)
        said.push_back(
            fmt::format("{} {}: {}", tree->name, fileName(scenario), boot::nameOf(booted.verdict)));
    }
    if (trees.size() == 2)
      for (const auto &[scenario, booted] : before.boots)
        if (const auto now = after.boots.find(scenario); now != after.boots.end())
          comparisons.emplace(scenario, boot::compare(booted, now->second));
    return said.empty() ? std::string("nothing was built that could boot") : join(said, ", ");
  }

  Result<std::string> criteriaStage(const Tree *old) {
    // A tree that does not build has no names to ask for; its criteria say what is wrong.
    if (std::all_of(after.builds.begin(), after.builds.end(),
                    [](const auto &built) { return built.second.succeeded; }))
      LEVITATE_CHECK(findNames(after, demands, engine));
    const Verification verification{recipe, old, after, certificates, comparisons};
    LEVITATE_TRY(criteria, judge(verification));
    report.criteria = std::move(criteria);
    for (report::Criterion &criterion : report.criteria)
      criterion.origin.file = shownPath(absolutePath(criterion.origin.file));
    const auto held = std::count_if(report.criteria.begin(), report.criteria.end(),
                                    [](const auto &criterion) { return criterion.holds; });
    report.verdict = std::size_t(held) == report.criteria.size() ? report::Verdict::Passed
                                                                 : report::Verdict::Failed;
    return fmt::format("{} of {} hold", held, report.criteria.size());
  }

  Result<std::string> writeStage() {
    LEVITATE_CHECK(changeset::write(plan.changes, renames));
    report.notes.push_back("the tree itself was changed; `levitate-migrate undo` takes it back");
    return fmt::format("{} in {}", plural(plan.changes.files.size(), "file", "files"), report.root);
  }

  /// Puts what was found out about the trees into the report.
  void gather(const std::vector<const Tree *> &trees) {
    for (const Tree *tree : trees) {
      for (const Configuration &configuration : tree->configurations)
        if (const auto built = tree->builds.find(configuration.preset); built != tree->builds.end())
          report.builds.push_back(built->second);
      for (const auto &[policy, checked] : tree->layers) {
        std::optional<report::Layers> &side =
            tree->name == "before" ? report.layersBefore : report.layersAfter;
        report::Layers layers = layersForReport(checked, tree->name, report.root);
        if (!side) {
          side = std::move(layers);
        } else { // of several policies the first is drawn, all are counted
          side->violations.insert(side->violations.end(), layers.violations.begin(),
                                  layers.violations.end());
        }
      }
    }
    for (const auto &[preset, certificate] : certificates)
      report.equivalence.push_back(equivalenceForReport(certificate, preset));
    for (const std::string &scenario : demands.scenarios) {
      const std::string_view file = fileName(scenario);
      const std::string name(file.substr(0, file.rfind('.')));
      for (const Tree *tree : trees)
        if (const auto booted = tree->boots.find(scenario); booted != tree->boots.end())
          for (report::Boot &boot : bootsForReport(booted->second, name, tree->name))
            report.boots.push_back(std::move(boot));
      if (const auto compared = comparisons.find(scenario); compared != comparisons.end())
        report.bootComparisons.push_back(comparisonForReport(compared->second, name));
    }
  }

  Result<ExitStatus> finish() {
    gather({&before, &after});
    LEVITATE_CHECK(report::writeReport(report, reports));
    const std::string page = shownPath(reports + "/report.html");
    if (request.json)
      fmt::print("{}", report::runJson(report));
    else
      fmt::print("{}", report::runSummary(report, page, request.color));
    switch (report.verdict) {
    case report::Verdict::Passed:
      return ExitStatus::Success;
    case report::Verdict::Failed:
      return ExitStatus::Findings;
    case report::Verdict::Refused:
      return ExitStatus::Refused;
    }
    return ExitStatus::Findings;
  }

  void printCriteria() const {
    for (const report::Criterion &criterion : report.criteria) {
      fmt::print("{}  {} {}: {}\n", criterion.holds ? "holds" : "fails", criterion.name,
                 criterion.argument, criterion.evidence);
      if (!criterion.holds)
        for (const std::string &detail : criterion.details)
          fmt::print("         {}\n", detail);
    }
    for (const std::string &note : report.notes)
      fmt::print("note   {}\n", note);
  }

  /// A place in the tree as the user would name it.
  Location inTree(const Location &where) const {
    return {where.file.empty() ? where.file : report.root + "/" + where.file, where.line,
            where.column};
  }

  const RunRequest &request;
  Engine &engine;
  const recipe::Recipe recipe;
  const Demands demands;
  const std::string work, output, reports;
  Progress progress;
  report::Run report;
  Stages stages;
  BuildSettings settings;

  Tree before, after;
  plan::Plan plan;
  std::vector<changeset::Rename> renames;
  std::map<std::string, equivalence::Certificate> certificates;
  std::map<std::string, boot::Comparison> comparisons;
};

} // namespace

Result<ExitStatus> run(const RunRequest &request, Engine &engine) {
  LEVITATE_TRY(recipe, recipe::load(request.rules));
  return Run(request, engine, std::move(recipe)).migrate();
}

Result<ExitStatus> check(const RunRequest &request, Engine &engine) {
  LEVITATE_TRY(recipe, recipe::load(request.rules));
  return Run(request, engine, std::move(recipe)).check();
}

} // namespace levitate::pipeline
