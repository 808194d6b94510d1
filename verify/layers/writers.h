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

} // namespace levitate::layers
