#include "tool/pipeline/rebase.h"

#include "base/text.h"
#include "tool/pipeline/build.h"
#include "tool/recipe/recipe.h"
#include "tool/workspace/compile_database.h"

#include <fmt/format.h>

#include <algorithm>

namespace levitate::pipeline {
namespace {

/// `text` with the folder `from` as `to`, wherever it stands as a whole path or begins one.
std::string relocated(std::string text, const std::string &from, const std::string &to) {
  for (std::size_t at = text.find(from); at != std::string::npos;) {
    const std::size_t end = at + from.size();
    const char next = end < text.size() ? text[end] : '\n';
    const bool whole = !std::isalnum(static_cast<unsigned char>(next)) &&
                       std::string_view("_-.+").find(next) == std::string_view::npos;
    if (whole)
      text.replace(at, from.size(), to);
    at = text.find(from, at + (whole ? to.size() : from.size()));
  }
  return text;
}

/// Configures the commit on disk as the user's own builds are configured.
class Builds {
public:
  static Result<Builds> like(const RebaseRequest &request, const recipe::Recipe &recipe,
                             const Git &git, const CommitTree &files) {
    Builds builds(request.threads);
    std::vector<std::string> given;
    for (const std::string &folder : request.buildDirectories)
      given.push_back(realPath(absolutePath(folder)));
    const bool asked = !given.empty();
    if (!asked)
      given = workspace::findBuildDirectories(recipe.root);
    for (const std::string &folder : given) {
      const Result<std::string> cache = readText(folder + "/CMakeCache.txt");
      if (!cache && asked)
        return Error::usage(folder + " has no CMakeCache.txt; each commit of the branch is "
                                     "configured by CMake as this build was");
      if (!cache)
        continue;
      const std::string copy = files.beside("build-" + std::to_string(builds.folders.size()));
      // The copy may lie below the repository's top itself, and so may the build: each path is
      // relocated once.
      const std::string mark = "/\1";
      std::string text = relocated(*cache, folder, mark);
      text = relocated(std::move(text), git.top(), files.files());
      LEVITATE_CHECK(writeText(copy + "/CMakeCache.txt", relocated(std::move(text), mark, copy)));
      const std::size_t home = cache->find("\nCMAKE_HOME_DIRECTORY:INTERNAL=");
      const std::string source =
          home == std::string::npos
              ? recipe.root
              : cache->substr(cache->find('=', home) + 1,
                              cache->find('\n', home + 1) - cache->find('=', home) - 1);
      builds.sources.push_back(relocated(realPath(source), git.top(), files.files()));
      builds.folders.push_back(copy);
    }
    return builds;
  }

  /// The build directories of the commit that is on disk now, whose tree is at `root`.
  Result<std::vector<std::string>> configured(const std::string &root, const CommitTree &files) {
    if (folders.empty()) {
      std::vector<std::string> made;
      if (!exists(root + "/CMakePresets.json"))
        return Error::environment("there is no CMakePresets.json to configure it by; name a build "
                                  "directory of the tree with -p, and it is configured like that");
      LEVITATE_TRY(presets, presetsOf(root));
      for (const std::string &preset : presets) {
        LEVITATE_TRY(configuration,
                     configure(root, preset, files.beside("preset-" + preset), {threads, nullptr}));
        made.push_back(configuration.directory);
      }
      return made;
    }
    for (std::size_t i = 0; i < folders.size(); ++i) {
      Command command;
      command.arguments = {"cmake", "-S",       sources[i],
                           "-B",    folders[i], "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON"};
      command.mergeOutput = true;
      LEVITATE_TRY(result, runProcess(command));
      if (!result.succeeded())
        return Error::environment("it can't be configured:\n" + std::string(trim(result.output)));
    }
    return folders;
  }

private:
  explicit Builds(unsigned threads) : threads(threads) {}

  unsigned threads;
  std::vector<std::string> folders, sources;
};

class Rebase {
public:
  Rebase(const RebaseRequest &request, recipe::Recipe recipe, const Git &git, CommitTree files,
         Builds builds, Engine &engine)
      : request(request), recipe(std::move(recipe)), git(git), files(std::move(files)),
        builds(std::move(builds)), engine(engine) {
    prefix = this->recipe.root == git.top() ? "" : relativePath(this->recipe.root, git.top());
    this->recipe.root = this->files.files() + (prefix.empty() ? "" : "/" + prefix);
  }

  Result<RebaseResult> run() {
    LEVITATE_CHECK(findCommits());
    if (commits.empty())
      return result;
    LEVITATE_CHECK(checkOnto());
    LEVITATE_TRY(rewritten, migrateAll());
    if (!rewritten)
      return result;
    LEVITATE_TRY(merged, mergeAll());
    if (!merged) {
      LEVITATE_CHECK(git.run({"update-ref", "refs/levitate/" + result.branch, result.migratedTip}));
      return result;
    }
    LEVITATE_CHECK(checkTip());
    LEVITATE_CHECK(makeBranch());
    return result;
  }

private:
  Result<void> findCommits() {
    LEVITATE_TRY(onto, git.resolve(request.onto));
    LEVITATE_TRY(tip, git.resolve(request.branch));
    result.onto = onto;
    LEVITATE_CHECK(nameBranch());
    LEVITATE_TRY(base, git.attempt({"merge-base", onto, tip}));
    if (!base.succeeded())
      return Error::of(ExitStatus::Refused, fmt::format("'{}' and '{}' have no commit in common",
                                                        request.branch, request.onto));
    result.base = trim(base.output);
    LEVITATE_TRY(list,
                 git.run({"rev-list", "--reverse", "--topo-order", result.base + ".." + tip}));
    for (const std::string &id : split(trim(list), "\n")) {
      if (id.empty())
        continue;
      LEVITATE_TRY(commit, git.commit(id));
      if (commit.parents.size() > 1)
        return Error::of(ExitStatus::Refused,
                         fmt::format("{} is a merge; make the branch a line first (git rebase {})",
                                     commit.shown(), result.base.substr(0, 10)));
      commits.push_back(std::move(commit));
    }
    LEVITATE_TRY(first, git.commit(result.base));
    baseCommit = std::move(first);
    for (const Commit &commit : commits)
      result.commits.push_back({commit.id, commit.subject, {}, {}, false});
    return {};
  }

  Result<void> nameBranch() {
    result.branch = request.name;
    if (result.branch.empty()) {
      LEVITATE_TRY(name,
                   git.attempt({"rev-parse", "--abbrev-ref", "--end-of-options", request.branch}));
      // --end-of-options is printed back by rev-parse.
      const std::string text(trim(name.output));
      const std::string branch = text.substr(text.rfind('\n') + 1);
      if (!name.succeeded() || branch.empty() || branch == "HEAD")
        return Error::usage("'" + request.branch +
                            "' is no branch; give the new branch a name with --name");
      result.branch = branch + "-" + recipe.name;
    }
    LEVITATE_TRY(valid, git.attempt({"check-ref-format", "--branch", result.branch}));
    if (!valid.succeeded())
      return Error::usage("'" + result.branch + "' is no name for a branch");
    return {};
  }

  /// Puts a commit's place into what is said about it.
  static Error inCommit(Error error, const Commit &commit) {
    error.diagnostics.push_back({Severity::Note, {}, "in commit " + commit.shown(), {}, {}, {}});
    return error;
  }

  Result<plan::Plan> planOf(const Commit &commit) {
    LEVITATE_CHECK(files.show(commit.tree));
    Result<std::vector<std::string>> folders = builds.configured(recipe.root, files);
    if (!folders)
      return inCommit(std::move(folders).error(), commit);
    Result<plan::Plan> plan = engine.plan(recipe, *folders, request.noCache ? "" : files.plans());
    if (!plan)
      return inCommit(std::move(plan).error(), commit);
    return plan;
  }

  Result<void> checkOnto() {
    LEVITATE_TRY(onto, git.commit(result.onto));
    say("checking " + onto.shown());
    LEVITATE_TRY(plan, planOf(onto));
    if (plan.verdict != plan::Verdict::NothingToDo)
      return Error::usage(
          fmt::format("{} is not migrated: {} still has something to do there; name "
                      "the commit that holds the migration",
                      onto.shown(), fileName(request.rules)));
    return {};
  }

  /// The tree of a commit after the migration; nothing when it is refused there.
  Result<std::optional<std::string>> migrated(const Commit &commit) {
    say("migrating " + commit.shown());
    Result<plan::Plan> planned = planOf(commit);
    if (!planned) {
      Error error = std::move(planned).error();
      // Where the base could be migrated the rule file is right: the commit took away what it
      // names.
      if (error.status == ExitStatus::Usage && commit.id != result.base) {
        error.status = ExitStatus::Findings;
        error.diagnostics.push_back({Severity::Note,
                                     {},
                                     "the commit and the migration change the same thing; rewrite "
                                     "it by hand: git cherry-pick it onto '" +
                                         request.onto + "'",
                                     {},
                                     {},
                                     {}});
      }
      return error;
    }
    plan::Plan plan = *std::move(planned);
    if (plan.verdict == plan::Verdict::Refused) {
      result.verdict = RebaseVerdict::Refused;
      result.stoppedAt = commit.shown();
      result.refusals = std::move(plan.refusals);
      return std::optional<std::string>();
    }
    if (plan.changes.empty())
      return std::optional(commit.tree);
    LEVITATE_TRY(tree, files.with(plan.changes, prefix));
    return std::optional(std::move(tree));
  }

  /// Fills in `migrated` of every commit; false when one is refused.
  Result<bool> migrateAll() {
    LEVITATE_TRY(base, migrated(baseCommit));
    if (!base)
      return false;
    LEVITATE_TRY(start, git.makeCommit(baseCommit, *base, result.base));
    baseTree = *base;
    result.migratedTip = start;
    for (std::size_t i = 0; i < commits.size(); ++i) {
      LEVITATE_TRY(tree, migrated(commits[i]));
      if (!tree)
        return false;
      trees.push_back(*tree);
      LEVITATE_TRY(id, git.makeCommit(commits[i], *tree, result.migratedTip));
      result.commits[i].migrated = result.migratedTip = id;
    }
    return true;
  }

  /// Fills in `to` of every commit; false at the first conflict.
  Result<bool> mergeAll() {
    LEVITATE_TRY(onto, git.commit(result.onto));
    std::string ours = onto.tree, base = baseTree;
    result.tip = result.onto;
    for (std::size_t i = 0; i < commits.size(); ++i) {
      LEVITATE_TRY(merge, git.merge(base, ours, trees[i]));
      if (!merge.conflicts.empty()) {
        result.verdict = RebaseVerdict::Conflict;
        result.stoppedAt = commits[i].shown();
        result.conflicts = std::move(merge.conflicts);
        return false;
      }
      const std::string &parentTree = i == 0 ? baseCommit.tree : commits[i - 1].tree;
      if (merge.tree == ours && commits[i].tree != parentTree) {
        result.commits[i].empty = true; // like git rebase, that drops what became empty
      } else {
        LEVITATE_TRY(id, git.makeCommit(commits[i], merge.tree, result.tip));
        result.commits[i].to = result.tip = id;
      }
      base = trees[i];
      ours = merge.tree;
    }
    return true;
  }

  /// Merges can put together what does not fit together. What stands at the tip must compile, and
  /// hold nothing that is still to be migrated.
  Result<void> checkTip() {
    if (result.tip == result.onto)
      return {};
    LEVITATE_TRY(tip, git.commit(result.tip));
    say("checking the result");
    Result<plan::Plan> plan = planOf(tip);
    if (!plan) {
      Error error = std::move(plan).error();
      error.status = ExitStatus::Findings;
      error.diagnostics.insert(error.diagnostics.begin(),
                               {Severity::Error,
                                {},
                                "the rewritten branch does not fit what is new in '" +
                                    request.onto + "'; no branch was made",
                                {},
                                {},
                                {}});
      return error;
    }
    if (plan->verdict != plan::Verdict::NothingToDo)
      return Error::of(ExitStatus::Findings,
                       fmt::format("after the merge with '{}' the migration has something to do "
                                   "again; no branch was made",
                                   request.onto));
    return {};
  }

  Result<void> makeBranch() {
    const std::string reference = "refs/heads/" + result.branch;
    LEVITATE_TRY(known, git.attempt({"rev-parse", "--verify", "--quiet", reference}));
    if (known.succeeded() && trim(known.output) == result.tip)
      return {}; // done already
    if (known.succeeded())
      return Error::usage(fmt::format("there is a branch '{}' already, and it is something else; "
                                      "delete it or give another name with --name (the result is "
                                      "commit {})",
                                      result.branch, result.tip));
    LEVITATE_CHECK(git.run({"update-ref", "-m", "levitate-migrate rebase of " + request.branch,
                            reference, result.tip, std::string(result.tip.size(), '0')}));
    result.verdict = RebaseVerdict::Rebased;
    return {};
  }

  void say(const std::string &text) const {
    if (request.say)
      request.say(text);
  }

  const RebaseRequest &request;
  recipe::Recipe recipe;
  const Git &git;
  CommitTree files;
  Builds builds;
  Engine &engine;
  std::string prefix; ///< of the migration's root in the repository
  Commit baseCommit;
  std::vector<Commit> commits;
  std::string baseTree;           ///< the base after the migration
  std::vector<std::string> trees; ///< each commit after the migration
  RebaseResult result;
};

} // namespace

Result<RebaseResult> rebase(const RebaseRequest &request, Engine &engine) {
  LEVITATE_TRY(recipe, recipe::load(request.rules));
  LEVITATE_TRY(git, Git::at(recipe.root));
  LEVITATE_TRY(files, CommitTree::make(git));
  LEVITATE_TRY(builds, Builds::like(request, recipe, git, files));
  return Rebase(request, std::move(recipe), git, std::move(files), std::move(builds), engine).run();
}

} // namespace levitate::pipeline
