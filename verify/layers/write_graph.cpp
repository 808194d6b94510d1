// The layer graph of a report: DOT, Mermaid, SVG and a self-contained HTML page. The SVG is laid
// out here, row by row as the policy orders the layers, so that no other program is needed.
#include "base/text.h"
#include "verify/layers/writers.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace levitate::layers {

namespace {

/// All uses between two layers, whatever their kind.
struct Arrow {
  std::size_t from, to, includes = 0, links = 0, symbols = 0, violations = 0;
  std::string label() const {
    std::vector<std::string> parts;
    if (includes != 0)
      parts.push_back(fmt::format("{} include{}", includes, includes == 1 ? "" : "s"));
    if (links != 0)
      parts.push_back(fmt::format("{} link{}", links, links == 1 ? "" : "s"));
    if (symbols != 0)
      parts.push_back(fmt::format("{} symbol{}", symbols, symbols == 1 ? "" : "s"));
    return join(parts, ", ");
  }
};

std::vector<Arrow> arrowsOf(const Report &report) {
  const auto index = [&](const std::string &name) {
    for (std::size_t i = 0; i < report.layers.size(); ++i)
      if (report.layers[i].name == name)
        return i;
    return report.layers.size();
  };
  std::map<std::pair<std::size_t, std::size_t>, Arrow> arrows;
  for (const UseSummary &use : report.uses) {
    const std::size_t from = index(use.from), to = index(use.to);
    if (from == report.layers.size() || to == report.layers.size())
      continue;
    Arrow &arrow = arrows.try_emplace({from, to}, Arrow{from, to}).first->second;
    (use.kind == Kind::Include ? arrow.includes
     : use.kind == Kind::Link  ? arrow.links
                               : arrow.symbols) += use.count;
    arrow.violations += use.violations;
  }
  std::vector<Arrow> result;
  for (const auto &[pair, arrow] : arrows)
    result.push_back(arrow);
  return result;
}

std::string quotedDot(const std::string &text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      result += '\\';
    result += c;
  }
  return result + "\"";
}

/// Where the boxes stand: rows of the order, then a last row for layers that are not in it, each
/// beside the row of the layers that use it.
struct Layout {
  static constexpr int boxWidth = 200, boxHeight = 56, gapX = 90, gapY = 70, margin = 30;
  std::vector<int> x, y;
  int width = 0, height = 0;

  explicit Layout(const Report &report, const std::vector<Arrow> &arrows) {
    std::map<int, std::vector<std::size_t>> rows;
    int last = -1;
    for (const LayerSummary &layer : report.layers)
      last = std::max(last, layer.row);
    for (std::size_t i = 0; i < report.layers.size(); ++i) {
      int row = report.layers[i].row;
      if (row < 0) {
        // Beside the lowest layer that may use it, or at the bottom.
        for (const Arrow &arrow : arrows)
          if (arrow.to == i && arrow.violations == 0)
            row = std::max(row, report.layers[arrow.from].row);
        for (const LayerSummary &user : report.layers)
          if (std::find(user.mayUse.begin(), user.mayUse.end(), report.layers[i].name) !=
              user.mayUse.end())
            row = std::max(row, user.row);
        if (row < 0)
          row = last + 1 + static_cast<int>(last < 0 ? i : 0);
      }
      rows[row].push_back(i);
    }
    x.resize(report.layers.size());
    y.resize(report.layers.size());
    std::size_t widest = 1;
    for (const auto &[row, members] : rows)
      widest = std::max(widest, members.size());
    width = 2 * margin + static_cast<int>(widest) * (boxWidth + gapX) - gapX + 180;
    int top = margin;
    for (const auto &[row, members] : rows) {
      const int rowWidth = static_cast<int>(members.size()) * (boxWidth + gapX) - gapX;
      int left = (width - rowWidth) / 2;
      for (const std::size_t i : members) {
        x[i] = left;
        y[i] = top;
        left += boxWidth + gapX;
      }
      top += boxHeight + gapY;
    }
    height = top - gapY + margin;
  }
};

} // namespace

std::string dotOf(const Report &report) {
  std::string out = fmt::format("digraph {} {{\n  rankdir=TB;\n  node [shape=box, "
                                "fontname=\"sans-serif\"];\n",
                                quotedDot(report.name));
  std::map<int, std::vector<std::string>> rows;
  for (const LayerSummary &layer : report.layers) {
    out += fmt::format("  {} [label={}];\n", quotedDot(layer.name),
                       quotedDot(fmt::format("{}\n{} files", layer.name, layer.files)));
    if (layer.row >= 0)
      rows[layer.row].push_back(quotedDot(layer.name));
  }
  for (const auto &[row, names] : rows)
    if (names.size() > 1)
      out += "  { rank=same; " + join(names, "; ") + "; }\n";
  for (const Arrow &arrow : arrowsOf(report))
    out += fmt::format("  {} -> {} [label={}{}];\n", quotedDot(report.layers[arrow.from].name),
                       quotedDot(report.layers[arrow.to].name), quotedDot(arrow.label()),
                       arrow.violations == 0 ? "" : ", color=red, fontcolor=red, penwidth=2");
  return out + "}\n";
}

std::string mermaidOf(const Report &report) {
  std::string out = "flowchart TD\n";
  for (std::size_t i = 0; i < report.layers.size(); ++i)
    out += fmt::format("  l{}[\"{}<br/>{} files\"]\n", i, escapeXml(report.layers[i].name),
                       report.layers[i].files);
  const std::vector<Arrow> arrows = arrowsOf(report);
  std::vector<std::string> bad;
  for (std::size_t i = 0; i < arrows.size(); ++i) {
    out += fmt::format("  l{} -->|\"{}\"| l{}\n", arrows[i].from, arrows[i].label(), arrows[i].to);
    if (arrows[i].violations != 0)
      bad.push_back(std::to_string(i));
  }
  if (!bad.empty())
    out += "  linkStyle " + join(bad, ",") + " stroke:#c00,stroke-width:3px\n";
  return out;
}

std::string svgOf(const Report &report) {
  const std::vector<Arrow> arrows = arrowsOf(report);
  const Layout layout(report, arrows);
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} "
      "{1}\" font-family=\"sans-serif\" font-size=\"13\" role=\"img\" aria-label=\"layers of "
      "{2}\">\n"
      "<defs><marker id=\"ok\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" "
      "markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L10 5L0 10z\" fill=\"#666\"/></marker>"
      "<marker id=\"bad\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" "
      "markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L10 5L0 10z\" fill=\"#c00\"/></marker>"
      "</defs>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
      layout.width, layout.height, escapeXml(report.name));
  constexpr int width = Layout::boxWidth, height = Layout::boxHeight;
  for (const Arrow &arrow : arrows) {
    const int fromX = layout.x[arrow.from] + width / 2, fromY = layout.y[arrow.from];
    const int toX = layout.x[arrow.to] + width / 2, toY = layout.y[arrow.to];
    std::string path;
    int labelX = 0, labelY = 0;
    if (fromY == toY) {
      // Side by side: from edge to edge, or below when others stand between.
      const bool right = toX > fromX;
      const int startX = right ? fromX + width / 2 : fromX - width / 2;
      const int endX = right ? toX - width / 2 : toX + width / 2;
      const int y = fromY + height / 2;
      path = fmt::format("M{} {}L{} {}", startX, y, endX, y);
      labelX = (startX + endX) / 2;
      labelY = y - 6;
    } else {
      const bool down = toY > fromY;
      const int startY = down ? fromY + height : fromY, endY = down ? toY : toY + height;
      const int rows = std::abs(toY - fromY) / (height + Layout::gapY);
      // Arrows that pass rows by bow out to the side; upward ones to the other side.
      const int bow = (rows - 1) * 70 * (down ? 1 : -1) + (down ? 24 : -24);
      const int startX = fromX + (down ? 24 : -24), endX = toX + (down ? 24 : -24);
      const int bendX = (startX + endX) / 2 + (rows > 1 ? bow + (down ? 110 : -110) : bow);
      path =
          fmt::format("M{} {}Q{} {} {} {}", startX, startY, bendX, (startY + endY) / 2, endX, endY);
      labelX = (startX + 2 * bendX + endX) / 4;
      labelY = (startY + endY) / 2;
    }
    const bool bad = arrow.violations != 0;
    out += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" "
                       "marker-end=\"url(#{})\"><title>{} uses {}: {}</title></path>\n",
                       path, bad ? "#c00" : "#666", bad ? "2.5" : "1.2", bad ? "bad" : "ok",
                       escapeXml(report.layers[arrow.from].name),
                       escapeXml(report.layers[arrow.to].name), arrow.label());
    out += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-size=\"11\" "
                       "fill=\"{}\" paint-order=\"stroke\" stroke=\"#fff\" "
                       "stroke-width=\"4\">{}</text>\n",
                       labelX, labelY, bad ? "#c00" : "#444", arrow.label());
  }
  for (std::size_t i = 0; i < report.layers.size(); ++i) {
    const LayerSummary &layer = report.layers[i];
    out += fmt::format("<g><title>{}</title><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" "
                       "rx=\"6\" fill=\"#eef3fa\" stroke=\"#35618f\"/>"
                       "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-weight=\"bold\">{}"
                       "</text><text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-size=\"11\" "
                       "fill=\"#555\">{} files, {} targets</text></g>\n",
                       escapeXml(layer.why), layout.x[i], layout.y[i], width, height,
                       layout.x[i] + width / 2, layout.y[i] + 24, escapeXml(layer.name),
                       layout.x[i] + width / 2, layout.y[i] + 43, layer.files, layer.targets);
  }
  return out + "</svg>\n";
}

std::string htmlOf(const Report &report) {
  const std::size_t errors = report.violations();
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Layers of {0}"
      "</title><style>body{{font:15px/1.5 sans-serif;margin:2em auto;max-width:70em;padding:0 "
      "1em;color:#222}}code,pre{{font-family:monospace;background:#f4f4f4}}pre{{padding:.6em;"
      "overflow:auto}}.error{{border-left:4px solid #c00}}.warning{{border-left:4px solid "
      "#b60}}.note{{border-left:4px solid #888}}.finding{{padding:.3em 1em;margin:1em 0}}"
      "table{{border-collapse:collapse}}td,th{{border:1px solid #ccc;padding:.3em .7em;"
      "text-align:left}}.graph{{overflow:auto}}</style></head><body>\n<h1>Layers of {0}</h1>\n",
      escapeXml(report.name));
  out +=
      fmt::format("<p><strong>{}</strong> {} files, {} translation units, {} edges ({} includes, "
                  "{} links), {} unresolved. Policy <code>{}</code>.</p>\n",
                  errors == 0 ? "The layering holds."
                              : fmt::format("{} violation{}.", errors, errors == 1 ? "" : "s"),
                  report.files, report.units, report.edges, report.includes, report.links,
                  report.unresolved, escapeXml(report.policy));
  out += "<div class=\"graph\">" + svgOf(report) + "</div>\n";
  if (!report.findings.empty())
    out += "<h2>Findings</h2>\n";
  for (const Finding &finding : report.findings) {
    out += fmt::format(
        "<div class=\"finding {}\"><p><strong>{}</strong> <code>{}</code></p><p>{}: "
        "{}</p>",
        levelName(finding.level), escapeXml(finding.message),
        escapeXml(formatLocation({finding.from.file, finding.from.line, finding.from.column})),
        escapeXml(finding.rule), escapeXml(finding.reason));
    if (!finding.chain.empty()) {
      out += "<pre>";
      for (const ChainStep &step : finding.chain)
        out += escapeXml(fmt::format("{}: {} -> {}\n",
                                     formatLocation({step.from.file, step.from.line, 0}), step.text,
                                     step.to.target.empty() ? step.to.file : step.to.target));
      out += "</pre>";
    }
    if (!finding.remedy.empty())
      out += "<p>" + escapeXml(finding.remedy) + "</p>";
    out += "</div>\n";
  }
  out += "<h2>Layers</h2>\n<table><tr><th>layer</th><th>files</th><th>may use</th><th>what belongs "
         "there</th></tr>\n";
  for (const LayerSummary &layer : report.layers)
    out += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                       escapeXml(layer.name), layer.files, escapeXml(join(layer.mayUse, ", ")),
                       escapeXml(layer.why));
  return out + "</table>\n</body></html>\n";
}

} // namespace levitate::layers
