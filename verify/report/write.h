// Writes a run as files: for people, for programs, for editors and for continuous integration.
#pragma once

#include "base/result.h"
#include "verify/report/run.h"

#include <string>

namespace levitate::report {

/// The JSON of rules/schema/run.schema.json, with a newline at the end. Bytes that are no UTF-8 are
/// replaced.
std::string runJson(const Run &run);

/// One HTML page that needs no other file and no network: exit criteria with evidence, layers
/// before and after, the changes, builds, equivalence, boots with their logs, and times. Light and
/// dark by the reader's preference. Nothing of the run can become markup.
std::string runHtml(const Run &run);

/// JUnit XML: criteria, builds and boots as test cases.
std::string runJunit(const Run &run);

/// SARIF 2.1.0: refusals, violations after, unmet criteria, and as notes the leftovers. Violations
/// before are not in it: the run is about doing away with them.
std::string runSarif(const Run &run);

/// An SVG element for a page (no XML header), drawn by Graphviz's `dot`; when that is not installed
/// or fails, a list of the edges in HTML. Colours come from the page's style.
std::string graphSvg(const Graph &graph, const std::string &title);

/// Writes report.json, report.html, junit.xml, findings.sarif, changes.patch, and the logs and
/// pictures of the boots (`boot/<scenario>-<tree>.log`) into `folder`, which then holds nothing
/// else: files of an older report are removed.
Result<void> writeReport(const Run &run, const std::string &folder);

/// At most ten lines for a terminal; with ANSI colours when `color`. Ends with where the report is.
std::string runSummary(const Run &run, const std::string &reportFile, bool color);

} // namespace levitate::report
