#include "verify/layers/report.h"

#include "base/text.h"

#include <algorithm>
#include <fmt/format.h>

namespace levitate::layers {

using nlohmann::json;

std::string Finding::identity() const {
  std::string text = rule + "|" + kindName(kind) + "|";
  text += (from.target.empty() ? from.file : "target " + from.target) + "|";
  text += to.target.empty() ? to.file : "target " + to.target;
  // What leads to no file of the tree is known by its words.
  if (to.target.empty() && to.file.empty() && !chain.empty())
    text += chain.back().text;
  if (toUtf8(text) == text)
    return text;
  std::string spelt; // bytes that JSON can't hold are spelt out, so that names stay apart
  for (const char c : text)
    spelt += static_cast<unsigned char>(c) < 0x80
                 ? std::string(1, c)
                 : fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
  return spelt;
}

std::size_t Report::count(Level level) const {
  return static_cast<std::size_t>(std::count_if(
      findings.begin(), findings.end(), [&](const Finding &f) { return f.level == level; }));
}

std::size_t Report::violations() const { return count(Level::Error); }

static json placeJson(const Place &place, bool withColumn) {
  json result = {{"file", toUtf8(place.file)}, {"layer", place.layer}};
  if (place.line != 0)
    result["line"] = place.line;
  if (withColumn && place.column != 0)
    result["column"] = place.column;
  if (!place.target.empty())
    result["target"] = place.target;
  return result;
}

static json findingJson(const Finding &finding) {
  json chain = json::array();
  for (const ChainStep &step : finding.chain)
    chain.push_back({{"from", placeJson(step.from, true)},
                     {"to", placeJson(step.to, false)},
                     {"text", toUtf8(step.text)}});
  return {{"rule", finding.rule},
          {"reason", finding.reason},
          {"kind", kindName(finding.kind)},
          {"severity", levelName(finding.level)},
          {"message", toUtf8(finding.message)},
          {"from", placeJson(finding.from, true)},
          {"to", placeJson(finding.to, false)},
          {"chain", chain},
          {"condition", toUtf8(finding.condition)},
          {"configurations", finding.configurations},
          {"policy", {{"file", finding.policy.file}, {"line", finding.policy.line}}},
          {"remedy", finding.remedy},
          {"identity", finding.identity()}};
}

json Report::json() const {
  nlohmann::json violationList = nlohmann::json::array(), otherList = nlohmann::json::array();
  for (const Finding &finding : findings)
    (finding.level == Level::Error ? violationList : otherList).push_back(findingJson(finding));
  nlohmann::json layerList = nlohmann::json::array(), useList = nlohmann::json::array();
  for (const LayerSummary &layer : layers)
    layerList.push_back({{"name", layer.name},
                         {"why", layer.why},
                         {"row", layer.row},
                         {"files", layer.files},
                         {"targets", layer.targets},
                         {"may-use", layer.mayUse}});
  for (const UseSummary &use : uses)
    useList.push_back({{"from", use.from},
                       {"to", use.to},
                       {"kind", kindName(use.kind)},
                       {"edges", use.count},
                       {"violations", use.violations}});
  nlohmann::json result = {{"schema", 1},
                           {"tool", "levitate-dependency-check"},
                           {"policy", policy},
                           {"root", root},
                           {"name", name},
                           {"build-directories", buildDirectories},
                           {"summary",
                            {{"files", files},
                             {"units", units},
                             {"edges", edges},
                             {"includes", includes},
                             {"links", links},
                             {"symbols", symbols},
                             {"external", external},
                             {"unresolved", unresolved},
                             {"computed", computed},
                             {"excepted", excepted},
                             {"baselined", baselined},
                             {"violations", violations()},
                             {"warnings", count(Level::Warning)},
                             {"seconds", seconds}}},
                           {"violations", violationList},
                           {"notices", otherList},
                           {"layers", layerList},
                           {"uses", useList},
                           {"notes", notes}};
  if (!allEdges.empty()) {
    nlohmann::json edgeList = nlohmann::json::array();
    for (const EdgeSummary &edge : allEdges)
      edgeList.push_back({{"kind", kindName(edge.kind)},
                          {"from", placeJson(edge.from, true)},
                          {"to", placeJson(edge.to, false)},
                          {"spelled", toUtf8(edge.spelled)},
                          {"state", edge.state},
                          {"scope", edge.scope},
                          {"condition", toUtf8(edge.condition)},
                          {"configurations", edge.configurations}});
    result["edges"] = edgeList;
  }
  return result;
}

} // namespace levitate::layers
