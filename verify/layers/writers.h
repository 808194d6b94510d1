// The forms in which a report is written for people and for other programs.
#pragma once

#include "verify/layers/report.h"

#include <string>

namespace levitate::layers {

struct TextOptions {
  bool color = false;
  bool quiet = false;   ///< no summary
  bool verbose = false; ///< notes, too
};

/// As a compiler writes: place, message, the line quoted, the chain, the rule's reason; then a
/// summary that says what was looked at.
std::string textOf(const Report &report, const TextOptions &options);

/// SARIF 2.1.0, paths relative to ROOT; the fingerprint of a result is its identity.
std::string sarifOf(const Report &report);
/// Workflow commands (`::error file=...`) that GitHub shows beside the lines.
std::string githubOf(const Report &report);
/// The layer graph: an arrow for each pair of layers, violated ones red.
std::string dotOf(const Report &report);
std::string mermaidOf(const Report &report);
std::string svgOf(const Report &report);
/// One self-contained page: verdict, graph, findings, layers.
std::string htmlOf(const Report &report);

} // namespace levitate::layers
