// The blocks `namespace a::b {` of a namespace that gets another name or another place: which lines
// open and close it afterwards. What refers to the namespace is the business of namespace.cpp.
#pragma once

#include "tool/plan/context.h"

#include <string>
#include <vector>

namespace levitate::plan {

/// The namespaces from the outermost to the one that is meant; an unnamed one is an empty string.
using NamespacePath = std::vector<std::string>;

/// The path in a namespace's USR. Inline and unnamed namespaces are a part of it.
NamespacePath pathOfUsr(const std::string &usr);

/// The namespaces that a block opens, as a part [first, last) of its path.
struct Opened {
  NamespacePath path;
  std::size_t first = 0, last = 0;
};
Opened openedBy(const facts::Block &block);

/// The namespace around a place of a file, by the blocks that the text shows; unnamed and inline
/// namespaces are left out.
std::string lexicalNamespace(const FileFacts &facts, std::uint32_t offset);

/// Makes the blocks of namespace `from` blocks of namespace `to`.
///
/// A block that opens as many namespaces as before gets other names in place. One that has a
/// neighbour which stays in the old outer namespace leaves that: the outer block is closed before
/// it and opened again behind it.
class NamespaceBlocks {
public:
  /// `nested`: whether `namespace a::b {` may be written. The paths are those of USRs.
  NamespaceBlocks(Context &context, const Program &program, NamespacePath from, NamespacePath to,
                  bool nested, std::string step);

  /// Adds the edits of one file. Refusals go to the context: a block that a macro makes, an inline
  /// or unnamed namespace or a linkage block on the way.
  void rewrite(const std::string &file, Edits &edits);

  /// True when the block opens (the last component of) the namespace.
  bool opens(const facts::Block &block) const;

private:
  struct Level {
    const facts::Block *block;
    Opened opened;
    std::vector<Range> names; ///< the tokens of its components
  };

  void refuse(const std::string &file, std::uint32_t offset, std::string reason,
              std::string remedy);
  bool levels(const std::string &file, const facts::Block &inner, std::vector<Level> &chain);
  bool holdsOnlyTheseBlocks(const std::string &file, const facts::Block &outer) const;
  void rewriteInPlace(const std::string &file, const std::vector<Level> &chain, Edits &edits);
  void rename(const std::string &file, const Level &level, const NamespacePath &names,
              const NamespacePath &whole, Edits &edits);
  void removeLines(const std::string &file, const facts::Block &block, Edits &edits);
  void leaveOuter(const std::string &file, const std::vector<Level> &chain, Edits &edits);
  void renameClosingComment(const std::string &file, const Level &level, const NamespacePath &names,
                            const NamespacePath &whole, Edits &edits);
  Range closing(const std::string &file, const facts::Block &block) const;
  bool blank(const std::string &file, Range range) const;
  std::string closingLine(const std::string &file, const NamespacePath &names) const;

  Context &context;
  const Program &program;
  NamespacePath from, to;
  std::size_t common = 0; ///< how many outer namespaces both share
  bool nested;
  std::string step, why;
};

} // namespace levitate::plan
