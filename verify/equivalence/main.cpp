// levitate-equivalence: command line only; the work is in compare.h.
#include "verify/equivalence/check.h"
#include "verify/equivalence/compare.h"

#include "base/files.h"
#include "base/options.h"

#include <nlohmann/json.hpp>

#include <iostream>

namespace {

levitate::Result<levitate::ExitStatus> check(const std::string &file,
                                             const levitate::CommonOptions &options) {
  using namespace levitate;
  LEVITATE_TRY(result, equivalence::checkCertificate(file));
  if (options.format == "json")
    std::cout << result.json().dump(2) << "\n";
  else
    std::cout << result.text();
  return result.holds() ? ExitStatus::Success : ExitStatus::Findings;
}

} // namespace

int main(int argc, char **argv) {
  using namespace levitate;
  CLI::App app("Proves that two builds are the same programs, function by function, up to the "
               "renames of a migration.",
               "levitate-equivalence");
  CommonOptions options;
  addCommonOptions(app, options, {"text", "json"});
  equivalence::Request request;
  std::string renames;
  app.add_option("--before", request.beforeBuildDir,
                 "build directory of the tree before (holds compile_commands.json)");
  app.add_option("--after", request.afterBuildDir, "build directory of the tree after");
  app.add_option("--renames", renames,
                 "JSON file with the renames, as `levitate-migrate plan --format json` prints it "
                 "(default: what `apply` left in the tree after)");
  std::string certificateFile;
  app.add_option("--check", certificateFile,
                 "check a certificate (the output of --format json) against the files it is about, "
                 "independently of how it was made")
      ->excludes("--before", "--after", "--renames");

  return runProgram(app, argc, argv, [&]() -> Result<ExitStatus> {
    if (!certificateFile.empty())
      return check(certificateFile, options);
    if (request.beforeBuildDir.empty() || request.afterBuildDir.empty())
      return Error::usage("--before and --after are needed, or --check");
    if (renames.empty()) {
      LEVITATE_TRY(left, equivalence::journalRenames(request.afterBuildDir));
      renames = std::move(left);
    }
    if (!renames.empty()) {
      LEVITATE_TRY(list, equivalence::readRenames(renames));
      request.renames = std::move(list);
    }
    Progress progress(options.quiet);
    request.threads = options.threads();
    request.progress = &progress;
    LEVITATE_TRY(certificate, equivalence::compare(request));
    if (options.format == "json")
      std::cout << certificate.json().dump(2) << "\n";
    else
      std::cout << certificate.text(options.verbose ? 0 : 20);
    return certificate.holds() ? ExitStatus::Success : ExitStatus::Findings;
  });
}
