// Every folder in cases/ is one case: a policy, a tree, and what must come of it. A case is added
// by adding a folder:
//
//     layers.json    the policy (its root is the case's tree/)
//     tree/          the files
//     expected.txt   one line per finding, sorted: `LEVEL RULE FILE:LINE -> FILE`; or, when the
//     policy
//                    is wrong, `usage LINE:COLUMN MESSAGE [POINTER]`
//     options.json   optional: { "date", "baseline", "files", "links" }; "links" is a trace of
//     CMake
#include "base/files.h"
#include "base/text.h"
#include "verify/layers/check.h"

#include <catch2/catch_test_macros.hpp>
#include <dirent.h>

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

using namespace levitate;
using namespace levitate::layers;

namespace {

const std::string folder = LEVITATE_LAYERS_SOURCE "/cases";

std::vector<std::string> caseNames() {
  std::vector<std::string> names;
  if (DIR *stream = ::opendir(folder.c_str())) {
    while (const dirent *entry = ::readdir(stream))
      if (entry->d_name[0] != '.' && isDirectory(folder + "/" + entry->d_name))
        names.emplace_back(entry->d_name);
    ::closedir(stream);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string outcome(const std::string &path) {
  Request request;
  request.policy = path + "/layers.json";
  request.date = "2026-06-01";
  request.threads = 1;
  if (exists(path + "/options.json")) {
    const auto text = readText(path + "/options.json");
    const nlohmann::json options = nlohmann::json::parse(*text);
    request.date = options.value("date", request.date);
    if (options.contains("baseline"))
      request.baseline = path + "/" + options["baseline"].get<std::string>();
    if (options.contains("files"))
      for (const nlohmann::json &file : options["files"])
        request.files.push_back(path + "/tree/" + file.get<std::string>());
  }
  const auto report = check(request);
  std::vector<std::string> lines;
  if (!report) {
    for (const Diagnostic &problem : report.error().diagnostics)
      lines.push_back(fmt::format("usage {}:{} {} [{}]", problem.where.line, problem.where.column,
                                  problem.message, problem.pointer));
    for (std::string &line : lines)
      if (const std::size_t at = line.find(path); at != line.npos)
        line.replace(at, path.size(), "CASE");
  } else {
    for (const Finding &finding : report->findings) {
      const std::string file = isWithin(finding.from.file, path)
                                   ? relativePath(finding.from.file, path)
                                   : finding.from.file;
      std::string line = fmt::format("{} {} {}:{}", levelName(finding.level), finding.rule, file,
                                     finding.from.line);
      if (!finding.to.file.empty())
        line += " -> " + finding.to.file;
      if (finding.kind == Kind::Cycle || finding.chain.size() > 1) {
        line += " by";
        for (const ChainStep &step : finding.chain)
          line += fmt::format(" {}:{}", step.from.file, step.from.line);
      }
      lines.push_back(std::move(line));
    }
    if (report->excepted != 0)
      lines.push_back(fmt::format("excepted {}", report->excepted));
    if (report->baselined != 0)
      lines.push_back(fmt::format("baselined {}", report->baselined));
  }
  std::sort(lines.begin(), lines.end());
  return join(lines, "\n");
}

} // namespace

TEST_CASE("there are at least 60 cases") { CHECK(caseNames().size() >= 60); }

TEST_CASE("every case comes out as it says") {
  for (const std::string &name : caseNames())
    DYNAMIC_SECTION(name) {
      const auto expected = readText(folder + "/" + name + "/expected.txt");
      REQUIRE(expected);
      std::vector<std::string> lines = split(trim(*expected), "\n");
      std::sort(lines.begin(), lines.end());
      CHECK(outcome(folder + "/" + name) == join(lines, "\n"));
    }
}
