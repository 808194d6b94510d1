// Puts declarations into a file, new or present, in the style of the file they come from.
#pragma once

#include "tool/plan/source.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace levitate::plan {

/// Lines that stand above and below declarations: `#if` and `#endif`, `#pragma pack(push, 1)` and
/// `#pragma pack(pop)`, a macro that opens a namespace and one that closes it. Without the newline.
struct Enclosure {
  std::string open, close;

  friend bool operator==(const Enclosure &, const Enclosure &) = default;
};

/// How one namespace is opened: by its name, as an inline one, or by macros.
struct Opening {
  std::string name;
  bool isInline = false;
  std::optional<Enclosure> macros = {}; ///< empty lines where a macro around it does that as well

  friend bool operator==(const Opening &, const Opening &) = default;
};
using Openings = std::vector<Opening>; ///< the outermost first

/// A declaration on its way: its text, and what must stand around it.
struct Piece {
  std::string text;                  ///< whole lines, with the comments that belong to it
  std::string scope;                 ///< the namespace it goes into
  Openings path;                     ///< how that is opened, if not by the names in `scope`
  bool anonymous = false;            ///< in an unnamed namespace inside that
  std::string linkage;               ///< `extern "C"` around it, as written; empty for none
  Enclosure linkageCondition;        ///< the conditional that each brace of that stands in
  std::vector<Enclosure> enclosures; ///< around it, inside the namespaces, outermost first
  bool blankBefore = true;           ///< a blank line stood before it
};

/// Includes on lines one below the other, as directives' names with their quotes or brackets; in a
/// linkage block if `linkage` is given, as in Piece.
struct IncludeGroup {
  std::vector<std::string> names;
  std::string linkage = {};
  Enclosure linkageCondition = {};
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
  std::optional<std::string> unnamedClosing;     ///< the same of an unnamed one, whole
  bool blankAfterOpening = true;                 ///< below the line that opens a namespace
  bool blankBeforeUnnamed = false;               ///< between that line and an unnamed namespace
  bool blankInLinkage = true;                    ///< below the line that opens a linkage block
  bool blankAfterPragma = true;
};

/// Reads the style off a file.
FileStyle styleOf(const Source &source, const std::string &path,
                  const std::vector<facts::Block> &blocks);

/// Both stand in the same namespace and linkage block.
bool sameSurroundings(const Piece &a, const Piece &b);

/// How the namespace that `within` stands in is opened; unnamed ones and linkage blocks are left
/// out. Empty when that is by names alone.
Openings namespacePath(const Source &source, const std::vector<facts::Block> &blocks, Range within);

/// The pieces as text, in their namespaces and under their conditions.
std::string wrapped(const std::vector<Piece> &pieces, const FileStyle &style);

/// A whole new header. A blank line separates the groups of includes; `conditionalIncludes` are
/// whole sections that follow them; `head` stands on top.
std::string newHeader(const std::string &path, const std::string &head,
                      const std::vector<IncludeGroup> &includes,
                      const std::string &conditionalIncludes, const std::vector<Piece> &pieces,
                      const FileStyle &style);

/// A whole new source.
std::string newSource(const std::string &head, const std::vector<IncludeGroup> &includes,
                      const std::string &conditionalIncludes, const std::vector<Piece> &pieces,
                      const FileStyle &style);

/// Where pieces go in a file that exists: before the end of its last namespace block of that name
/// that is opened in the same way, or at its end (within the guard).
struct Insertion {
  std::uint32_t offset = 0;
  bool insideBlock = false; ///< the namespace is open there
};
Insertion insertionPoint(const Source &source, const std::vector<facts::Block> &blocks,
                         const std::string &scope, const Openings &path = {});

/// The include guard's macro for a path, made as `style.guard` was made of `style.guardPath`.
std::string guardFor(const std::string &path, const FileStyle &style);

} // namespace levitate::plan
