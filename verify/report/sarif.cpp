// A run as SARIF 2.1.0 (OASIS), so that editors and code hosts show each finding at its line.
#include "verify/report/write.h"

#include <nlohmann/json.hpp>

#include <map>

namespace levitate::report {
namespace {

using Json = nlohmann::ordered_json;

const char *levelOf(Severity severity) {
  return severity == Severity::Error ? "error" : severity == Severity::Warning ? "warning" : "note";
}

/// A path as a URI reference (RFC 3986): what is not allowed in one is percent-encoded.
std::string uriOf(const std::string &path) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/+=@,").find(c) != std::string_view::npos;
    if (plain) {
      uri += c;
    } else {
      uri += '%';
      uri += digits[byte >> 4];
      uri += digits[byte & 15];
    }
  }
  return uri;
}

class Sarif {
public:
  void add(const Finding &finding) {
    auto [rule, isNew] = rules.emplace(finding.rule, rules.size());
    if (isNew)
      descriptions.push_back({{"id", finding.rule}});
    std::string message = finding.message;
    for (const std::string &link : finding.chain)
      message += "\n" + link;
    Json result = {{"ruleId", finding.rule},
                   {"ruleIndex", rule->second},
                   {"level", levelOf(finding.severity)},
                   {"message", {{"text", message}}}};
    if (!finding.where.file.empty()) {
      Json place = {{"artifactLocation", {{"uri", uriOf(finding.where.file)}}}};
      if (finding.where.line) {
        place["region"] = {{"startLine", finding.where.line}};
        if (finding.where.column)
          place["region"]["startColumn"] = finding.where.column;
      }
      result["locations"] = Json::array({{{"physicalLocation", place}}});
    }
    results.push_back(std::move(result));
  }

  std::string text() const {
    const Json json = {
        {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
        {"version", "2.1.0"},
        {"runs",
         Json::array(
             {{{"tool", {{"driver", {{"name", "levitate-migrate"}, {"rules", descriptions}}}}},
               {"columnKind", "utf16CodeUnits"},
               {"results", results}}})}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  }

private:
  std::map<std::string, std::size_t> rules;
  Json descriptions = Json::array(), results = Json::array();
};

} // namespace

std::string runSarif(const Run &run) {
  Sarif sarif;
  for (const Finding &refusal : run.refusals)
    sarif.add(refusal);
  if (run.layersAfter)
    for (const Finding &violation : run.layersAfter->violations)
      sarif.add(violation);
  for (const Criterion &criterion : run.criteria)
    if (!criterion.holds)
      sarif.add({"criterion/" + criterion.name, Severity::Error,
                 criterion.name + " " + criterion.argument + ": " + criterion.evidence,
                 criterion.origin, criterion.details, ""});
  for (const Finding &leftover : run.leftovers)
    sarif.add(leftover);
  return sarif.text();
}

} // namespace levitate::report
