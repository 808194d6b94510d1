// Draws a layer graph as an SVG element whose colours the page's style gives.
#include "verify/report/write.h"

#include "base/process.h"
#include "base/text.h"

#include <fmt/format.h>

#include <map>
#include <set>

namespace levitate::report {
namespace {

std::string quoted(const std::string &text) {
  std::string result = "\"";
  for (char c : toUtf8(text)) {
    if (c == '"' || c == '\\')
      result += '\\';
    result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return result + "\"";
}

/// The graph in Graphviz's language. Nodes and edges carry classes in place of colours.
std::string dotText(const Graph &graph) {
  std::string dot =
      "digraph {\n  bgcolor=transparent; rankdir=TB; nodesep=0.35; ranksep=0.45;\n"
      "  node [shape=box, style=rounded, fontname=\"sans-serif\", fontsize=12, "
      "height=0.35];\n  edge [fontname=\"sans-serif\", fontsize=10, arrowsize=0.7];\n";
  std::map<int, std::vector<std::string>> ranks;
  std::set<std::string> violating;
  for (const Graph::Edge &edge : graph.edges)
    if (edge.violation)
      violating.insert(edge.from);
  for (const Graph::Node &node : graph.nodes) {
    dot += fmt::format("  {} [class=\"layer{}\"];\n", quoted(node.name),
                       violating.contains(node.name) ? " violating" : "");
    if (node.rank >= 0)
      ranks[node.rank].push_back(node.name);
  }
  std::string previous;
  for (const auto &[rank, names] : ranks) {
    dot += "  { rank=same;";
    for (const std::string &name : names)
      dot += " " + quoted(name) + ";";
    dot += " }\n";
    if (!previous.empty()) // keeps the ranks in order where no edge does
      dot += fmt::format("  {} -> {} [style=invis, weight=10];\n", quoted(previous),
                         quoted(names.front()));
    previous = names.front();
  }
  for (const Graph::Edge &edge : graph.edges)
    dot += fmt::format("  {} -> {} [class=\"{}\", label=\"{}\", tooltip={}{}];\n",
                       quoted(edge.from), quoted(edge.to), edge.violation ? "violation" : "allowed",
                       edge.count > 1 ? std::to_string(edge.count) : "",
                       quoted(fmt::format("{} -> {}: {}{}", edge.from, edge.to, edge.count,
                                          edge.violation ? ", against the policy" : "")),
                       edge.violation ? ", constraint=false" : "");
  return dot + "}\n";
}

std::string asList(const Graph &graph) {
  std::string html = "<ul class=\"graph\">\n";
  for (const Graph::Edge &edge : graph.edges)
    html +=
        fmt::format("<li{}>{} &rarr; {} ({})</li>\n", edge.violation ? " class=\"violation\"" : "",
                    escapeXml(edge.from), escapeXml(edge.to), edge.count);
  return html + "</ul>\n";
}

/// Takes attributes that begin so (` fill="`) out of the drawing: colours are the page's to decide,
/// and ids would not be unique in a page of two drawings.
void dropAttribute(std::string &svg, const std::string &beginning) {
  for (std::size_t at = 0; (at = svg.find(beginning, at)) != std::string::npos;) {
    const std::size_t end = svg.find('"', at + beginning.size());
    svg.erase(at, end == std::string::npos ? std::string::npos : end + 1 - at);
  }
}

} // namespace

std::string graphSvg(const Graph &graph, const std::string &title) {
  if (graph.empty())
    return {};
  Command command;
  command.arguments = {"dot", "-Tsvg"};
  command.input = dotText(graph);
  command.deadline = std::chrono::seconds(20);
  const Result<ProcessResult> result = runProcess(command);
  if (!result || !result->succeeded())
    return asList(graph);
  std::string svg = result->output;
  const std::size_t start = svg.find("<svg");
  if (start == std::string::npos)
    return asList(graph);
  svg.erase(0, start);
  for (const char *attribute : {" fill=\"", " stroke=\"", " id=\""})
    dropAttribute(svg, attribute);
  const std::string name = escapeXml(toUtf8(title));
  svg.insert(4, fmt::format(" class=\"graph\" role=\"img\" aria-label=\"{}\"", name));
  return svg;
}

} // namespace levitate::report
