// A report as people and other tools read it. The JSON form is Report::json().
#pragma once

#include "verify/boot/report.h"

#include <string>

namespace levitate::boot {

/// Some lines for a terminal: the verdict with its reason, the milestones and checks of every boot
/// that failed (of all boots with `verbose`), the comparison.
std::string renderText(const Report &report, bool verbose, bool color);

/// JUnit XML: a test suite per boot, a test case per milestone and per check.
std::string renderJunit(const Report &report);

/// TAP version 14: a test point per boot, with its milestones and checks as subtests.
std::string renderTap(const Report &report);

/// One self-contained HTML page, with serial logs and screenshots in it.
std::string renderHtml(const Report &report);

} // namespace levitate::boot
