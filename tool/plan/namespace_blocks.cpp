#include "tool/plan/namespace_blocks.h"

#include "base/text.h"
#include "tool/plan/new_file.h"

#include <algorithm>

namespace levitate::plan {

using namespace facts;

NamespacePath pathOfUsr(const std::string &usr) {
  NamespacePath path;
  for (std::size_t at = usr.find('@'); at != std::string::npos;) {
    const std::string_view rest = std::string_view(usr).substr(at);
    if (rest.starts_with("@aN")) {
      path.emplace_back();
      at = usr.find('@', at + 1);
    } else if (rest.starts_with("@N@")) {
      const std::size_t end = std::min(usr.find('@', at + 3), usr.size());
      path.push_back(usr.substr(at + 3, end - at - 3));
      at = end == usr.size() ? std::string::npos : end;
    } else {
      break;
    }
  }
  return path;
}

Opened openedBy(const Block &block) {
  Opened opened;
  if (block.linkage)
    return opened;
  opened.path = pathOfUsr(block.usr);
  opened.last = opened.path.size();
  const std::size_t count = block.anonymous ? 1 : split(block.name, "::").size();
  opened.first = opened.last - std::min(opened.last, count);
  return opened;
}

std::string lexicalNamespace(const FileFacts &facts, std::uint32_t offset) {
  const Block *innermost = nullptr;
  for (const Block &block : facts.blocks)
    if (!block.linkage && block.whole.contains(offset) && offset >= block.body.begin &&
        (!innermost || block.whole.begin >= innermost->whole.begin))
      innermost = &block;
  return innermost ? innermost->qualified : "";
}

NamespaceBlocks::NamespaceBlocks(Context &context, const Program &program, NamespacePath from,
                                 NamespacePath to, bool nested, std::string step)
    : context(context), program(program), from(std::move(from)), to(std::move(to)), nested(nested),
      step(std::move(step)) {
  while (common < this->from.size() && common < this->to.size() &&
         this->from[common] == this->to[common])
    ++common;
  why = "namespace '" + join(this->from, "::") + "' becomes '" + join(this->to, "::") + "'";
}

bool NamespaceBlocks::opens(const Block &block) const {
  const Opened opened = openedBy(block);
  return opened.last >= from.size() && opened.first < from.size() &&
         std::equal(from.begin(), from.end(), opened.path.begin());
}

void NamespaceBlocks::refuse(const std::string &file, std::uint32_t offset, std::string reason,
                             std::string remedy) {
  context.refuse({context.place(file, offset), step, std::move(reason), std::move(remedy), {}});
}

void NamespaceBlocks::rewrite(const std::string &file, Edits &edits) {
  for (const Block &block : program.files.at(file).blocks) {
    if (!opens(block))
      continue;
    std::vector<Level> chain;
    if (!levels(file, block, chain))
      continue;
    bool alone = true;
    for (std::size_t i = 0; i + 1 < chain.size(); ++i)
      alone &= holdsOnlyTheseBlocks(file, *chain[i].block);
    if (alone)
      rewriteInPlace(file, chain, edits);
    else
      leaveOuter(file, chain, edits);
  }
}

// The blocks from the first one that opens something else than before to the one that opens the
// namespace. False when one of them can't be changed.
bool NamespaceBlocks::levels(const std::string &file, const Block &inner,
                             std::vector<Level> &chain) {
  bool changes = false;
  for (const Block &block : program.files.at(file).blocks) {
    if (!block.whole.contains(inner.whole) && &block != &inner)
      continue;
    const Opened opened = openedBy(block);
    changes |= !block.linkage && (opened.last > common || &block == &inner);
    if (!changes)
      continue;
    const std::string name = block.linkage ? "the linkage block" : "namespace '" + block.name + "'";
    if (block.fromMacro) {
      refuse(file, block.whole.begin, name + " is opened or closed by a macro",
             "write the namespace out instead of the macro");
      return false;
    }
    if (block.linkage || (block.anonymous && &block != &inner)) {
      refuse(file, block.whole.begin,
             std::string(block.linkage ? "a linkage block" : "an unnamed namespace") +
                 " stands between the namespaces that change",
             "put the namespace outside of it");
      return false;
    }
    Level level{&block, opened, {}};
    // The tokens of the names; attributes may stand among them.
    const Source &text = context.source(file);
    int depth = 0;
    for (const Token &token : text.tokens()) {
      if (!block.names.contains(token.range) || token.kind == TokenKind::Comment)
        continue;
      const std::string_view word = text.view(token.range);
      depth += word == "[" || word == "(" ? 1 : word == "]" || word == ")" ? -1 : 0;
      if (depth == 0 && token.kind == TokenKind::Identifier && word != "namespace" &&
          word != "inline" && word != "__attribute__")
        level.names.push_back(token.range);
    }
    bool same = level.names.size() == opened.last - opened.first;
    for (std::size_t i = 0; same && i < level.names.size(); ++i)
      same = text.view(level.names[i]) == opened.path[opened.first + i];
    if (!same) {
      refuse(file, block.whole.begin, name + " gets its name from a macro here",
             "write the name of the namespace out");
      return false;
    }
    chain.push_back(std::move(level));
  }
  return true;
}

// True when nothing but blocks of the namespace (or blocks that hold only those) is in it.
bool NamespaceBlocks::holdsOnlyTheseBlocks(const std::string &file, const Block &outer) const {
  const std::vector<Block> &blocks = program.files.at(file).blocks;
  std::uint32_t at = outer.body.begin;
  for (const Block &block : blocks) {
    if (!outer.body.contains(block.whole) || block.whole.begin < at)
      continue;
    const bool ours = opens(block);
    if (!ours && (block.linkage || block.anonymous || !holdsOnlyTheseBlocks(file, block)))
      return false;
    if (!blank(file, {at, block.whole.begin}))
      return false;
    at = block.whole.end;
  }
  return at != outer.body.begin && blank(file, {at, outer.body.end});
}

// True when only comments stand there.
bool NamespaceBlocks::blank(const std::string &file, Range range) const {
  for (const Token &token : context.source(file).tokens())
    if (token.range.begin >= range.begin && token.range.end <= range.end &&
        token.kind != TokenKind::Comment)
      return false;
  return true;
}

void NamespaceBlocks::rewriteInPlace(const std::string &file, const std::vector<Level> &chain,
                                     Edits &edits) {
  std::size_t next = common; // of the new path
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const Opened &opened = chain[i].opened;
    const bool last = i + 1 == chain.size();
    NamespacePath names;
    for (std::size_t k = opened.first; k < std::min(common, opened.last); ++k)
      names.push_back(opened.path[k]);
    const std::size_t had = opened.last - std::max(opened.first, std::min(common, opened.last));
    const std::size_t takes = last ? to.size() - next : std::min(had, to.size() - next);
    for (std::size_t k = 0; k < takes; ++k)
      names.push_back(to[next++]);
    NamespacePath whole(to.begin(), to.begin() + static_cast<std::ptrdiff_t>(next));
    for (std::size_t k = std::max(from.size(), opened.first); k < opened.last; ++k) {
      names.push_back(opened.path[k]);
      whole.push_back(opened.path[k]);
    }
    if (names.empty())
      removeLines(file, *chain[i].block, edits);
    else
      rename(file, chain[i], names, whole, edits);
  }
}

void NamespaceBlocks::rename(const std::string &file, const Level &level,
                             const NamespacePath &names, const NamespacePath &whole, Edits &edits) {
  const Opened &opened = level.opened;
  const NamespacePath old(opened.path.begin() + static_cast<std::ptrdiff_t>(opened.first),
                          opened.path.begin() + static_cast<std::ptrdiff_t>(opened.last));
  if (old == names)
    return;
  if (old.size() == names.size()) {
    for (std::size_t i = 0; i < names.size(); ++i)
      if (old[i] != names[i])
        edits.replace(file, level.names[i], names[i], why);
  } else if (nested || names.size() < old.size()) {
    edits.replace(file, {level.names.front().begin, level.names.back().end}, join(names, "::"),
                  why);
  } else {
    // One block for each namespace.
    const Source &text = context.source(file);
    edits.replace(file, {level.names.front().begin, level.names.back().end}, names.front(), why);
    std::string open, close;
    for (std::size_t i = 1; i < names.size(); ++i) {
      open += text.newline() + "namespace " + names[i] + " {";
      close.insert(0, closingLine(file, {names[i]}) + text.newline());
    }
    edits.insert(file, level.block->body.begin, open, why);
    edits.insert(file, level.block->body.end, close, why);
    renameClosingComment(file, level, {names.front()}, {names.front()}, edits);
    return;
  }
  renameClosingComment(file, level, names, whole, edits);
}

// The closing brace with the comment that stands behind it on its line.
Range NamespaceBlocks::closing(const std::string &file, const Block &block) const {
  const Source &text = context.source(file);
  Range range{block.body.end, block.whole.end};
  const std::uint32_t lineEnd = text.nextLine(block.body.end);
  for (const Token &token : text.tokens())
    if (token.range.begin >= range.end && token.range.begin < lineEnd) {
      if (token.kind == TokenKind::Comment)
        range.end = token.range.end;
      break;
    }
  return range;
}

void NamespaceBlocks::renameClosingComment(const std::string &file, const Level &level,
                                           const NamespacePath &names, const NamespacePath &whole,
                                           Edits &edits) {
  const Range comment{level.block->whole.end, closing(file, *level.block).end};
  if (comment.empty())
    return;
  const std::string_view text = context.source(file).view(comment);
  const Opened &opened = level.opened;
  // The whole name, the part that the block opens, or its last component: the longest that is
  // there.
  const std::pair<std::string, std::string> spellings[] = {
      {join(opened.path, "::"), join(whole, "::")},
      {level.block->name, join(names, "::")},
      {opened.path.back(), names.back()}};
  const auto word = [](char c) { return isWord(c) || c == ':'; };
  for (const auto &[old, now] : spellings) {
    const std::size_t at = text.rfind(old);
    if (at == std::string_view::npos || (at > 0 && word(text[at - 1])) ||
        (at + old.size() < text.size() && word(text[at + old.size()])))
      continue;
    const std::uint32_t begin = comment.begin + static_cast<std::uint32_t>(at);
    edits.replace(file, {begin, begin + static_cast<std::uint32_t>(old.size())}, now, why);
    return;
  }
}

void NamespaceBlocks::removeLines(const std::string &file, const Block &block, Edits &edits) {
  const Source &text = context.source(file);
  for (Range range : {Range{block.whole.begin, block.body.begin}, closing(file, block)}) {
    const Range lines{text.lineStart(range.begin), text.nextLine(range.end - 1)};
    const bool alone = trim(text.view({lines.begin, range.begin})).empty() &&
                       trim(text.view({range.end, lines.end})).empty();
    // Between two braces a blank line keeps its place.
    const bool inRow =
        lines.begin > 0 &&
        trim(text.view({text.lineStart(lines.begin - 1), lines.begin})).ends_with('{');
    if (alone) {
      range = inRow ? lines : text.forRemoval(lines);
    } else {
      while (range.end < text.text().size() && text.text()[range.end] == ' ')
        ++range.end;
    }
    edits.remove(file, range, why);
  }
}

std::string NamespaceBlocks::closingLine(const std::string &file,
                                         const NamespacePath &names) const {
  const FileStyle style = styleOf(context.source(file), file, program.files.at(file).blocks);
  return "}" + (style.closingComment.empty() ? "" : style.closingComment + join(names, "::"));
}

// The block stands in one that also holds what stays.
void NamespaceBlocks::leaveOuter(const std::string &file, const std::vector<Level> &chain,
                                 Edits &edits) {
  const Source &text = context.source(file);
  const std::string &newline = text.newline();
  const Level &inner = chain.back();
  const Block &outer = *chain.front().block;
  const Block &block = *inner.block;
  const std::size_t first = chain.front().opened.first;
  NamespacePath names(to.begin() + static_cast<std::ptrdiff_t>(std::min(first, to.size())),
                      to.end());
  for (std::size_t i = from.size(); i < inner.opened.last; ++i)
    names.push_back(inner.opened.path[i]);

  std::string leave, enter, open, close;
  for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
    const Opened &opened = chain[i].opened;
    leave.insert(
        0, closingLine(file, {opened.path.begin() + static_cast<std::ptrdiff_t>(opened.first),
                              opened.path.begin() + static_cast<std::ptrdiff_t>(opened.last)}) +
               newline);
    enter += newline + std::string(trim(text.view(chain[i].block->names))) + " {";
  }
  if (nested || names.size() < 2) {
    if (!names.empty()) {
      open = "namespace " + join(names, "::") + " {";
      close = closingLine(file, names);
    }
  } else {
    for (const std::string &name : names) {
      open += (open.empty() ? "" : newline) + "namespace " + name + " {";
      close.insert(0, closingLine(file, {name}) + (close.empty() ? "" : newline));
    }
  }
  // Where the block stands first or last in the outer one, that only begins later or ends earlier.
  Range before{block.whole.begin, block.body.begin}, behind = closing(file, block);
  const bool direct = chain.size() == 2;
  std::uint32_t gapBegin = outer.body.begin, gapEnd = outer.body.end;
  bool previous = false, next = false;
  for (const Block &other : program.files.at(file).blocks)
    if (&other != &block && outer.body.contains(other.whole) && opens(other)) {
      if (other.whole.end <= block.whole.begin && other.whole.end > gapBegin) {
        gapBegin = closing(file, other).end;
        previous = true;
      } else if (other.whole.begin >= block.whole.end && other.whole.begin < gapEnd) {
        gapEnd = other.whole.begin;
        next = true;
      }
    }
  const bool isFirst = direct && blank(file, {gapBegin, block.whole.begin});
  const bool isLast = direct && blank(file, {behind.end, gapEnd});
  if (isFirst && !previous) {
    const Range lines{text.lineStart(outer.whole.begin), text.nextLine(outer.body.begin)};
    edits.remove(file,
                 trim(text.view(lines)) == text.view({outer.whole.begin, outer.body.begin})
                     ? text.forRemoval(lines)
                     : Range{outer.whole.begin, outer.body.begin},
                 why);
    leave.clear();
  } else if (isFirst) {
    leave.clear(); // the block before has left already
  } else {
    leave += newline;
  }
  if (isLast && !next) {
    Range end = closing(file, outer);
    const Range lines{text.lineStart(end.begin), text.nextLine(end.end - 1)};
    if (trim(text.view(lines)) == text.view(end))
      end = text.forRemoval(lines);
    edits.remove(file, end, why);
    enter.clear();
  } else if (isLast) {
    enter.clear(); // the next block is outside as well
  } else {
    enter.insert(0, newline);
  }
  // A comment on the block goes with it.
  const std::uint32_t top = text.withComments(before).begin;
  if (!leave.empty() && top < text.lineStart(before.begin)) {
    edits.insert(file, top, leave, why);
    leave.clear();
  }
  edits.replace(file, before, leave + open, why);
  edits.replace(file, behind, close + enter, why);
}

} // namespace levitate::plan
