// Diagnostics: a message at a place, written as compilers write them so that editors understand it.
#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace levitate {

/// A place in a text file. Lines and columns count from 1; a column counts bytes. 0 means unknown.
struct Location {
  std::string file;
  unsigned line = 0;
  unsigned column = 0;

  friend auto operator<=>(const Location &, const Location &) = default;
};

/// The place of byte `offset` of `text`. An offset past the end means the end.
Location locate(std::string_view text, std::size_t offset, std::string file);

/// `file:line:column`, without the parts that are unknown.
std::string formatLocation(const Location &location);

enum class Severity { Error, Warning, Note };

struct Diagnostic {
  Severity severity = Severity::Error;
  Location where;
  std::string message;
  std::string pointer;           ///< RFC 6901 pointer into a JSON document, or empty
  std::string remedy;            ///< what the user can do about it, or empty
  std::vector<Diagnostic> notes; ///< further places that belong to it
};

/// `file:line:column: error: message [/json/pointer]`, then a `note:` line for the remedy and for
/// each note. No trailing newline.
std::string formatDiagnostic(const Diagnostic &diagnostic);

/// All of them, one after the other, with no trailing newline.
std::string formatDiagnostics(const std::vector<Diagnostic> &diagnostics);

} // namespace levitate
