// A run as JUnit XML, in the form that Jenkins and GitLab read.
#include "verify/report/write.h"

#include "base/text.h"

#include <fmt/format.h>

namespace levitate::report {
namespace {

struct Case {
  std::string name;
  double seconds = 0;
  bool passed = false;
  std::string message; ///< why it failed, in a line
  std::string output;
};

std::string suite(const std::string &name, const std::vector<Case> &cases) {
  std::size_t failures = 0;
  double seconds = 0;
  std::string body;
  for (const Case &test : cases) {
    seconds += test.seconds;
    body += fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\">\n",
                        escapeXml(name), escapeXml(test.name), test.seconds);
    if (!test.passed) {
      ++failures;
      body += fmt::format("      <failure message=\"{}\"/>\n", escapeXml(test.message));
    }
    if (!test.output.empty())
      body += fmt::format("      <system-out>{}</system-out>\n", escapeXml(toUtf8(test.output)));
    body += "    </testcase>\n";
  }
  return fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" "
                     "time=\"{:.3f}\">\n",
                     escapeXml(name), cases.size(), failures, seconds) +
         body + "  </testsuite>\n";
}

std::string withLines(const std::string &first, const std::vector<std::string> &more) {
  return more.empty() ? first : first + "\n" + join(more, "\n");
}

} // namespace

std::string runJunit(const Run &run) {
  std::vector<Case> plan, criteria, builds, boots;
  plan.push_back({"plan", 0, run.refusals.empty() && run.verdict != Verdict::Refused,
                  run.refusals.empty() ? "refused" : run.refusals.front().message, ""});
  for (const Criterion &criterion : run.criteria)
    criteria.push_back({criterion.name + " " + criterion.argument, 0, criterion.holds,
                        criterion.evidence, withLines(criterion.evidence, criterion.details)});
  for (const Build &build : run.builds)
    builds.push_back({build.tree + " " + build.preset, build.seconds, build.succeeded,
                      "the build or its tests failed", withLines(build.testsRun, {build.log})});
  for (const Boot &boot : run.boots)
    boots.push_back({boot.tree + " " + boot.scenario, boot.seconds, boot.verdict == "passed",
                     boot.verdict + ": " + boot.reason, boot.log});
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += fmt::format("<testsuites name=\"{}\">\n", escapeXml(toUtf8(run.migration)));
  out += suite("plan", plan) + suite("criteria", criteria);
  if (!builds.empty())
    out += suite("builds", builds);
  if (!boots.empty())
    out += suite("boots", boots);
  return out + "</testsuites>\n";
}

} // namespace levitate::report
