// The folder of a report, and the summary on the terminal.
#include "verify/report/write.h"

#include "base/files.h"
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace levitate::report {
namespace {

/// A text as a file name: what is not a letter, digit, dot, dash or underscore becomes a dash.
std::string asFileName(std::string name) {
  for (char &c : name)
    if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '.' &&
        c != '_')
      c = '-';
  return name.empty() || name.front() == '.' ? "-" + name : name;
}

/// `text`, cut to a line of the terminal.
std::string oneLine(std::string text, std::size_t width) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text.size() <= width ? text : text.substr(0, width - 3) + "...";
}

} // namespace

Result<void> writeReport(const Run &run, const std::string &folder) {
  LEVITATE_CHECK(makeDirectory(folder));
  std::set<std::string> written;
  auto put = [&](const std::string &name, const std::string &contents) {
    written.insert(name);
    return writeText(folder + "/" + name, contents);
  };
  std::set<std::string> taken;
  for (const Boot &boot : run.boots) {
    const std::string base = asFileName(boot.scenario) + "-" + asFileName(boot.tree);
    std::string name = "boot/" + base;
    for (int n = 2; !taken.insert(name).second; ++n)
      name = fmt::format("boot/{}-{}", base, n);
    LEVITATE_CHECK(put(name + ".log", boot.log));
    std::size_t number = 0;
    for (const std::string &screenshot : boot.screenshots) {
      ++number;
      LEVITATE_TRY(picture, readText(screenshot));
      LEVITATE_CHECK(put(
          fmt::format("{}{}.png", name, number > 1 ? fmt::format("-{}", number) : ""), picture));
    }
  }
  LEVITATE_CHECK(put("changes.patch", run.patch));
  LEVITATE_CHECK(put("report.json", runJson(run)));
  LEVITATE_CHECK(put("junit.xml", runJunit(run)));
  LEVITATE_CHECK(put("findings.sarif", runSarif(run)));
  LEVITATE_CHECK(put("report.html", runHtml(run)));
  LEVITATE_TRY(present, listFiles(folder));
  for (const std::string &file : present)
    if (!written.contains(file))
      LEVITATE_CHECK(removeAll(folder + "/" + file));
  return {};
}

std::string runSummary(const Run &run, const std::string &reportFile, bool color) {
  auto painted = [&](const std::string &text, const char *code) {
    return color ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
  };
  const bool good = run.verdict == Verdict::Passed;
  const auto held = std::count_if(run.criteria.begin(), run.criteria.end(),
                                  [](const Criterion &criterion) { return criterion.holds; });
  double total = 0;
  for (const auto &[stage, seconds] : run.seconds)
    total += seconds;
  std::vector<std::string> lines;
  lines.push_back(fmt::format("{} {}: {} of {} criteria hold, {:.1f} s",
                              painted(good                              ? "PASSED"
                                      : run.verdict == Verdict::Refused ? "REFUSED"
                                                                        : "FAILED",
                                      good ? "1;32" : "1;31"),
                              run.migration, held, run.criteria.size(), total));
  if (!run.patch.empty()) {
    std::set<std::string> files;
    for (const Edit &edit : run.edits)
      files.insert(edit.file);
    lines.push_back(fmt::format("  changes      {} edits in {} files, {} names", run.edits.size(),
                                files.size(), run.renames.size()));
  } else if (run.planVerdict == "nothing-to-do") {
    lines.push_back("  changes      none: the migration is done already");
  }
  if (run.layersBefore && run.layersAfter)
    lines.push_back(fmt::format("  layers       {} violations before, {} after",
                                run.layersBefore->violations.size(),
                                run.layersAfter->violations.size()));
  if (!run.builds.empty()) {
    const auto failed = std::count_if(run.builds.begin(), run.builds.end(),
                                      [](const Build &build) { return !build.succeeded; });
    lines.push_back(fmt::format("  builds       {} of {}", run.builds.size() - std::size_t(failed),
                                run.builds.size()));
  }
  if (!run.equivalence.empty()) {
    std::size_t functions = 0;
    std::set<std::string> verdicts;
    for (const Equivalence &result : run.equivalence)
      functions += result.functions, verdicts.insert(result.verdict);
    lines.push_back(fmt::format("  equivalence  {}, {} functions compared",
                                join({verdicts.begin(), verdicts.end()}, ", "), functions));
  }
  if (!run.boots.empty()) {
    const auto passed = std::count_if(run.boots.begin(), run.boots.end(),
                                      [](const Boot &boot) { return boot.verdict == "passed"; });
    lines.push_back(fmt::format("  boots        {} of {} passed", passed, run.boots.size()));
  }
  // What is wrong, as far as ten lines carry it; the report has the rest.
  std::vector<std::string> wrong;
  for (const Finding &refusal : run.refusals)
    wrong.push_back(formatLocation(refusal.where) + ": " + refusal.message);
  for (const Criterion &criterion : run.criteria)
    if (!criterion.holds)
      wrong.push_back(criterion.name + " " + criterion.argument + ": " +
                      (criterion.details.empty() ? criterion.evidence : criterion.details.front()));
  const std::size_t room = 9 - lines.size();
  for (std::size_t i = 0; i < std::min(wrong.size(), room); ++i)
    lines.push_back(i + 1 == room && wrong.size() > room
                        ? fmt::format("  and {} more", wrong.size() - i)
                        : painted("  not: ", "31") + oneLine(wrong[i], 160));
  lines.push_back("  report       " + reportFile);
  return join(lines, "\n") + "\n";
}

} // namespace levitate::report
