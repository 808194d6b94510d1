// levitate-corpus: the migration tried on trees that other people wrote. `./xtask corpus` calls it.
#include "tool/corpus/candidates.h"
#include "tool/corpus/report.h"
#include "tool/corpus/trees.h"
#include "tool/corpus/trial.h"

#include "base/files.h"
#include "base/options.h"
#include "base/process.h"
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <set>

namespace {

using namespace levitate;
using namespace levitate::corpus;

struct Options {
  std::string trees;              ///< the file that describes them
  std::vector<std::string> names; ///< of the trees to try; empty: all
  std::vector<std::string> only;  ///< operations that hold one of these; empty: all
  std::string subject;            ///< only candidates with this in their subject
  std::size_t runs = 40;
  std::uint64_t seed = 1;
  std::size_t testEvery = 10;
  std::size_t proveEvery = 1;
  unsigned minutes = 0;
  std::string work = "build/corpus";
  std::string reports = "reports/corpus";
  double least = 90; ///< per cent of runs that must be done
  bool packages = false;
  bool fetch = false;
  bool offline = false;
  bool list = false;
  bool draw = false;
  CommonOptions common;
};

Result<std::vector<TreeDescription>> chosen(const Options &options) {
  LEVITATE_TRY(all, readTrees(options.trees));
  if (options.names.empty())
    return std::move(all);
  std::vector<std::string> known;
  for (const TreeDescription &tree : all)
    known.push_back(tree.name);
  std::vector<TreeDescription> result;
  for (const std::string &name : options.names) {
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end())
      return Error::usage("there is no tree '" + name + "' in " + options.trees +
                          didYouMean(name, known));
    result.push_back(all[static_cast<std::size_t>(found - known.begin())]);
  }
  return result;
}

std::map<std::string, std::vector<Candidate>>
wanted(std::map<std::string, std::vector<Candidate>> candidates, const Options &options) {
  for (auto &[operation, list] : candidates)
    std::erase_if(list, [&](const Candidate &candidate) {
      return candidate.subject.find(options.subject) == std::string::npos;
    });
  std::erase_if(candidates, [&](const auto &entry) {
    return !options.only.empty() &&
           std::none_of(options.only.begin(), options.only.end(), [&](const std::string &part) {
             return entry.first.find(part) != std::string::npos;
           });
  });
  return candidates;
}

std::string programsFolder() {
  std::error_code none;
  return std::string(parentPath(std::filesystem::read_symlink("/proc/self/exe", none).string()));
}

Result<void> writeReport(const Options &options, const std::vector<Run> &runs) {
  LEVITATE_CHECK(
      writeText(options.reports + "/corpus.json", jsonOf(runs, options.seed).dump(2) + "\n"));
  return writeText(options.reports + "/corpus.md", textOf(runs));
}

Result<ExitStatus> runCorpus(const Options &options) {
  LEVITATE_TRY(descriptions, chosen(options));
  if (options.packages) {
    std::set<std::string> packages;
    for (const TreeDescription &tree : descriptions)
      packages.insert(tree.packages.begin(), tree.packages.end());
    for (const std::string &package : packages)
      std::cout << package << "\n";
    return ExitStatus::Success;
  }

  const auto start = std::chrono::steady_clock::now();
  TrialSettings settings;
  settings.programs = programsFolder();
  settings.place = {absolutePath(options.work), options.common.threads(), options.offline};
  LEVITATE_CHECK(makeDirectory(settings.place.work));
  LEVITATE_TRY(lock, FileLock::take(settings.place.work + "/lock"));
  if (!lock)
    return Error::environment("another levitate-corpus is at work in " + settings.place.work +
                              "; wait for it to end, or name another --work");
  if (options.fetch) {
    for (const TreeDescription &tree : descriptions)
      LEVITATE_CHECK(fetch(tree, settings.place));
    return ExitStatus::Success;
  }
  std::vector<Run> runs;
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < descriptions.size(); ++i) {
    Result<Tree> prepared = prepare(descriptions[i], settings.place);
    if (!prepared) {
      // The others can be tried all the same.
      std::cerr << prepared.error().text() << "\n";
      missing.push_back(descriptions[i].name);
      continue;
    }
    const Tree tree = *std::move(prepared);
    LEVITATE_TRY(candidates, candidatesOf(tree.before, tree.beforeBuild, settings.place.threads));
    candidates = wanted(std::move(candidates), options);
    if (options.list) {
      for (const auto &[operation, list] : candidates)
        std::cout << fmt::format("{:<10} {:<48} {:>6}\n", tree.description.name, operation,
                                 list.size());
      continue;
    }
    // The runs are shared out evenly; the first trees take the remainder.
    const std::size_t share =
        options.runs / descriptions.size() + (i < options.runs % descriptions.size() ? 1 : 0);
    const std::vector<Candidate> drawn = draw(candidates, share, options.seed);
    std::size_t done = 0;
    for (std::size_t n = 0; n < drawn.size(); ++n) {
      if (options.minutes > 0 &&
          std::chrono::steady_clock::now() - start > std::chrono::minutes(options.minutes))
        break;
      Run run{tree.description.name,
              drawn[n],
              {},
              fmt::format("{}/{}/runs/{}-{:04}", settings.place.work, tree.description.name,
                          options.seed, n + 1)};
      LEVITATE_CHECK(removeAll(run.folder));
      if (options.draw) {
        LEVITATE_CHECK(writeRules(tree, run.candidate, run.folder));
        std::cout << fmt::format("{}/rules.json {} {}\n", run.folder, run.candidate.operation,
                                 run.candidate.subject);
        continue;
      }
      settings.prove = options.proveEvery > 0 && done % options.proveEvery == 0;
      settings.tests = options.testEvery > 0 && done % options.testEvery == 0;
      LEVITATE_TRY(outcome, attempt(tree, run.candidate, run.folder, settings));
      run.outcome = std::move(outcome);
      done += run.outcome.verdict == Verdict::Done;
      LEVITATE_CHECK(writeText(run.folder + "/outcome.txt",
                               fmt::format("{}: {}\n{}\n", nameOf(run.outcome.verdict),
                                           run.outcome.reason, run.outcome.detail)));
      if (!options.common.quiet)
        std::cerr << fmt::format("[{}/{}] {}: {} {}: {}{} ({:.1f} s + {:.1f} s)\n", n + 1,
                                 drawn.size(), run.tree, run.candidate.operation,
                                 run.candidate.subject, nameOf(run.outcome.verdict),
                                 run.outcome.reason.empty() ? "" : ": " + run.outcome.reason,
                                 run.outcome.seconds, run.outcome.checking);
      runs.push_back(std::move(run));
      LEVITATE_CHECK(writeReport(options, runs));
    }
  }
  if (!missing.empty())
    std::cerr << "not tried: " << join(missing, ", ") << " (see above)\n";
  if (options.list || options.draw || runs.empty())
    return missing.empty() ? ExitStatus::Success : ExitStatus::Environment;
  if (options.common.format == "json")
    std::cout << jsonOf(runs, options.seed).dump(2) << "\n";
  else
    std::cout << textOf(runs);
  const Counts all = countsOf(runs);
  if (all.wrong > 0 || 100 * all.rate() < options.least)
    return ExitStatus::Findings;
  return missing.empty() ? ExitStatus::Success : ExitStatus::Environment;
}

} // namespace

int main(int argc, char **argv) {
  CLI::App app("Tries generated migrations on real trees, and checks every one of them by the "
               "compiler, the equivalence certificate, the trees' own tests and the bytes on disk.",
               "levitate-corpus");
  app.footer(
      "Exit status: 0 nothing is wrong and enough is done; 1 findings; 2 the command line is "
      "wrong;\n4 a tree can't be fetched or does not build as it is.");
  Options options;
  addCommonOptions(app, options.common, {"text", "json"});
  app.add_option("--description", options.trees, "the file that describes the trees")->required();
  app.add_option("--trees", options.names, "their names (default: all)")->delimiter(',');
  app.add_option("--runs", options.runs, "how many migrations, over all trees")
      ->capture_default_str();
  app.add_option("--seed", options.seed, "another seed draws other migrations")
      ->capture_default_str();
  app.add_option("--only", options.only, "operations whose name holds one of these")
      ->delimiter(',');
  app.add_option("--subject", options.subject, "only what has this in its name");
  app.add_option("--test-every", options.testEvery,
                 "run the tree's own tests after each Nth migration that is done; 0: never")
      ->capture_default_str();
  app.add_option("--prove-every", options.proveEvery,
                 "ask for the equivalence certificate of each Nth migration that is done (the tree "
                 "is built after each); 0: never")
      ->capture_default_str();
  app.add_option("--minutes", options.minutes, "begin no migration after that many; 0: no limit");
  app.add_option("--work", options.work, "where trees are fetched and built")
      ->capture_default_str();
  app.add_option("--reports", options.reports, "where corpus.json and corpus.md go")
      ->capture_default_str();
  app.add_option("--least", options.least, "per cent of the runs that must be done")
      ->capture_default_str();
  app.add_flag("--fetch", options.fetch, "fetch the trees' source packages by apt, and end");
  app.add_flag("--offline", options.offline, "use only trees that were fetched before");
  app.add_flag("--packages", options.packages, "print the packages that the trees need, and end");
  app.add_flag("--list", options.list, "print how many candidates each tree has, and end");
  app.add_flag("--draw", options.draw,
               "write the rule files of what is drawn, print their names, and end");
  return runProgram(app, argc, argv, [&] { return runCorpus(options); });
}
