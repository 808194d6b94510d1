// The forms that continuous integration reads: SARIF 2.1.0 and GitHub's workflow commands.
#include "base/files.h"
#include "base/options.h"
#include "base/text.h"
#include "verify/layers/writers.h"

#include <fmt/format.h>
#include <set>

namespace levitate::layers {

using nlohmann::json;

std::string sarifOf(const Report &report) {
  const auto levelOf = [](Level level) {
    return level == Level::Error ? "error" : level == Level::Warning ? "warning" : "note";
  };
  const auto place = [](const Place &at, const std::string &message) {
    json location = {{"physicalLocation",
                      {{"artifactLocation", {{"uri", toUtf8(at.file)}, {"uriBaseId", "ROOT"}}}}}};
    if (at.line != 0) {
      location["physicalLocation"]["region"] = {{"startLine", at.line}};
      if (at.column != 0)
        location["physicalLocation"]["region"]["startColumn"] = at.column;
    }
    if (!message.empty())
      location["message"] = {{"text", toUtf8(message)}};
    return location;
  };
  json rules = json::array(), results = json::array();
  std::set<std::string> known;
  for (const Finding &finding : report.findings) {
    if (known.insert(finding.rule).second)
      rules.push_back(
          {{"id", finding.rule},
           {"shortDescription", {{"text", toUtf8(finding.rule)}}},
           {"fullDescription",
            {{"text", toUtf8(finding.reason.empty() ? finding.message : finding.reason)}}}});
    json result = {{"ruleId", finding.rule},
                   {"level", levelOf(finding.level)},
                   {"message",
                    {{"text", toUtf8(finding.message +
                                     (finding.reason.empty() ? "" : ": " + finding.reason))}}},
                   {"locations", json::array({place(finding.from, "")})},
                   {"partialFingerprints", {{"edge/v1", toUtf8(finding.identity())}}}};
    if (finding.chain.size() > 1) {
      json steps = json::array();
      for (const ChainStep &step : finding.chain)
        steps.push_back({{"location", place(step.from, step.text)}});
      result["codeFlows"] =
          json::array({{{"threadFlows", json::array({{{"locations", std::move(steps)}}})}}});
    }
    results.push_back(std::move(result));
  }
  const json document = {
      {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
      {"version", "2.1.0"},
      {"runs",
       json::array({{{"tool",
                      {{"driver",
                        {{"name", "levitate-dependency-check"},
                         {"version", versionText()},
                         {"rules", std::move(rules)}}}}},
                     {"originalUriBaseIds", {{"ROOT", {{"uri", "file://" + report.root + "/"}}}}},
                     {"columnKind", "utf16CodeUnits"},
                     {"results", std::move(results)}}})}};
  return document.dump(2) + "\n";
}

/// `%`, CR and LF (in properties `:` and `,`, too) are written as GitHub's runner wants them.
static std::string escapedForGithub(const std::string &text, bool property) {
  std::string result;
  for (const char c : text)
    if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ',')))
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    else
      result += c;
  return result;
}

std::string githubOf(const Report &report) {
  std::string out;
  for (const Finding &finding : report.findings) {
    const char *command = finding.level == Level::Error     ? "error"
                          : finding.level == Level::Warning ? "warning"
                                                            : "notice";
    // GitHub wants paths from the top of the checkout, which is where it runs.
    std::string file = finding.from.file;
    if (!file.starts_with('/') && finding.kind != Kind::Dead && finding.kind != Kind::Unused)
      file = relativePath(report.root + "/" + file, ".");
    std::string text = finding.message;
    if (!finding.reason.empty())
      text += "\n" + finding.reason;
    for (const ChainStep &step : finding.chain)
      text += fmt::format("\n{}:{}: {}", step.from.file, step.from.line, step.text);
    out += fmt::format("::{} file={}", command, escapedForGithub(file, true));
    if (finding.from.line != 0)
      out += fmt::format(",line={}", finding.from.line);
    if (finding.from.column != 0)
      out += fmt::format(",col={}", finding.from.column);
    out += fmt::format(",title={}::{}\n", escapedForGithub(finding.rule, true),
                       escapedForGithub(text, false));
  }
  return out;
}

} // namespace levitate::layers
