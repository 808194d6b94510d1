// A run as one HTML page without scripts. Every text of the run goes through `text()`, which
// escapes it.
#include "verify/report/write.h"

#include "base/files.h"
#include "base/text.h"
#include "verify/report/page.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace levitate::report {
namespace {

std::string text(std::string_view raw) { return escapeXml(toUtf8(raw)); }

/// A terminal's output without the sequences that colour it and move its cursor (ECMA-48, CSI).
std::string withoutControls(std::string_view raw) {
  std::string plain;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '\x1b' && i + 1 < raw.size() && raw[i + 1] == '[') {
      i += 2;
      while (i < raw.size() && (raw[i] < '@' || raw[i] > '~'))
        ++i;
    } else if (raw[i] != '\r') {
      plain += raw[i];
    }
  }
  return plain;
}

std::string code(std::string_view raw) { return "<code>" + text(raw) + "</code>"; }

std::string place(const Location &where) { return code(formatLocation(where)); }

std::string mark(bool good, const char *yes, const char *no) {
  return fmt::format("<td class=\"mark {}\">{}</td>", good ? "good" : "bad", good ? yes : no);
}

std::string section(const char *id, const char *title, const std::string &body) {
  if (body.empty())
    return {};
  return fmt::format("<section>\n<h2 id=\"{}\">{}</h2>\n{}</section>\n", id, title, body);
}

/// `count` of them, in words.
std::string counted(std::size_t count, const std::string &one, const std::string &many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string bulletList(const std::vector<std::string> &items, std::size_t limit = 50) {
  if (items.empty())
    return {};
  std::string html = "<ul>";
  for (std::size_t i = 0; i < std::min(items.size(), limit); ++i)
    html += "<li>" + text(items[i]) + "</li>";
  if (items.size() > limit)
    html += fmt::format("<li class=\"faint\">and {} more; report.json has them all</li>",
                        items.size() - limit);
  return html + "</ul>";
}

std::string criteriaTable(const Run &run) {
  if (run.criteria.empty())
    return {};
  std::string html = "<div class=\"wide\"><table>\n"
                     "<tr><th></th><th>criterion</th><th>evidence</th></tr>\n";
  for (const Criterion &criterion : run.criteria)
    html += fmt::format("<tr>{}<td><code>{}</code><br><code class=\"faint\">{}</code></td>"
                        "<td>{}{}</td></tr>\n",
                        mark(criterion.holds, "holds", "fails"), text(criterion.name),
                        text(criterion.argument), text(criterion.evidence),
                        bulletList(criterion.details));
  return html + "</table></div>\n";
}

std::string findingsTable(const std::vector<Finding> &findings, std::size_t limit = 200) {
  if (findings.empty())
    return {};
  std::string html = "<div class=\"wide\"><table>\n<tr><th>where</th><th>what</th></tr>\n";
  for (std::size_t i = 0; i < std::min(findings.size(), limit); ++i)
    html +=
        fmt::format("<tr><td class=\"code\">{}</td><td>{} <span class=\"faint\">[{}]</span>{}</td>"
                    "</tr>\n",
                    place(findings[i].where), text(findings[i].message), text(findings[i].rule),
                    bulletList(findings[i].chain));
  html += "</table></div>\n";
  if (findings.size() > limit)
    html += fmt::format("<p class=\"faint\">and {} more; report.json has them all</p>\n",
                        findings.size() - limit);
  return html;
}

std::string layersOf(const std::optional<Layers> &layers, const char *title) {
  if (!layers)
    return {};
  const std::size_t violations = layers->violations.size();
  std::string html =
      fmt::format("<div>\n<h3>{}</h3>\n<p>{}, {}: <strong class=\"{}\">{}</strong>", title,
                  counted(layers->files, "file", "files"), counted(layers->edges, "edge", "edges"),
                  violations ? "bad" : "good",
                  violations ? counted(violations, "violation", "violations") : "no violation");
  if (layers->unresolved)
    html += fmt::format(" <span class=\"faint\">({} not resolved)</span>",
                        counted(layers->unresolved, "include was", "includes were"));
  html += "</p>\n" + graphSvg(layers->graph, std::string("layers ") + title);
  if (violations)
    html += fmt::format(
        "<details{}><summary>the {}</summary>\n{}</details>\n", violations <= 12 ? " open" : "",
        counted(violations, "violation", "violations"), findingsTable(layers->violations));
  return html + "</div>\n";
}

std::string layersSection(const Run &run) {
  if (!run.layersBefore && !run.layersAfter)
    return {};
  return "<div class=\"columns\">\n" + layersOf(run.layersBefore, "before") +
         layersOf(run.layersAfter, "after") + "</div>\n";
}

/// The patch, one foldable part for each file.
std::string diffSection(const std::string &patch) {
  std::string html;
  std::string_view rest = patch;
  while (!rest.empty()) {
    std::size_t end = rest.find("\ndiff --git ", 1);
    std::string_view file = rest.substr(0, end == std::string_view::npos ? end : end + 1);
    rest.remove_prefix(file.size());
    std::size_t added = 0, removed = 0;
    std::string title, lines;
    bool inHunk = false;
    for (const std::string &line :
         split(file.substr(0, file.size() - file.ends_with('\n')), "\n")) {
      if (line.starts_with("@@"))
        inHunk = true;
      if (!inHunk) {
        if (line.starts_with("+++ b/") || (title.empty() && line.starts_with("--- a/")))
          title = trim(line.substr(6));
        else if (title.empty() && line.starts_with("diff --git "))
          title.clear();
        continue;
      }
      const char *kind = line.starts_with('+')   ? "add"
                         : line.starts_with('-') ? "del"
                         : line.starts_with('@') ? "hunk"
                                                 : "same";
      added += line.starts_with('+');
      removed += line.starts_with('-');
      lines += fmt::format("<span class=\"{}\">{}</span>", kind, text(line));
    }
    if (title.empty())
      title = trim(file.substr(0, file.find('\n')));
    const bool isShort = added + removed <= 60;
    html += fmt::format("<details{}><summary>{} <span class=\"good\">+{}</span> "
                        "<span class=\"bad\">&minus;{}</span></summary>\n",
                        isShort ? " open" : "", code(title), added, removed);
    html += "<pre class=\"diff\">" + lines + "</pre></details>\n";
  }
  return html;
}

std::string changesSection(const Run &run) {
  std::string html;
  if (!run.renames.empty()) {
    html += "<h3>Names</h3>\n<table>\n<tr><th>before</th><th>after</th></tr>\n";
    for (const Rename &rename : run.renames)
      html += fmt::format("<tr><td>{}</td><td>{}</td></tr>\n", code(rename.from), code(rename.to));
    html += "</table>\n";
  }
  if (!run.edits.empty()) {
    html +=
        fmt::format("<details><summary>{}, each with its reason</summary>\n<div class=\"wide\">"
                    "<table>\n<tr><th>where</th><th>step</th><th>why</th><th>change</th></tr>\n",
                    counted(run.edits.size(), "edit", "edits"));
    auto shortened = [](const std::string &whole) {
      const std::string line(
          trim(whole.substr(0, whole.find('\n', whole.find_first_not_of('\n')))));
      return code(line.size() > 120 ? line.substr(0, 117) + "..." : line);
    };
    for (const Edit &edit : run.edits)
      html +=
          fmt::format("<tr><td class=\"code\">{}</td><td>{}</td><td>{}</td><td>{}{}{}</td></tr>\n",
                      place({edit.file, edit.line, 0}), text(edit.step), text(edit.reason),
                      edit.before.empty() ? "" : shortened(edit.before),
                      edit.before.empty() || edit.after.empty() ? "" : " &rarr; ",
                      edit.after.empty() ? "" : shortened(edit.after));
    html += "</table></div></details>\n";
  }
  return html + diffSection(run.patch);
}

std::string buildsSection(const Run &run) {
  if (run.builds.empty())
    return {};
  std::string html = "<table>\n<tr><th></th><th>tree</th><th>configuration</th><th>tests</th>"
                     "<th class=\"number\">seconds</th></tr>\n";
  std::string logs;
  for (const Build &build : run.builds) {
    html += fmt::format(
        "<tr>{}<td>{}</td><td>{}</td><td>{}</td><td class=\"number\">{:.1f}</td></tr>\n",
        mark(build.succeeded, "built", "failed"), text(build.tree), text(build.preset),
        text(build.testsRun), build.seconds);
    if (!build.log.empty())
      logs += fmt::format("<details open><summary>{} {}</summary><pre>{}</pre></details>\n",
                          text(build.tree), text(build.preset), text(build.log));
  }
  return html + "</table>\n" + logs;
}

std::string equivalenceSection(const Run &run) {
  if (run.equivalence.empty())
    return {};
  std::string html =
      "<table>\n<tr><th></th><th>configuration</th><th class=\"number\">functions</th>"
      "<th class=\"number\">globals</th><th class=\"number\">records</th>"
      "<th>differences</th></tr>\n";
  for (const Equivalence &result : run.equivalence)
    html +=
        fmt::format("<tr><td class=\"mark {}\">{}</td><td>{}</td><td class=\"number\">{}</td>"
                    "<td class=\"number\">{}</td><td class=\"number\">{}</td><td>{}</td></tr>\n",
                    result.verdict == "different" ? "bad" : "good", text(result.verdict),
                    text(result.configuration), result.functions, result.globals, result.records,
                    result.differences.empty() ? "none" : bulletList(result.differences));
  return html + "</table>\n";
}

std::string base64(std::string_view bytes) {
  static constexpr char alphabet[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k > bytes.size() ? '=' : alphabet[group >> (18 - 6 * k) & 63];
  }
  return out;
}

std::string bootColumn(const Boot &boot) {
  const bool good = boot.verdict == "passed";
  std::string html = fmt::format("<div>\n<h3>{} <span class=\"verdict {}\">{}</span></h3>\n",
                                 text(boot.tree), good ? "good" : "bad", text(boot.verdict));
  if (!boot.reason.empty())
    html += "<p>" + text(boot.reason) + "</p>\n";
  if (!boot.milestones.empty()) {
    html += "<table>\n<tr><th>milestone</th><th class=\"number\">seconds</th></tr>\n";
    for (const Boot::Milestone &milestone : boot.milestones)
      html += milestone.seconds
                  ? fmt::format("<tr><td>{}</td><td class=\"number\">{:.3f}</td></tr>\n",
                                text(milestone.name), *milestone.seconds)
                  : fmt::format("<tr><td>{}</td><td class=\"number bad\">not reached</td></tr>\n",
                                text(milestone.name));
    html += "</table>\n";
  }
  if (!boot.checks.empty()) {
    html += "<table>\n<tr><th></th><th>check</th><th>evidence</th></tr>\n";
    for (const Boot::Check &check : boot.checks)
      html +=
          fmt::format("<tr>{}<td>{}</td><td>{}</td></tr>\n", mark(check.passed, "holds", "fails"),
                      text(check.name), text(check.evidence));
    html += "</table>\n";
  }
  for (const std::string &screenshot : boot.screenshots)
    if (Result<std::string> picture = readText(screenshot))
      html += fmt::format("<p><img class=\"screen\" alt=\"the screen of {}\" "
                          "src=\"data:image/png;base64,{}\"></p>\n",
                          text(boot.tree), base64(*picture));
  return html +
         fmt::format("<details{}><summary>serial log</summary><pre>{}</pre></details>\n</div>\n",
                     good ? "" : " open", text(withoutControls(boot.log)));
}

std::string bootsSection(const Run &run) {
  std::vector<std::string> scenarios;
  for (const Boot &boot : run.boots)
    if (std::find(scenarios.begin(), scenarios.end(), boot.scenario) == scenarios.end())
      scenarios.push_back(boot.scenario);
  std::string html;
  for (const std::string &scenario : scenarios) {
    html += "<h3>" + text(scenario) + "</h3>\n";
    for (const BootComparison &comparison : run.bootComparisons)
      if (comparison.scenario == scenario)
        html += fmt::format("<p class=\"{}\">{}</p>\n{}", comparison.same ? "good" : "bad",
                            text(comparison.summary), bulletList(comparison.differences));
    html += "<div class=\"columns\">\n";
    for (const Boot &boot : run.boots)
      if (boot.scenario == scenario)
        html += bootColumn(boot);
    html += "</div>\n";
  }
  return html;
}

std::string timesSection(const Run &run) {
  double longest = 0, total = 0;
  for (const auto &[stage, seconds] : run.seconds)
    longest = std::max(longest, seconds), total += seconds;
  if (longest <= 0)
    return {};
  std::string html = "<table>\n";
  for (const auto &[stage, seconds] : run.seconds)
    html +=
        fmt::format("<tr><td>{}</td><td class=\"number\">{:.2f} s</td>"
                    "<td style=\"width:60%\"><div class=\"bar\" style=\"width:{:.1f}%\"></div></td>"
                    "</tr>\n",
                    text(stage), seconds, 100 * seconds / longest);
  return html +
         fmt::format("<tr><td>together</td><td class=\"number\">{:.2f} s</td><td></td></tr>\n"
                     "</table>\n",
                     total);
}

} // namespace

std::string runHtml(const Run &run) {
  const bool good = run.verdict == Verdict::Passed;
  const auto held = std::count_if(run.criteria.begin(), run.criteria.end(),
                                  [](const Criterion &criterion) { return criterion.holds; });
  std::string html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  html += fmt::format("<title>{}: {}</title>\n<style>{}</style>\n</head>\n<body>\n<header>\n",
                      text(run.migration), verdictName(run.verdict), pageStyle);
  html += fmt::format("<h1>{} <span class=\"verdict {}\">{}</span></h1>\n", text(run.migration),
                      good ? "good" : "bad", verdictName(run.verdict));
  if (!run.why.empty())
    html += "<p>" + text(run.why) + "</p>\n";
  html +=
      fmt::format("<p class=\"faint\">{} of {} hold &middot; tree {}</p>\n", held,
                  counted(run.criteria.size(), "exit criterion", "exit criteria"), code(run.root));
  for (const std::string &note : run.notes)
    html += "<p>" + text(note) + "</p>\n";

  const std::string refusals = findingsTable(run.refusals);
  struct Part {
    const char *id, *title;
    std::string body;
  };
  const std::vector<Part> parts = {
      {"refused", "Refused: nothing was changed", refusals},
      {"criteria", "Exit criteria", criteriaTable(run)},
      {"layers", "Layers", layersSection(run)},
      {"changes", "Changes", changesSection(run)},
      {"leftovers", "Left as it is", findingsTable(run.leftovers)},
      {"builds", "Builds and tests", buildsSection(run)},
      {"equivalence", "Equivalence", equivalenceSection(run)},
      {"boots", "Boots", bootsSection(run)},
      {"times", "Times", timesSection(run)},
  };
  html += "<nav>";
  for (const Part &part : parts)
    if (!part.body.empty())
      html += fmt::format("<a href=\"#{}\">{}</a>", part.id, part.title);
  html += "</nav>\n</header>\n<main>\n";
  for (const Part &part : parts)
    html += section(part.id, part.title, part.body);
  return html + "</main>\n</body>\n</html>\n";
}

} // namespace levitate::report
