#include "base/files.h"
#include "base/text.h"
#include "verify/layers/writers.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace levitate::layers {

namespace {

class Writer {
public:
  Writer(const Report &report, const TextOptions &options) : report(report), options(options) {}

  std::string write() {
    for (const Finding &finding : report.findings)
      if (finding.level >= Level::Warning || options.verbose)
        this->finding(finding);
    if (!options.quiet)
      summary();
    return std::move(out);
  }

private:
  std::string paint(const char *code, const std::string &text) const {
    return options.color ? fmt::format("\033[{}m{}\033[0m", code, text) : text;
  }

  static std::string placeText(const Place &place) {
    return printable(formatLocation({place.file, place.line, place.column}));
  }

  /// A line of a file of the tree, or nothing.
  std::string lineOf(const std::string &file, unsigned line) {
    const auto [known, isNew] = sources.try_emplace(file);
    if (isNew) {
      const std::string path = absolutePath(file, report.root);
      if (const auto given = report.contents.find(path); given != report.contents.end())
        known->second = split(given->second, "\n");
      else if (const auto text = readText(path))
        known->second = split(*text, "\n");
    }
    return line >= 1 && line <= known->second.size() ? known->second[line - 1] : "";
  }

  void quote(const Place &place) {
    std::string text = lineOf(place.file, place.line);
    while (!text.empty() && (text.back() == '\r' || text.back() == ' '))
      text.pop_back();
    if (trim(text).empty())
      return;
    out += fmt::format("{:>6} | {}\n", place.line, printable(text));
    std::string margin;
    for (unsigned i = 1; i < place.column && i <= text.size(); ++i)
      margin += text[i - 1] == '\t' ? '\t' : ' ';
    out += fmt::format("{:>6} | {}{}\n", "", margin, paint("1;32", "^"));
  }

  void finding(const Finding &finding) {
    const char *code = finding.level == Level::Error     ? "1;31"
                       : finding.level == Level::Warning ? "1;35"
                                                         : "1;36";
    out += paint("1", placeText(finding.from)) + ": " +
           paint(code, std::string(levelName(finding.level)) + ":") + " " +
           paint("1", printable(finding.message)) + " [" + finding.rule + "]\n";
    if (finding.chain.size() <= 1) {
      quote(finding.from);
      if (!finding.to.file.empty() && !finding.chain.empty())
        note(fmt::format("{} leads to {}{}", finding.chain[0].text, finding.to.file,
                         finding.to.layer.empty() ? "" : ", layer '" + finding.to.layer + "'"));
    } else {
      for (const ChainStep &step : finding.chain) {
        out += fmt::format("  {}: {} -> {}\n", placeText(step.from), printable(step.text),
                           printable(step.to.target.empty() ? step.to.file : step.to.target));
        quote(step.from);
      }
    }
    if (!finding.condition.empty())
      note("compiled when " + finding.condition);
    if (!finding.reason.empty())
      note(finding.reason);
    if (finding.policy.line != 0 && finding.kind != Kind::Dead && finding.kind != Kind::Unused)
      note("the policy says so at " + formatLocation(finding.policy));
    if (!finding.remedy.empty())
      note(finding.remedy);
  }

  void note(const std::string &text) {
    out += "  " + paint("1;36", "note:") + " " + printable(text) + "\n";
  }

  void summary() {
    for (const std::string &text : report.notes)
      note(text);
    const std::size_t errors = report.violations(), warnings = report.count(Level::Warning);
    out += fmt::format("{}: {} files, {} units, {} edges ({} includes, {} links", report.name,
                       report.files, report.units, report.edges, report.includes, report.links);
    if (report.symbols != 0)
      out += fmt::format(", {} symbols", report.symbols);
    out += fmt::format("), {} lead out of the tree, {} unresolved", report.external,
                       report.unresolved);
    if (report.computed != 0)
      out += fmt::format(" ({} computed)", report.computed);
    if (report.excepted != 0)
      out += fmt::format(", {} excepted", report.excepted);
    if (report.baselined != 0)
      out += fmt::format(", {} in the baseline", report.baselined);
    out += ".\n";
    out += errors == 0
               ? paint("1;32", "The layering holds")
               : paint("1;31", fmt::format("{} violation{}", errors, errors == 1 ? "" : "s"));
    if (warnings != 0)
      out += fmt::format(", {} warning{}", warnings, warnings == 1 ? "" : "s");
    out += ".\n";
  }

  const Report &report;
  const TextOptions &options;
  std::map<std::string, std::vector<std::string>> sources;
  std::string out;
};

} // namespace

std::string textOf(const Report &report, const TextOptions &options) {
  return Writer(report, options).write();
}

} // namespace levitate::layers
