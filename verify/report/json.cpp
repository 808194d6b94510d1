// A run as JSON; rules/schema/run.schema.json describes it. Keys are only ever added.
#include "verify/report/write.h"

#include <nlohmann/json.hpp>

namespace levitate::report {

using Json = nlohmann::ordered_json;

const char *verdictName(Verdict verdict) {
  switch (verdict) {
  case Verdict::Passed:
    return "passed";
  case Verdict::Failed:
    return "failed";
  case Verdict::Refused:
    return "refused";
  }
  return "failed";
}

namespace {

template <class T, class Convert> Json list(const std::vector<T> &items, Convert convert) {
  Json array = Json::array();
  for (const T &item : items)
    array.push_back(convert(item));
  return array;
}

Json placed(const Location &where) {
  Json place = {{"file", where.file}};
  if (where.line)
    place["line"] = where.line;
  if (where.column)
    place["column"] = where.column;
  return place;
}

const char *severityName(Severity severity) {
  return severity == Severity::Error ? "error" : severity == Severity::Warning ? "warning" : "note";
}

Json finding(const Finding &finding) {
  Json json = placed(finding.where);
  json["rule"] = finding.rule;
  json["severity"] = severityName(finding.severity);
  json["message"] = finding.message;
  if (!finding.chain.empty())
    json["chain"] = finding.chain;
  return json;
}

Json layers(const std::optional<Layers> &layers) {
  if (!layers)
    return nullptr;
  return {{"files", layers->files},
          {"edges", layers->edges},
          {"unresolved", layers->unresolved},
          {"violations", list(layers->violations, finding)},
          {"graph",
           {{"layers", list(layers->graph.nodes, [](const auto &node) { return Json(node.name); })},
            {"edges", list(layers->graph.edges, [](const auto &edge) {
               return Json{{"from", edge.from},
                           {"to", edge.to},
                           {"count", edge.count},
                           {"violation", edge.violation}};
             })}}}};
}

Json boot(const Boot &boot) {
  return {{"scenario", boot.scenario},
          {"tree", boot.tree},
          {"verdict", boot.verdict},
          {"reason", boot.reason},
          {"milestones", list(boot.milestones,
                              [](const auto &milestone) {
                                return Json{{"name", milestone.name},
                                            {"seconds", milestone.seconds ? Json(*milestone.seconds)
                                                                          : Json(nullptr)}};
                              })},
          {"checks", list(boot.checks,
                          [](const auto &check) {
                            return Json{{"name", check.name},
                                        {"passed", check.passed},
                                        {"evidence", check.evidence}};
                          })},
          {"seconds", boot.seconds}};
}

} // namespace

std::string runJson(const Run &run) {
  Json seconds = Json::object();
  double total = 0;
  for (const auto &[stage, duration] : run.seconds) {
    seconds[stage] = duration;
    total += duration;
  }
  seconds["total"] = total;
  const Json json = {
      {"schema", 1},
      {"migration", run.migration},
      {"why", run.why},
      {"root", run.root},
      {"verdict", verdictName(run.verdict)},
      {"plan", run.planVerdict},
      {"criteria", list(run.criteria,
                        [](const Criterion &criterion) {
                          return Json{
                              {"criterion", criterion.name},  {"argument", criterion.argument},
                              {"holds", criterion.holds},     {"evidence", criterion.evidence},
                              {"details", criterion.details}, {"origin", placed(criterion.origin)}};
                        })},
      {"refusals", list(run.refusals, finding)},
      {"leftovers", list(run.leftovers, finding)},
      {"renames",
       list(run.renames,
            [](const Rename &rename) { return Json{{"from", rename.from}, {"to", rename.to}}; })},
      {"edits", list(run.edits,
                     [](const Edit &edit) {
                       return Json{{"file", edit.file},     {"line", edit.line},
                                   {"step", edit.step},     {"reason", edit.reason},
                                   {"before", edit.before}, {"after", edit.after}};
                     })},
      {"configurations", list(run.builds,
                              [](const Build &build) {
                                Json json = {{"name", build.preset},
                                             {"tree", build.tree},
                                             {"builds", build.succeeded},
                                             {"seconds", build.seconds}};
                                if (!build.testsRun.empty())
                                  json["tests"] = build.testsRun;
                                return json;
                              })},
      {"layers", {{"before", layers(run.layersBefore)}, {"after", layers(run.layersAfter)}}},
      {"equivalence", list(run.equivalence,
                           [](const Equivalence &result) {
                             return Json{{"configuration", result.configuration},
                                         {"verdict", result.verdict},
                                         {"compared",
                                          {{"functions", result.functions},
                                           {"globals", result.globals},
                                           {"records", result.records}}},
                                         {"differences", result.differences}};
                           })},
      {"boots", list(run.boots, boot)},
      {"boot-comparisons", list(run.bootComparisons,
                                [](const BootComparison &comparison) {
                                  return Json{{"scenario", comparison.scenario},
                                              {"same", comparison.same},
                                              {"summary", comparison.summary},
                                              {"differences", comparison.differences}};
                                })},
      {"notes", run.notes},
      {"seconds", seconds}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace levitate::report
