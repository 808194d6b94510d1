#include "tool/plan/new_file.h"

#include "base/files.h"
#include "base/text.h"
#include "tool/plan/spelling.h"

#include <algorithm>
#include <cctype>

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

std::string opening(const Piece &piece, const FileStyle &style) {
  std::string text;
  if (!piece.linkage.empty())
    text += piece.linkage + " {" + style.newline;
  if (!piece.scope.empty()) {
    if (style.nestedNamespaces)
      text += "namespace " + piece.scope + " {" + style.newline;
    else
      for (const std::string &part : components(piece.scope))
        text += "namespace " + part + " {" + style.newline;
  }
  if (piece.anonymous)
    text += "namespace {" + style.newline;
  return text;
}

std::string closing(const Piece &piece, const FileStyle &style) {
  const auto comment = [&](const std::string &name) {
    return style.closingComment.empty() ? std::string() : std::string(style.closingComment) + name;
  };
  const auto line = [&](std::string text) {
    while (text.ends_with(' '))
      text.pop_back();
    return text + style.newline;
  };
  std::string text;
  if (piece.anonymous)
    text += line("}" + comment(""));
  if (!piece.scope.empty()) {
    if (style.nestedNamespaces) {
      text += line("}" + comment(piece.scope));
    } else {
      std::vector<std::string> parts = components(piece.scope);
      std::reverse(parts.begin(), parts.end());
      for (const std::string &part : parts)
        text += line("}" + comment(part));
    }
  }
  if (!piece.linkage.empty())
    text += line("}");
  return text;
}

bool sameWrapping(const Piece &a, const Piece &b) {
  return a.scope == b.scope && a.anonymous == b.anonymous && a.linkage == b.linkage;
}

std::string includeLines(const std::vector<std::vector<std::string>> &groups,
                         const FileStyle &style) {
  std::string text;
  for (const std::vector<std::string> &group : groups) {
    if (group.empty())
      continue;
    if (!text.empty())
      text += style.newline;
    for (const std::string &name : group)
      text += "#include " + name + style.newline;
  }
  return text;
}

} // namespace

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
      const std::uint32_t next = source.nextLine(token.range.end);
      style.blankAfterPragma =
          next < source.text().size() &&
          trim(std::string_view(source.text()).substr(next, source.nextLine(next) - next)).empty();
      break;
    }
  bool seen = false, nested = false, deep = false;
  for (const facts::Block &block : blocks) {
    if (block.linkage || block.anonymous || block.fromMacro)
      continue;
    nested |= block.name.find("::") != std::string::npos;
    deep |= block.qualified.find("::") != std::string::npos;
    if (seen)
      continue;
    seen = true;
    const std::uint32_t lineEnd = source.nextLine(block.whole.end == 0 ? 0 : block.whole.end - 1);
    const std::string_view behind =
        trim(std::string_view(source.text()).substr(block.whole.end, lineEnd - block.whole.end));
    if (behind.empty()) {
      style.closingComment.clear();
    } else if (behind.starts_with("//")) {
      // `// namespace a::b`: what stands before the name is the style.
      const std::string_view whole =
          std::string_view(source.text()).substr(block.whole.end, lineEnd - block.whole.end);
      const std::size_t at = whole.rfind(block.name);
      style.closingComment =
          at == std::string_view::npos ? " // namespace " : std::string(whole.substr(0, at));
      if (const std::size_t outer = whole.rfind(block.qualified); outer != std::string_view::npos)
        style.closingComment = std::string(whole.substr(0, outer));
    }
    const std::uint32_t bodyLine = source.nextLine(block.body.begin);
    style.blankAfterOpening =
        bodyLine < source.text().size() &&
        trim(std::string_view(source.text()).substr(bodyLine, source.nextLine(bodyLine) - bodyLine))
            .empty();
  }
  style.nestedNamespaces = nested || !deep;
  return style;
}

std::string wrapped(const std::vector<Piece> &pieces, const FileStyle &style) {
  std::string text;
  std::vector<std::string> conditions;
  const Piece *open = nullptr;
  const std::string blank = style.blankAfterOpening ? style.newline : "";
  const auto closeConditions = [&](std::size_t keep) {
    for (; conditions.size() > keep; conditions.pop_back())
      text += "#endif" + style.newline;
  };
  for (const Piece &piece : pieces) {
    const bool fresh = !open || !sameWrapping(*open, piece);
    std::size_t common = 0;
    if (!fresh)
      while (common < conditions.size() && common < piece.conditions.size() &&
             conditions[common] == piece.conditions[common])
        ++common;
    closeConditions(common);
    if (fresh) {
      if (open) {
        const std::string end = closing(*open, style);
        text += (end.empty() ? "" : blank + end) + style.newline;
      }
      const std::string start = opening(piece, style);
      text += start;
      if (!start.empty())
        text += blank;
      open = &piece;
    } else if (piece.blankBefore) {
      text += style.newline;
    }
    for (std::size_t i = common; i < piece.conditions.size(); ++i) {
      text += piece.conditions[i] + style.newline;
      conditions.push_back(piece.conditions[i]);
    }
    text += piece.text;
    if (!piece.text.ends_with('\n'))
      text += style.newline;
  }
  closeConditions(0);
  if (open) {
    const std::string end = closing(*open, style);
    if (!end.empty())
      text += blank + end;
  }
  return text;
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
                      const std::vector<std::vector<std::string>> &includes,
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

std::string newSource(const std::string &head,
                      const std::vector<std::vector<std::string>> &includes,
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
                         const std::string &scope) {
  const facts::Block *best = nullptr;
  for (const facts::Block &block : blocks)
    if (!block.linkage && !block.anonymous && !block.fromMacro && block.qualified == scope &&
        !scope.empty())
      best = &block;
  if (best) {
    // Before the line of the closing brace, and before the blank line above it.
    std::uint32_t at = source.lineStart(best->body.end);
    if (at < best->body.begin)
      at = best->body.end;
    while (at > best->body.begin && at >= 2 &&
           trim(std::string_view(source.text())
                    .substr(source.lineStart(at - 1), at - source.lineStart(at - 1)))
               .empty() &&
           source.lineStart(at - 1) >= best->body.begin)
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
