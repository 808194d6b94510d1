// Puts declarations into a file, new or present, in the style of the file they come from.
#pragma once

#include "tool/plan/source.h"

#include <set>
#include <string>
#include <vector>

namespace levitate::plan {

/// A declaration on its way: its text, and what must stand around it.
struct Piece {
  std::string text;                    ///< whole lines, with the comments that belong to it
  std::string scope;                   ///< the namespace it goes into
  bool anonymous = false;              ///< in an unnamed namespace inside that
  std::string linkage;                 ///< `extern "C"` around it, as written; empty for none
  std::vector<std::string> conditions; ///< `#if` lines around it, outermost first
  bool blankBefore = true;             ///< a blank line stood before it
};

/// How the old file is written; the new text follows it.
struct FileStyle {
  std::string newline = "\n";
  bool pragmaOnce = true;
  std::string guard;                             ///< the old guard's macro, when it has one
  std::string guardPath;                         ///< the path that macro was made of
  std::string guardEnd;                          ///< the line that closes it, as written; or empty
  bool nestedNamespaces = true;                  ///< `namespace a::b {` rather than one line each
  std::string closingComment = " // namespace "; ///< behind a closing brace, before the name; or ""
  bool blankAfterOpening = true;
  bool blankAfterPragma = true;
};

/// Reads the style off a file.
FileStyle styleOf(const Source &source, const std::string &path,
                  const std::vector<facts::Block> &blocks);

/// The pieces as text, in their namespaces and under their conditions.
std::string wrapped(const std::vector<Piece> &pieces, const FileStyle &style);

/// A whole new header. `includes` are directives' names with their quotes or brackets, in groups
/// that a blank line separates, and `conditionalIncludes` whole sections that follow them; `head`
/// stands on top.
std::string newHeader(const std::string &path, const std::string &head,
                      const std::vector<std::vector<std::string>> &includes,
                      const std::string &conditionalIncludes, const std::vector<Piece> &pieces,
                      const FileStyle &style);

/// A whole new source.
std::string newSource(const std::string &head,
                      const std::vector<std::vector<std::string>> &includes,
                      const std::string &conditionalIncludes, const std::vector<Piece> &pieces,
                      const FileStyle &style);

/// Where pieces go in a file that exists: before the end of its last namespace block of that name,
/// or at its end (within the guard).
struct Insertion {
  std::uint32_t offset = 0;
  bool insideBlock = false; ///< the namespace is open there
};
Insertion insertionPoint(const Source &source, const std::vector<facts::Block> &blocks,
                         const std::string &scope);

/// The include guard's macro for a path, made as `style.guard` was made of `style.guardPath`.
std::string guardFor(const std::string &path, const FileStyle &style);

} // namespace levitate::plan
