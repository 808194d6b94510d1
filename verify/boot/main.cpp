// levitate-boot-verify: parses its command line, nothing more.
#include "base/files.h"
#include "base/options.h"
#include "verify/boot/render.h"
#include "verify/boot/verify.h"

#include <iostream>

using namespace levitate;

int main(int argc, char **argv) {
  CLI::App app("Boots a kernel by a scenario and says whether it did what it had to.",
               "levitate-boot-verify");
  CommonOptions options;
  boot::Request request;
  std::string compareWith, junit, html, json;
  std::vector<std::string> settings, kernels;
  unsigned retries = 0;
  addCommonOptions(app, options, {"text", "json", "junit", "tap"});
  app.add_option("SCENARIO", request.scenario, "the scenario file")->required();
  app.add_option("--kernel", kernels,
                 "ELF: the kernel to boot (default: the scenario's); VALUE=ELF: the one for "
                 "combinations with that value of the matrix");
  app.add_option("--compare", compareWith, "a JSON report to compare this boot with");
  app.add_option("--junit", junit, "write a JUnit report there as well");
  app.add_option("--html", html, "write a self-contained HTML report there as well");
  app.add_option("--json", json, "write the JSON report there as well");
  app.add_option("--repeat", request.repeat, "run everything so often and report flakiness")
      ->check(CLI::Range(1u, 100000u));
  app.add_option("--set", settings, "NAME=VALUE: sets a variable, or fixes an axis of the matrix");
  app.add_option("--artifacts", request.artifacts, "keep logs, diagnoses and screenshots there");
  auto *retriesOption =
      app.add_option("--retries", retries, "attempts after a failure of the environment")
          ->check(CLI::Range(0u, 10u));
  app.add_flag("--deterministic", request.deterministic,
               "count instructions instead of time, so that a boot repeats exactly");

  return runProgram(app, argc, argv, [&]() -> Result<ExitStatus> {
    for (const std::string &setting : settings) {
      const std::size_t at = setting.find('=');
      if (at == std::string::npos || at == 0)
        return Error::usage("--set " + setting + ": expected NAME=VALUE");
      request.variables[setting.substr(0, at)] = setting.substr(at + 1);
    }
    for (const std::string &kernel : kernels)
      boot::addKernel(request, kernel);
    if (*retriesOption)
      request.retries = retries;
    std::optional<boot::Report> before;
    if (!compareWith.empty()) {
      LEVITATE_TRY(read, boot::readReport(compareWith));
      before = std::move(read);
    }
    if (before)
      request.before = &*before;
    request.jobs = options.threads();
    request.handleSignals = true;
    if (options.verbose)
      request.onOutput = [](const std::string &, std::string_view bytes) { std::cerr << bytes; };
    LEVITATE_TRY(report, boot::verify(request));
    if (before)
      report.comparison = boot::compare(*before, report);
    if (options.format == "json")
      std::cout << report.json().dump(2) << "\n";
    else if (options.format == "junit")
      std::cout << boot::renderJunit(report);
    else if (options.format == "tap")
      std::cout << boot::renderTap(report);
    else if (!options.quiet || !report.passed())
      std::cout << boot::renderText(report, options.verbose, options.colorOnStdout());
    std::cout.flush(); // the verdict is said, whatever becomes of the files
    if (!json.empty())
      LEVITATE_CHECK(writeText(json, report.json().dump(2) + "\n"));
    if (!junit.empty())
      LEVITATE_CHECK(writeText(junit, boot::renderJunit(report)));
    if (!html.empty())
      LEVITATE_CHECK(writeText(html, boot::renderHtml(report)));
    return report.exitStatus();
  });
}
