#include "base/diagnostic.h"

#include <algorithm>
#include <string_view>

namespace levitate {

Location locate(std::string_view text, std::size_t offset, std::string file) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t newline = before.rfind('\n');
  const std::size_t start = newline == std::string_view::npos ? 0 : newline + 1;
  return {std::move(file), static_cast<unsigned>(line),
          static_cast<unsigned>(before.size() - start + 1)};
}

std::string formatLocation(const Location &location) {
  std::string text = location.file;
  for (unsigned number : {location.line, location.column}) {
    if (number == 0)
      break;
    text += (text.empty() ? "" : ":") + std::to_string(number);
  }
  return text;
}

static const char *severityName(Severity severity) {
  switch (severity) {
  case Severity::Error:
    return "error";
  case Severity::Warning:
    return "warning";
  case Severity::Note:
    return "note";
  }
  return "error";
}

std::string formatDiagnostic(const Diagnostic &diagnostic) {
  const std::string place = formatLocation(diagnostic.where);
  std::string text = place.empty() ? "" : place + ": ";
  text += std::string(severityName(diagnostic.severity)) + ": " + diagnostic.message;
  if (!diagnostic.pointer.empty())
    text += " [" + diagnostic.pointer + "]";
  for (const Diagnostic &note : diagnostic.notes)
    text += "\n" + formatDiagnostic(note);
  if (!diagnostic.remedy.empty())
    text += "\n" + (place.empty() ? "" : place + ": ") + "note: " + diagnostic.remedy;
  return text;
}

std::string formatDiagnostics(const std::vector<Diagnostic> &diagnostics) {
  std::string text;
  for (const Diagnostic &diagnostic : diagnostics)
    text += (text.empty() ? "" : "\n") + formatDiagnostic(diagnostic);
  return text;
}

} // namespace levitate
