#include "verify/report/write.h"

#include "base/files.h"
#include "base/process.h"
#include "base/text.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <set>

using namespace levitate;
using namespace levitate::report;

namespace {

/// Text that is markup, a quote, a control character and no UTF-8.
const std::string hostile = "<script>alert('1')</script> & \"q\" \x01 \xFF ]]>";

Run sampleRun() {
  Run run;
  run.migration = "sample";
  run.why = "because";
  run.root = "tree";
  run.verdict = Verdict::Failed;
  run.planVerdict = "planned";
  run.criteria = {
      {"absent", "hal/**/virtio.*", true, "no such file", {}, {"rules/r.json", 3, 5}},
      {"layers", "layers.json", false, "1 violation", {"a.hpp:1: up"}, {"rules/r.json", 4, 5}}};
  run.leftovers = {{"leftover/comment", Severity::Note, "old name", {"docs/A.md", 7, 2}, {}, ""}};
  run.renames = {{"a::Old", "b::New"}};
  run.edits = {{"src/a.cpp", 3, "adapter", "the name moved", "a::Old", "b::New"}};
  run.patch = "diff --git a/src/a.cpp b/src/a.cpp\n--- a/src/a.cpp\n+++ b/src/a.cpp\n"
              "@@ -1 +1 @@\n-a::Old <x>\n+b::New <x>\n";
  run.builds = {{"before", "host", true, 1.5, "2 tests passed", ""},
                {"after", "host", false, 1.0, "", "error: no"}};
  Layers before;
  before.files = 10, before.edges = 20;
  before.graph.nodes = {{"top", 0}, {"bottom", 1}};
  before.graph.edges = {{"top", "bottom", 3, false}, {"bottom", "top", 1, true}};
  before.violations = {{"layers/include",
                        Severity::Error,
                        "bottom uses top",
                        {"b.hpp", 2, 1},
                        {"b -> t"},
                        "before"}};
  run.layersBefore = before;
  before.violations.front().where.file = "after it.hpp";
  run.layersAfter = before;
  run.equivalence = {{"host", "equivalent", 12, 3, 4, {}}};
  run.boots = {{"boot/aarch64",
                "after",
                "kernel-failed",
                "panic",
                {{"banner", 0.1}, {"shell", {}}},
                {{"disk", false, "differs"}},
                2.0,
                "\x1b[1;32m[BOOT]\x1b[0m <b>\r\n",
                {}}};
  run.bootComparisons = {{"boot/aarch64", false, "they differ", {"milestone shell"}}};
  run.seconds = {{"plan", 0.5}, {"build", 2.0}};
  return run;
}

/// The name of the element that is closed wrongly, or nothing when the markup nests as it should.
std::string firstBadElement(std::string_view markup, const std::set<std::string> &empty = {}) {
  std::vector<std::string> open;
  for (std::size_t at = 0; (at = markup.find('<', at)) != std::string_view::npos;) {
    const std::size_t end = markup.find('>', at);
    if (end == std::string_view::npos)
      return "unfinished";
    std::string_view tag = markup.substr(at + 1, end - at - 1);
    at = end;
    if (tag.starts_with('?') || tag.starts_with('!') || tag.ends_with('/'))
      continue;
    const bool closes = tag.starts_with('/');
    std::string name(tag.substr(closes, tag.find_first_of(" \n") - closes));
    if (empty.contains(name))
      continue;
    if (!closes) {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      return name;
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : open.back();
}

const std::set<std::string> htmlEmpty = {"meta", "br", "img"};

Run hostileRun() {
  Run run = sampleRun();
  run.migration = run.why = run.root = hostile;
  for (Criterion &criterion : run.criteria)
    criterion.name = criterion.argument = criterion.evidence = hostile,
    criterion.details = {hostile};
  run.leftovers.front().message = run.leftovers.front().where.file = hostile;
  run.refusals = run.leftovers;
  run.renames = {{hostile, hostile}};
  run.edits = {{hostile, 1, hostile, hostile, hostile, hostile}};
  run.patch =
      "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-" + hostile + "\n+" + hostile + "\n";
  for (Build &build : run.builds)
    build.preset = build.log = build.testsRun = hostile;
  run.layersBefore->graph.nodes[0].name = hostile;
  run.layersBefore->graph.edges[0].from = hostile;
  run.layersBefore->violations[0].chain = {hostile};
  run.boots[0].log = run.boots[0].reason = run.boots[0].scenario = hostile;
  run.equivalence[0].differences = {hostile};
  run.notes = {hostile};
  run.seconds = {{hostile, 1}};
  return run;
}

} // namespace

TEST_CASE("the JSON has what the design promises") {
  const auto json = nlohmann::json::parse(runJson(sampleRun()));
  CHECK(json["schema"] == 1);
  CHECK(json["migration"] == "sample");
  CHECK(json["verdict"] == "failed");
  CHECK(json["criteria"][1]["criterion"] == "layers");
  CHECK(json["criteria"][1]["holds"] == false);
  CHECK(json["criteria"][1]["evidence"] == "1 violation");
  CHECK(json["configurations"][1]["builds"] == false);
  CHECK(json["layers"]["before"]["violations"][0]["file"] == "b.hpp");
  CHECK(json["equivalence"][0]["compared"]["functions"] == 12);
  CHECK(json["boots"][0]["milestones"][1]["seconds"].is_null());
  CHECK(json["seconds"]["total"] == 2.5);
}

TEST_CASE("a stage that did not run is null or empty in the JSON") {
  Run run;
  run.verdict = Verdict::Refused;
  const auto json = nlohmann::json::parse(runJson(run));
  CHECK(json["verdict"] == "refused");
  CHECK(json["layers"]["before"].is_null());
  CHECK(json["boots"].empty());
}

TEST_CASE("the page shows each part, needs nothing else, and is well-formed") {
  const std::string html = runHtml(sampleRun());
  CHECK(firstBadElement(html, htmlEmpty).empty());
  for (const char *shown :
       {"hal/**/virtio.*", "1 violation", "b::New", "the name moved", "kernel-failed",
        "[BOOT] &lt;b&gt;", "not reached", "they differ", "2 tests passed", "b.hpp:2:1",
        "docs/A.md:7:2", "prefers-color-scheme: dark"}) {
    INFO(shown);
    CHECK(html.find(shown) != std::string::npos);
  }
  for (const char *external : {"<script", "<link", "src=\"http", "@import", "url("}) {
    INFO(external);
    CHECK(html.find(external) == std::string::npos);
  }
}

TEST_CASE("what did not happen has no section") {
  Run run;
  run.migration = "m";
  const std::string html = runHtml(run);
  CHECK(firstBadElement(html, htmlEmpty).empty());
  CHECK(html.find("id=\"boots\"") == std::string::npos);
  CHECK(html.find("id=\"layers\"") == std::string::npos);
}

TEST_CASE("a diff is coloured, and a line of dashes in it is no header") {
  Run run;
  run.patch = "diff --git a/x.sql b/x.sql\n--- a/x.sql\n+++ b/x.sql\n@@ -1,2 +1,1 @@\n--- old "
              "comment\n same\n";
  const std::string html = runHtml(run);
  CHECK(html.find("<span class=\"del\">--- old comment</span>") != std::string::npos);
  CHECK(html.find("<code>x.sql</code>") != std::string::npos);
  CHECK(html.find("&minus;1") != std::string::npos);
}

TEST_CASE("nothing that a run holds can break a writer") {
  const Run run = hostileRun();
  const std::string html = runHtml(run);
  CHECK(firstBadElement(html, htmlEmpty).empty());
  CHECK(html.find("<script") == std::string::npos);
  CHECK(html.find('\xFF') == std::string::npos);
  CHECK(html.find('\x01') == std::string::npos);
  const std::string junit = runJunit(run);
  CHECK(firstBadElement(junit).empty());
  CHECK(junit.find('\x01') == std::string::npos);
  CHECK(nlohmann::json::parse(runJson(run)).is_object());
  CHECK(nlohmann::json::parse(runSarif(run)).is_object());
}

TEST_CASE("JUnit counts what failed") {
  const std::string junit = runJunit(sampleRun());
  CHECK(firstBadElement(junit).empty());
  CHECK(junit.find("<testsuite name=\"criteria\" tests=\"2\" failures=\"1\"") != std::string::npos);
  CHECK(junit.find("<testsuite name=\"builds\" tests=\"2\" failures=\"1\"") != std::string::npos);
  CHECK(junit.find("<failure message=\"kernel-failed: panic\"/>") != std::string::npos);
}

TEST_CASE("SARIF has each finding once, at its place, with its rule") {
  const auto sarif = nlohmann::json::parse(runSarif(sampleRun()));
  CHECK(sarif["version"] == "2.1.0");
  const auto &run = sarif["runs"][0];
  REQUIRE(run["results"].size() == 3); // the violation after, the unmet criterion, the leftover
  for (const auto &result : run["results"])
    CHECK(run["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()]["id"] ==
          result["ruleId"]);
  const auto &violation = run["results"][0];
  CHECK(violation["level"] == "error");
  const auto &place = violation["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"]["uri"] == "after%20it.hpp");
  CHECK(place["region"]["startLine"] == 2);
  CHECK(run["results"][2]["level"] == "note");
}

TEST_CASE("a graph is drawn with its violations marked, and no colours of its own") {
  const std::string svg = graphSvg(sampleRun().layersBefore->graph, "layers");
  if (findProgram("dot")) {
    CHECK(svg.starts_with("<svg"));
    CHECK(firstBadElement(svg).empty());
    CHECK(svg.find("edge violation") != std::string::npos);
    CHECK(svg.find("stroke=") == std::string::npos);
  }
  CHECK(graphSvg({}, "none").empty());
}

TEST_CASE("the folder of a report holds this report and nothing else") {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const std::string report = folder->path() + "/reports/sample";
  REQUIRE(writeText(report + "/boot/old-after.log", "stale"));
  REQUIRE(writeReport(sampleRun(), report));
  CHECK(*listFiles(report) == std::vector<std::string>{"boot/boot-aarch64-after.log",
                                                       "changes.patch", "findings.sarif",
                                                       "junit.xml", "report.html", "report.json"});
  CHECK(*readText(report + "/changes.patch") == sampleRun().patch);
}

TEST_CASE("the summary fits ten lines and says what is wrong") {
  Run run = sampleRun();
  for (int i = 0; i < 30; ++i)
    run.criteria.push_back({"absent", "x", false, "there", {}, {}});
  const std::string summary = runSummary(run, "reports/sample/report.html", false);
  CHECK(split(trim(summary), "\n").size() <= 10);
  CHECK(summary.starts_with("FAILED sample: 1 of 32 criteria hold"));
  CHECK(summary.find("not: layers layers.json: a.hpp:1: up") != std::string::npos);
  CHECK(summary.ends_with("report       reports/sample/report.html\n"));
  CHECK(summary.find('\x1b') == std::string::npos);
  CHECK(runSummary(run, "r", true).find("\x1b[1;31mFAILED") != std::string::npos);
}
