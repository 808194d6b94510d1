#include "tool/corpus/trial.h"

#include "base/files.h"
#include "base/process.h"
#include "base/text.h"
#include "tool/changeset/changeset.h"
#include "tool/corpus/compare.h"
#include "tool/corpus/text_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <filesystem>

namespace levitate::corpus {
namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;
constexpr std::chrono::minutes MigrateTime{20};

double since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// What a tree holds: contents and permission bits by path, links by where they lead.
Result<std::map<std::string, std::string>> snapshotOf(const std::string &root) {
  namespace fs = std::filesystem;
  std::map<std::string, std::string> result;
  for (auto entry = fs::recursive_directory_iterator(root);
       entry != fs::recursive_directory_iterator(); ++entry) {
    if (entry->path().filename() == ".levitate") {
      entry.disable_recursion_pending();
      continue;
    }
    const std::string name = relativePath(entry->path(), root);
    if (entry->is_symlink()) {
      result[name] = "link " + fs::read_symlink(entry->path()).string();
    } else if (entry->is_regular_file()) {
      LEVITATE_TRY(text, readText(entry->path()));
      result[name] =
          fmt::format("{:o} ", static_cast<unsigned>(entry->status().permissions())) + text;
    } else {
      result[name] = "folder";
    }
  }
  return result;
}

/// The files that differ, as a changeset from `before` to `after`.
changeset::Changeset difference(const std::map<std::string, std::string> &before,
                                const std::map<std::string, std::string> &after) {
  changeset::Changeset changes;
  const auto text = [](const std::string &entry) { return entry.substr(entry.find(' ') + 1); };
  for (const auto &[path, entry] : before)
    if (const auto other = after.find(path); other == after.end() || other->second != entry) {
      changes.files[path].before = text(entry);
      if (other != after.end())
        changes.files[path].after = text(other->second);
    }
  for (const auto &[path, entry] : after)
    if (!before.contains(path))
      changes.files[path].after = text(entry);
  return changes;
}

bool filesComeOrGo(const changeset::Changeset &changes) {
  return std::ranges::any_of(changes.files, [](const auto &entry) {
    return entry.second.before.has_value() != entry.second.after.has_value();
  });
}

class Trial {
public:
  Trial(const Tree &tree, const Candidate &candidate, std::string folder,
        const TrialSettings &settings)
      : tree(tree), candidate(candidate), folder(std::move(folder)), settings(settings) {}

  Result<Outcome> run() {
    LEVITATE_CHECK(writeRules(tree, candidate, folder));
    LEVITATE_TRY(before, snapshotOf(tree.before));
    original = std::move(before);

    const Clock::time_point start = Clock::now();
    LEVITATE_TRY(applied, apply());
    outcome.seconds = since(start);
    LEVITATE_CHECK(writeText(folder + "/apply.stderr", applied.errors));
    LEVITATE_CHECK(writeText(folder + "/plan.json", applied.output));

    const Clock::time_point checking = Clock::now();
    LEVITATE_CHECK(judge(applied));
    // Whatever went wrong, the next trial begins with the tree as it was.
    LEVITATE_TRY(left, snapshotOf(tree.after));
    if (left != original) {
      wrong("undo does not restore the tree", filesOf(difference(original, left)));
      LEVITATE_CHECK(restore(tree));
    }
    if (outcome.verdict == Verdict::Done && settings.tests)
      LEVITATE_CHECK(runTests());
    outcome.checking = since(checking);
    return outcome;
  }

private:
  Result<ProcessResult> run(std::vector<std::string> arguments, std::chrono::milliseconds deadline,
                            bool merged = false) const {
    Command command;
    command.arguments = std::move(arguments);
    command.deadline = deadline;
    command.mergeOutput = merged;
    command.environment = {{"CCACHE_DIR", settings.place.work + "/ccache"}};
    return runProcess(command);
  }

  Result<ProcessResult> apply() const {
    return run({settings.programs + "/levitate-migrate", "apply", folder + "/rules.json",
                "--in-place", "-p", tree.afterBuild, "--format", "json", "-j",
                std::to_string(settings.place.threads)},
               MigrateTime);
  }

  /// The first thing that is wrong is the reason; all of them are the detail.
  void wrong(const std::string &reason, const std::string &detail) {
    if (outcome.verdict != Verdict::Wrong)
      outcome.reason.clear();
    outcome.verdict = Verdict::Wrong;
    if (outcome.reason.empty())
      outcome.reason = reason;
    outcome.detail += "== " + reason + "\n" + detail + "\n";
  }

  static std::string filesOf(const changeset::Changeset &changes) {
    std::string text;
    for (const auto &[path, change] : changes.files)
      text += path + "\n";
    return text;
  }

  Result<void> judge(const ProcessResult &applied) {
    LEVITATE_TRY(now, snapshotOf(tree.after));
    const changeset::Changeset changes = difference(original, now);
    if (applied.timedOut) {
      wrong("levitate-migrate did not end", applied.errors);
      return undo();
    }
    if (applied.status != 0 && !changes.empty())
      wrong("it failed and changed files", filesOf(changes));
    const json plan = json::parse(applied.output, nullptr, false);
    if (applied.status == 3) {
      judgeRefusal(plan, applied.errors);
      return {};
    }
    if (applied.status != 0) {
      wrong(fmt::format("exit status {}: {}", applied.status, firstLine(applied.errors)),
            applied.errors);
      return {};
    }
    if (plan.is_discarded() || !plan.contains("verdict")) {
      wrong("its output is not JSON", applied.output);
      return undo();
    }
    LEVITATE_CHECK(writeText(folder + "/changes.patch", changeset::unifiedDiff(changes)));
    if (plan["verdict"] != "planned" || changes.empty()) {
      wrong("it found nothing to do", applied.output + applied.errors);
      return undo();
    }
    outcome.verdict = Verdict::Done;
    const std::string unfit = checkText(changes, candidate);
    if (!unfit.empty())
      wrong(firstLine(unfit), unfit);
    LEVITATE_CHECK(checkBuild(filesComeOrGo(changes)));
    LEVITATE_CHECK(checkSecondRun(now));
    return undo();
  }

  void judgeRefusal(const json &plan, const std::string &errors) {
    if (!plan.is_object() || !plan.contains("refusals") || plan["refusals"].empty()) {
      wrong("refused without a reason", errors);
      return;
    }
    const json &first = plan["refusals"][0];
    outcome.detail += errors;
    for (const json &refusal : plan["refusals"]) {
      const bool placed = refusal.value("file", "") != "" && refusal.value("line", 0) > 0 &&
                          refusal.value("column", 0) > 0;
      if (!placed || refusal.value("remedy", "").empty()) {
        wrong(fmt::format("refused without {}: {}", placed ? "a way out" : "a place",
                          refusal.value("reason", "")),
              errors);
        return;
      }
    }
    if (outcome.reason.empty()) { // nothing wrong so far
      outcome.verdict = Verdict::Refused;
      outcome.reason = first.value("reason", "");
    }
  }

  Result<void> checkBuild(bool configure) {
    std::string log;
    Result<void> built;
    if (configure)
      if (built = configureAgain(tree.afterBuild, settings.place); !built)
        log = built.error().text();
    if (built)
      built = buildDirectory(tree.afterBuild, settings.place, log);
    if (!built) {
      if (built.error().status != ExitStatus::Findings)
        return built;
      wrong("the changed tree does not build", log);
      return {};
    }
    if (!settings.prove)
      return {};
    const Result<Comparison> compared = compareBuilds(tree, settings.place.threads);
    if (!compared) {
      wrong("the comparison failed", compared.error().text());
      return {};
    }
    LEVITATE_CHECK(writeText(folder + "/equivalence.txt", compared->text));
    outcome.compared = compared->units;
    outcome.proved = compared->equivalent;
    if (!compared->equivalent)
      wrong("not equivalent", compared->text);
    return {};
  }

  Result<void> checkSecondRun(const std::map<std::string, std::string> &changed) {
    LEVITATE_TRY(again, apply());
    const json plan = json::parse(again.output, nullptr, false);
    const bool idle =
        again.status == 0 && plan.is_object() && plan.value("verdict", "") == "nothing-to-do";
    if (!idle)
      wrong("a second run finds something to do", again.output + again.errors);
    LEVITATE_TRY(now, snapshotOf(tree.after));
    if (now != changed)
      wrong("a second run changes files", filesOf(difference(changed, now)));
    return {};
  }

  Result<void> undo() {
    LEVITATE_TRY(now, snapshotOf(tree.after));
    if (now == original)
      return {};
    LEVITATE_TRY(undone, run({settings.programs + "/levitate-migrate", "undo", tree.after},
                             MigrateTime, true));
    if (!undone.succeeded())
      wrong("undo failed", undone.output);
    const changeset::Changeset changes = difference(original, now);
    if (filesComeOrGo(changes))
      LEVITATE_CHECK(configureAgain(tree.afterBuild, settings.place));
    // The old files come back with their old times; what was built from the new ones is stale.
    for (const auto &[path, change] : changes.files) {
      std::error_code none;
      std::filesystem::last_write_time(tree.after + "/" + path,
                                       std::filesystem::file_time_type::clock::now(), none);
    }
    return {};
  }

  /// The programs that were built from the changed tree are still there.
  Result<void> runTests() {
    LEVITATE_TRY(tests, corpus::runTests(tree, tree.afterBuild, settings.place));
    outcome.tested = tests.any;
    if (!tests.passed)
      wrong("its own tests fail: " + join(tests.failed, ", "), tests.log);
    // Some tests write into their source folder.
    LEVITATE_TRY(left, snapshotOf(tree.after));
    if (left != original)
      return restore(tree);
    return {};
  }

  static std::string firstLine(const std::string &text) { return text.substr(0, text.find('\n')); }

  const Tree &tree;
  const Candidate &candidate;
  const std::string folder;
  const TrialSettings &settings;
  std::map<std::string, std::string> original;
  Outcome outcome;
};

} // namespace

const char *nameOf(Verdict verdict) {
  switch (verdict) {
  case Verdict::Done:
    return "done";
  case Verdict::Refused:
    return "refused";
  case Verdict::Wrong:
    return "wrong";
  }
  return "wrong";
}

Result<void> writeRules(const Tree &tree, const Candidate &candidate, const std::string &folder) {
  LEVITATE_CHECK(makeDirectory(folder));
  const json rules = {{"version", 1},
                      {"name", "trial"},
                      {"root", relativePath(tree.after, folder)},
                      {"steps", json::array({candidate.step})}};
  return writeText(folder + "/rules.json", rules.dump(2) + "\n");
}

Result<Outcome> attempt(const Tree &tree, const Candidate &candidate, const std::string &folder,
                        const TrialSettings &settings) {
  return Trial(tree, candidate, folder, settings).run();
}

std::string generalised(const std::string &reason) {
  std::string result;
  for (std::size_t i = 0; i < reason.size(); ++i) {
    if (reason[i] == '\'')
      if (const std::size_t end = reason.find('\'', i + 1); end != std::string::npos) {
        result += "'...'";
        i = end;
        continue;
      }
    // A word with a dot inside is a file, one of digits a place or a count.
    const std::size_t end = std::min(reason.find(' ', i), reason.size());
    const std::string_view word = std::string_view(reason).substr(i, end - i);
    const bool begins = i == 0 || reason[i - 1] == ' ';
    if (const std::size_t dot = word.find('.');
        begins && dot != std::string_view::npos && dot > 0 && dot + 1 < word.size()) {
      result += "FILE";
      i = end - 1;
      continue;
    }
    if (std::isdigit(static_cast<unsigned char>(reason[i]))) {
      if (!result.ends_with('#'))
        result += '#';
      continue;
    }
    result += reason[i];
  }
  return result;
}

} // namespace levitate::corpus
