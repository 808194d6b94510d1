#include "tool/plan/new_file.h"

#include "base/files.h"
#include "base/qualified_name.h"
#include "base/text.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace levitate::plan {

namespace {

std::string mangled(std::string_view path, bool upper) {
  std::string result;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    result += !std::isalnum(byte) ? '_' : static_cast<char>(upper ? std::toupper(byte) : c);
  }
  return result;
}

// One thing that is opened above declarations and closed below them.
struct Level {
  enum class Kind { Linkage, Namespace, Unnamed, Lines };
  Kind kind;
  std::string open, close;

  friend bool operator==(const Level &, const Level &) = default;
};

std::string inLines(const Enclosure &around, const std::string &text, const FileStyle &style) {
  if (around.open.empty())
    return text;
  return around.open + style.newline + text + around.close + style.newline;
}

Level linkageLevel(const std::string &linkage, const Enclosure &condition, const FileStyle &style) {
  return {Level::Kind::Linkage, inLines(condition, linkage + " {" + style.newline, style),
          inLines(condition, "}" + style.newline, style)};
}

Level namespaceLevel(const std::string &opening, const std::string &name, const FileStyle &style) {
  std::string close = "}" + (name.empty() && style.unnamedClosing ? *style.unnamedClosing
                             : style.closingComment.empty()       ? ""
                                                                  : style.closingComment + name);
  while (close.ends_with(' '))
    close.pop_back();
  return {name.empty() ? Level::Kind::Unnamed : Level::Kind::Namespace,
          opening + " {" + style.newline, close + style.newline};
}

// `a::b::inline v1` as blocks: `namespace a::b` (or one block each), `inline namespace v1`.
void addNamespaces(std::vector<Level> &levels, const Openings &path, const FileStyle &style) {
  std::string joined;
  const auto flush = [&] {
    if (!joined.empty())
      levels.push_back(namespaceLevel("namespace " + joined, joined, style));
    joined.clear();
  };
  const auto line = [&](const std::string &text) {
    return text.empty() ? text : text + style.newline;
  };
  for (const Opening &one : path) {
    if (one.macros || one.isInline)
      flush();
    if (one.macros) {
      levels.push_back({Level::Kind::Namespace, line(one.macros->open), line(one.macros->close)});
    } else if (one.isInline) {
      levels.push_back(namespaceLevel("inline namespace " + one.name, one.name, style));
    } else {
      joined += (joined.empty() ? "" : "::") + one.name;
      if (!style.nestedNamespaces)
        flush();
    }
  }
  flush();
}

std::vector<Level> levelsOf(const Piece &piece, const FileStyle &style) {
  std::vector<Level> levels;
  if (!piece.linkage.empty())
    levels.push_back(linkageLevel(piece.linkage, piece.linkageCondition, style));
  Openings byNames;
  for (const std::string &name : components(piece.scope))
    byNames.push_back({name});
  addNamespaces(levels, piece.path.empty() ? byNames : piece.path, style);
  if (piece.anonymous)
    levels.push_back(namespaceLevel("namespace", "", style));
  for (const Enclosure &lines : piece.enclosures)
    levels.push_back({Level::Kind::Lines, lines.open + style.newline, lines.close + style.newline});
  return levels;
}

// Writes pieces one after another and keeps open what the next one needs, too.
class PieceWriter {
public:
  explicit PieceWriter(const FileStyle &style) : style(style) {}

  void put(const Piece &piece) {
    const std::vector<Level> levels = levelsOf(piece, style);
    std::size_t common = 0;
    while (common < std::min(open.size(), levels.size()) && open[common].level == levels[common])
      ++common;
    // A blank line separates blocks; declarations in one block stand as they stood.
    bool separate = piece.blankBefore;
    for (std::size_t i = common; i < open.size(); ++i)
      separate |= open[i].level.kind != Level::Kind::Lines;
    for (std::size_t i = common; i < levels.size(); ++i)
      separate |= levels[i].kind != Level::Kind::Lines;
    close(common);
    if (separate && !text.empty() && (open.empty() || open.back().filled))
      text += style.newline;
    for (std::size_t i = common; i < levels.size(); ++i) {
      fill(&levels[i]);
      text += levels[i].open;
      open.push_back({levels[i]});
    }
    fill(nullptr);
    text += piece.text;
    if (!piece.text.ends_with('\n'))
      text += style.newline;
  }

  std::string finish() {
    close(0);
    return std::move(text);
  }

private:
  struct Open {
    Level level;
    bool filled = false; ///< something stands in it
    bool spaced = false; ///< a blank line follows its opening, and goes before its closing
  };

  // The next thing goes into the innermost open level: another level, or a declaration.
  void fill(const Level *next) {
    if (open.empty() || open.back().filled)
      return;
    Open &around = open.back();
    around.filled = true;
    if (around.level.kind == Level::Kind::Lines)
      return;
    if (next && next->kind == Level::Kind::Namespace)
      return;
    around.spaced = next && next->kind == Level::Kind::Unnamed  ? style.blankBeforeUnnamed
                    : around.level.kind == Level::Kind::Linkage ? style.blankInLinkage
                                                                : style.blankAfterOpening;
    if (around.spaced)
      text += style.newline;
  }

  void close(std::size_t keep) {
    for (; open.size() > keep; open.pop_back()) {
      if (open.back().spaced)
        text += style.newline;
      text += open.back().level.close;
    }
  }

  const FileStyle &style;
  std::string text;
  std::vector<Open> open;
};

std::string includeLines(const std::vector<IncludeGroup> &groups, const FileStyle &style) {
  std::string text;
  for (const IncludeGroup &group : groups) {
    if (group.names.empty())
      continue;
    if (!text.empty())
      text += style.newline;
    std::string lines;
    for (const std::string &name : group.names)
      lines += "#include " + name + style.newline;
    if (!group.linkage.empty()) {
      const Level around = linkageLevel(group.linkage, group.linkageCondition, style);
      lines = around.open + lines + around.close;
    }
    text += lines;
  }
  return text;
}

} // namespace

// The line below that of `offset` is blank.
static bool blankBelow(const Source &source, std::uint32_t offset) {
  const std::uint32_t line = source.nextLine(offset);
  return line < source.text().size() && trim(source.view({line, source.nextLine(line)})).empty();
}

// The first thing in the block is another namespace.
static bool beginsWithNamespace(const Source &source, const facts::Block &block) {
  const std::string_view body = trim(source.view(block.body));
  return body.starts_with("namespace") || body.starts_with("inline namespace");
}

// The rest of the line behind the closing brace of a block.
static std::string_view behindClosing(const Source &source, const facts::Block &block) {
  const std::uint32_t lineEnd = source.nextLine(block.whole.end == 0 ? 0 : block.whole.end - 1);
  return source.view({block.whole.end, lineEnd});
}

// What stands between a closing brace and the name in the comment behind it.
static std::string closingComment(const Source &source, const facts::Block &block) {
  const std::string_view behind = behindClosing(source, block);
  if (!trim(behind).starts_with("//"))
    return trim(behind).empty() ? "" : FileStyle().closingComment;
  // `// namespace a::b`: the name may be written with all that is around it, or not.
  for (const std::string &name : {block.qualified, block.name})
    if (const std::size_t at = behind.rfind(name); at != std::string_view::npos)
      return std::string(behind.substr(0, at));
  return FileStyle().closingComment;
}

FileStyle styleOf(const Source &source, const std::string &path,
                  const std::vector<facts::Block> &blocks) {
  FileStyle style;
  style.newline = source.newline();
  style.pragmaOnce = source.pragmaOnce() || source.guard().empty();
  style.guard = source.guard();
  style.guardPath = path;
  if (const std::uint32_t end = source.guardEnd(); !source.guard().empty())
    style.guardEnd = trim(source.view({end, source.nextLine(end)}));
  for (const Token &token : source.tokens())
    if (token.kind == TokenKind::Directive &&
        directiveText(source.view(token.range)).keyword == "pragma") {
      style.blankAfterPragma = blankBelow(source, token.range.end);
      break;
    }
  bool joined = false, deep = false;
  const facts::Block *typical = nullptr, *linkage = nullptr, *macro = nullptr;
  for (const facts::Block &block : blocks) {
    if (block.fromMacro) {
      // As in `namespace a {`, `A_BEGIN_INLINE`.
      const std::uint32_t from = typical ? typical->body.begin : block.whole.begin;
      if (!block.linkage && from <= block.whole.begin &&
          trim(source.view({from, block.whole.begin})).empty())
        macro = &block;
      continue;
    }
    if (block.linkage) {
      linkage = linkage ? linkage : &block;
    } else if (block.anonymous) {
      const std::uint32_t line = source.lineStart(block.whole.begin);
      style.blankBeforeUnnamed =
          line > 0 && trim(source.view({source.lineStart(line - 1), line})).empty();
      if (const std::string_view behind = behindClosing(source, block);
          source.view(block.whole).find('\n') != std::string_view::npos &&
          (trim(behind).empty() || trim(behind).starts_with("//")))
        style.unnamedClosing = behind.substr(0, behind.find_last_not_of(" \t\r\n") + 1);
    } else {
      joined |= block.name.find("::") != std::string::npos;
      deep |= block.qualified.find("::") != std::string::npos;
      // The first one that holds declarations itself says most.
      if (!typical ||
          (beginsWithNamespace(source, *typical) && typical->body.contains(block.body))) {
        typical = &block;
        macro = nullptr;
      }
    }
  }
  if (typical) {
    style.closingComment = closingComment(source, *typical);
    style.blankAfterOpening = blankBelow(source, typical->body.begin);
  }
  if (macro)
    style.blankAfterOpening = blankBelow(source, source.invocationAt(macro->whole.begin).end);
  if (linkage) {
    // The brace may stand in a conditional by itself.
    const std::uint32_t below = source.nextLine(linkage->body.begin);
    const bool endif = source.view({below, source.nextLine(below)}).starts_with("#endif");
    style.blankInLinkage = blankBelow(source, endif ? below : linkage->body.begin);
  }
  style.nestedNamespaces = joined || !deep;
  return style;
}

bool sameSurroundings(const Piece &a, const Piece &b) {
  return a.scope == b.scope && a.path == b.path && a.anonymous == b.anonymous &&
         a.linkage == b.linkage && a.linkageCondition == b.linkageCondition;
}

Openings namespacePath(const Source &source, const std::vector<facts::Block> &blocks,
                       Range within) {
  Openings path;
  bool byNames = true;
  const facts::Block *outer = nullptr;       // the last one that macros open
  for (const facts::Block &block : blocks) { // by position: the outer ones first
    if (block.linkage || block.anonymous)
      continue;
    if (!(block.fromMacro ? block.whole : block.body).contains(within))
      continue;
    byNames &= !block.fromMacro && !block.isInline;
    if (!block.fromMacro) {
      for (const std::string &name : components(block.name))
        path.push_back({name});
      path.back().isInline = block.isInline;
      continue;
    }
    // One macro may open or close several.
    Enclosure macros;
    if (!outer || outer->whole.begin != block.whole.begin)
      macros.open = source.view(source.invocationAt(block.whole.begin));
    if (!outer || outer->whole.end != block.whole.end)
      macros.close = source.view(source.invocationAt(block.whole.end));
    path.push_back({block.name, block.isInline, macros});
    outer = &block;
  }
  return byNames ? Openings() : path;
}

std::string wrapped(const std::vector<Piece> &pieces, const FileStyle &style) {
  PieceWriter writer(style);
  for (const Piece &piece : pieces)
    writer.put(piece);
  return writer.finish();
}

std::string guardFor(const std::string &path, const FileStyle &style) {
  if (style.guard.empty())
    return {};
  // Find the longest tail of the old path that the old guard spells, and put the new path's tail of
  // the same start in its place.
  for (const bool upper : {true, false}) {
    std::string_view tail = style.guardPath;
    for (;;) {
      const std::string spelled = mangled(tail, upper);
      const std::size_t at = style.guard.find(spelled);
      if (at != std::string::npos && !spelled.empty()) {
        const std::string_view dropped =
            std::string_view(style.guardPath).substr(0, style.guardPath.size() - tail.size());
        std::string_view newTail = path;
        if (newTail.starts_with(dropped)) {
          newTail.remove_prefix(dropped.size());
        } else {
          // The same number of folders is left out, or what stands above an `include` folder.
          if (const std::size_t include = ("/" + path).rfind("/include/");
              include != std::string::npos)
            newTail = std::string_view(path).substr(include + 8);
          else if (dropped.find('/') != std::string_view::npos)
            newTail = path;
        }
        return style.guard.substr(0, at) + mangled(newTail, upper) +
               style.guard.substr(at + spelled.size());
      }
      const std::size_t slash = tail.find('/');
      if (slash == std::string_view::npos)
        break;
      tail.remove_prefix(slash + 1);
    }
  }
  const std::string name = mangled(path, true);
  return std::isdigit(static_cast<unsigned char>(name.front())) ? "H_" + name : name;
}

// The line that closes an include guard, with the same comment as in the old file, or none.
static std::string closingOf(const std::string &guard, const FileStyle &style) {
  if (style.guardEnd.empty())
    return "#endif // " + guard;
  std::string line = style.guardEnd;
  if (const std::size_t at = line.find(style.guard); at != std::string::npos)
    return line.replace(at, style.guard.size(), guard);
  return "#endif";
}

std::string newHeader(const std::string &path, const std::string &head,
                      const std::vector<IncludeGroup> &includes,
                      const std::string &conditionalIncludes, const std::vector<Piece> &pieces,
                      const FileStyle &style) {
  const std::string guard = style.pragmaOnce ? "" : guardFor(path, style);
  std::string text = head;
  const std::string includeText = includeLines(includes, style) + conditionalIncludes;
  const std::string body = wrapped(pieces, style);
  if (guard.empty()) {
    text += "#pragma once" + style.newline;
  } else {
    text += "#ifndef " + guard + style.newline + "#define " + guard + style.newline;
  }
  if (style.blankAfterPragma || !guard.empty())
    text += style.newline;
  text += includeText;
  if (!includeText.empty() && !body.empty())
    text += style.newline;
  text += body;
  if (!guard.empty())
    text += style.newline + closingOf(guard, style) + style.newline;
  return text;
}

std::string newSource(const std::string &head, const std::vector<IncludeGroup> &includes,
                      const std::string &conditionalIncludes, const std::vector<Piece> &pieces,
                      const FileStyle &style) {
  std::string text = head;
  const std::string includeText = includeLines(includes, style) + conditionalIncludes;
  text += includeText;
  const std::string body = wrapped(pieces, style);
  if (!includeText.empty() && !body.empty())
    text += style.newline;
  return text + body;
}

Insertion insertionPoint(const Source &source, const std::vector<facts::Block> &blocks,
                         const std::string &scope, const Openings &path) {
  Range best;
  for (const facts::Block &block : blocks) {
    if (block.linkage || block.anonymous || block.qualified != scope || scope.empty() ||
        namespacePath(source, blocks, block.fromMacro ? block.whole : block.body) != path)
      continue;
    best = block.body;
    if (block.fromMacro)
      best = {source.invocationAt(block.whole.begin).end, block.whole.end};
  }
  if (best.end > 0) {
    // Before the line of the closing brace, and before the blank line above it.
    std::uint32_t at = source.lineStart(best.end);
    if (at < best.begin)
      at = best.end;
    while (at > best.begin && at >= 2 &&
           trim(std::string_view(source.text())
                    .substr(source.lineStart(at - 1), at - source.lineStart(at - 1)))
               .empty() &&
           source.lineStart(at - 1) >= best.begin)
      at = source.lineStart(at - 1);
    return {at, true};
  }
  std::uint32_t at = source.guardEnd();
  while (at > 0 && at == source.lineStart(at) &&
         trim(std::string_view(source.text())
                  .substr(source.lineStart(at - 1), at - source.lineStart(at - 1)))
             .empty())
    at = source.lineStart(at - 1);
  return {at, false};
}

} // namespace levitate::plan
