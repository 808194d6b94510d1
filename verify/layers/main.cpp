// levitate-dependency-check: the command line of the layer check (design, section 5).
#include "base/files.h"
#include "base/options.h"
#include "verify/layers/check.h"
#include "verify/layers/database.h"
#include "verify/layers/query.h"
#include "verify/layers/writers.h"

#include <iostream>
#include <map>

using namespace levitate;

namespace {

const std::map<std::string, std::string (*)(const layers::Report &)> writers = {
    {"sarif", layers::sarifOf},     {"github", layers::githubOf}, {"dot", layers::dotOf},
    {"mermaid", layers::mermaidOf}, {"svg", layers::svgOf},       {"html", layers::htmlOf}};

} // namespace

int main(int argc, char **argv) {
  CLI::App app(
      "Checks which layer of a tree uses which against a policy: includes, links between CMake "
      "targets, and with --deep declarations.",
      "levitate-dependency-check");
  CommonOptions common;
  layers::Request request;
  std::string writeBaseline;
  addCommonOptions(app, common,
                   {"text", "json", "sarif", "github", "dot", "mermaid", "svg", "html"});
  app.add_option("--policy", request.policy,
                 "the policy (default: rules/layers.json, layers.json or .layers.json)");
  app.add_option("--root", request.root, "the tree to check, in place of the policy's root");
  app.add_option("-p", request.buildDirectories,
                 "a build directory with compile_commands.json; once per configuration (default: "
                 "build*/ below the root)")
      ->allow_extra_args(false);
  app.add_flag("--staged", request.staged, "check what git has staged");
  app.add_option("FILE", request.files, "report on these files only");
  app.add_flag("--edges", request.edges, "add every edge found to --format json");
  app.add_flag("--configured", request.configured,
               "leave out includes in branches that no unit compiles (slower; default: every "
               "branch counts)");
  app.add_flag(
      "--deep", request.deep,
      "symbols, too: which declarations of which layer each unit uses, by Clang, and where "
      "includes, uses and links disagree (slower the first time; needs "
      "levitate-dependency-facts)");
  app.add_option("--baseline", request.baseline,
                 "violations in this file are known and don't count");
  app.add_option("--write-baseline", writeBaseline, "write the violations into this file, and end");
  std::vector<std::string> whyWords;
  std::string explained;
  bool proving = false;
  app.add_option("--why", whyWords,
                 "the shortest chain of includes between two files, patterns or "
                 "layers")
      ->expected(2)
      ->type_name("FROM TO");
  app.add_option("--explain", explained, "the layer of a file, and what it may use");
  app.add_flag("--prove", proving, "show that every rule fires on an edge that breaks it");
  app.add_option("--date", request.date,
                 "the day exceptions are compared with (YYYY-MM-DD; "
                 "default: of the last commit)");
  return runProgram(app, argc, argv, [&]() -> Result<ExitStatus> {
    request.threads = common.threads();
    if (!writeBaseline.empty() &&
        (!request.baseline.empty() || request.staged || !request.files.empty()))
      return Error::usage(
          "--write-baseline writes all violations that there are; not together with "
          "--baseline, --staged or single files");
    if (request.policy.empty())
      for (const char *name : {"rules/layers.json", "layers.json", ".layers.json"})
        if (request.policy.empty() && exists(name))
          request.policy = name;
    if (request.policy.empty())
      return Error::usage("there is no policy: rules/layers.json, layers.json or .layers.json, or "
                          "give one with --policy");
    if (request.buildDirectories.empty()) {
      LEVITATE_TRY(policy, layers::readPolicy(request.policy, request.root));
      request.buildDirectories = layers::findDatabases(policy.root);
    }
    if (proving) {
      bool holds = false;
      LEVITATE_TRY(text, layers::prove(request, holds));
      std::cout << text;
      return holds ? ExitStatus::Success : ExitStatus::Findings;
    }
    if (!explained.empty()) {
      LEVITATE_TRY(text, layers::explain(request, explained));
      std::cout << text;
      return ExitStatus::Success;
    }
    if (!whyWords.empty()) {
      bool found = false;
      LEVITATE_TRY(text, layers::why(request, whyWords[0], whyWords[1], found));
      std::cout << text;
      return found ? ExitStatus::Success : ExitStatus::Findings;
    }
    request.lastOfProcess = true;
    LEVITATE_TRY(report, layers::check(request));
    if (!writeBaseline.empty()) {
      LEVITATE_CHECK(writeText(writeBaseline, layers::baselineText(report)));
      std::cerr << writeBaseline << ": " << report.violations() << " known violations\n";
      return ExitStatus::Success;
    }
    if (common.format == "json")
      std::cout << report.json().dump(2) << "\n";
    else if (const auto writer = writers.find(common.format); writer != writers.end())
      std::cout << writer->second(report);
    else
      std::cout << layers::textOf(report, {common.colorOnStdout(), common.quiet, common.verbose});
    return report.violations() == 0 ? ExitStatus::Success : ExitStatus::Findings;
  });
}
