#include "tool/plan/source.h"

#include "base/text.h"

#include <algorithm>
#include <cctype>

namespace levitate::plan {

namespace {

bool isIdentifierStart(char c) {
  return isIdentifierPart(c) && !std::isdigit(static_cast<unsigned char>(c));
}

class Tokenizer {
public:
  explicit Tokenizer(std::string_view text) : text(text) {
    if (text.starts_with("\xEF\xBB\xBF"))
      at = 3;
  }

  std::vector<Token> run() {
    bool lineBegins = true;
    while (at < text.size()) {
      const char c = text[at];
      if (c == '\n') {
        lineBegins = true;
        ++at;
      } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v' || splice(at) != 0) {
        at += std::max<std::size_t>(1, splice(at));
      } else if (starts("//")) {
        take(TokenKind::Comment, endOfLine(at));
      } else if (starts("/*")) {
        const std::size_t close = text.find("*/", at + 2);
        // A comment does not end the beginning of a line.
        take(TokenKind::Comment, close == std::string_view::npos ? text.size() : close + 2);
      } else if (lineBegins && (c == '#' || starts("%:") || starts("?\?="))) {
        take(TokenKind::Directive, endOfDirective());
      } else {
        token();
        lineBegins = false;
      }
    }
    return tokens;
  }

private:
  bool starts(std::string_view what) const { return text.substr(at).starts_with(what); }

  std::size_t splice(std::size_t from) const { return spliceAt(text, from); }

  void take(TokenKind kind, std::size_t end) {
    tokens.push_back({kind, {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)}});
    at = end;
  }

  // The end of the logical line, with the carriage return left out.
  std::size_t endOfLine(std::size_t from) const {
    for (; from < text.size(); ++from) {
      if (const std::size_t length = splice(from))
        from += length - 1;
      else if (text[from] == '\n')
        break;
    }
    while (from > at && text[from - 1] == '\r')
      --from;
    return from;
  }

  // A directive ends with its line; a comment that spans lines keeps it going, and a line comment,
  // blanks or splices at its end are not part of it.
  std::size_t endOfDirective() const {
    std::size_t from = at;
    while (from < text.size() && text[from] != '\n') {
      if (const std::size_t length = splice(from)) {
        from += length;
      } else if (text.substr(from).starts_with("//")) {
        break;
      } else if (text.substr(from).starts_with("/*")) {
        const std::size_t close = text.find("*/", from + 2);
        from = close == std::string_view::npos ? text.size() : close + 2;
      } else if (text[from] == '"' || (text[from] == '\'' && !separatesDigits(from))) {
        const char quote = text[from++];
        while (from < text.size() && text[from] != quote && text[from] != '\n') {
          if (const std::size_t spliced = splice(from))
            from += spliced;
          else
            from += text[from] == '\\' && from + 1 < text.size() ? 2 : 1;
        }
        if (from < text.size() && text[from] == quote)
          ++from;
      } else {
        ++from;
      }
    }
    from = std::min(from, text.size());
    while (from > at + 1 &&
           (std::isspace(static_cast<unsigned char>(text[from - 1])) || splice(from - 1) != 0))
      --from;
    return from;
  }

  // A quote inside a number: 1'000.
  bool separatesDigits(std::size_t quote) const {
    std::size_t word = quote;
    while (word > at && (isIdentifierPart(text[word - 1]) || text[word - 1] == '\''))
      --word;
    return word < quote && std::isdigit(static_cast<unsigned char>(text[word])) &&
           quote + 1 < text.size() && isIdentifierPart(text[quote + 1]);
  }

  void token() {
    const char c = text[at];
    if (const std::size_t length = rawStringLength(); length != 0)
      return take(TokenKind::String, at + length);
    if (const std::size_t prefix = literalPrefix(); text.substr(at + prefix).starts_with('"'))
      return take(TokenKind::String, endOfQuoted(at + prefix, '"'));
    else if (text.substr(at + prefix).starts_with('\''))
      return take(TokenKind::Character, endOfQuoted(at + prefix, '\''));
    if (isIdentifierStart(c)) {
      std::size_t end = at;
      while (end < text.size() && isIdentifierPart(text[end]))
        ++end;
      return take(TokenKind::Identifier, end);
    }
    if (std::isdigit(static_cast<unsigned char>(c)) ||
        (c == '.' && at + 1 < text.size() &&
         std::isdigit(static_cast<unsigned char>(text[at + 1]))))
      return take(TokenKind::Number, endOfNumber());
    take(TokenKind::Punctuation, at + (starts("::") || starts("##") ? 2 : 1));
  }

  std::size_t literalPrefix() const {
    for (const std::string_view prefix : {"u8", "u", "U", "L"})
      if (starts(prefix) && at + prefix.size() < text.size() &&
          (text[at + prefix.size()] == '"' || text[at + prefix.size()] == '\''))
        return prefix.size();
    return 0;
  }

  std::size_t rawStringLength() const {
    for (const std::string_view prefix : {"R\"", "u8R\"", "uR\"", "UR\"", "LR\""}) {
      if (!starts(prefix))
        continue;
      const std::size_t delimiterAt = at + prefix.size();
      const std::size_t open = text.find('(', delimiterAt);
      if (open == std::string_view::npos || open - delimiterAt > 16)
        return 0;
      const std::string close =
          ")" + std::string(text.substr(delimiterAt, open - delimiterAt)) + "\"";
      const std::size_t end = text.find(close, open);
      return (end == std::string_view::npos ? text.size() : end + close.size()) - at;
    }
    return 0;
  }

  std::size_t endOfQuoted(std::size_t open, char quote) const {
    std::size_t end = open + 1;
    while (end < text.size() && text[end] != quote && text[end] != '\n') {
      if (const std::size_t length = splice(end))
        end += length;
      else
        end += text[end] == '\\' ? 2 : 1;
    }
    end = std::min(end, text.size());
    return end < text.size() && text[end] == quote ? end + 1 : end;
  }

  std::size_t endOfNumber() const {
    std::size_t end = at;
    while (end < text.size()) {
      const char c = text[end];
      if ((c == '+' || c == '-') && end > at &&
          std::string_view("eEpP").find(text[end - 1]) != std::string_view::npos)
        ++end;
      else if (c == '\'' && end + 1 < text.size() && isIdentifierPart(text[end + 1]))
        end += 2;
      else if (isIdentifierPart(c) || c == '.')
        ++end;
      else
        break;
    }
    return end;
  }

  std::string_view text;
  std::size_t at = 0;
  std::vector<Token> tokens;
};

} // namespace

std::vector<Token> tokenize(std::string_view text) { return Tokenizer(text).run(); }

DirectiveText directiveText(std::string_view directive) {
  std::size_t at = directive.starts_with("%:") ? 2 : directive.starts_with("?\?=") ? 3 : 1;
  while (at < directive.size()) {
    const std::string_view rest = directive.substr(at);
    if (rest.starts_with("/*"))
      at = std::min(directive.find("*/", at + 2), directive.size() - 2) + 2;
    else if (const std::size_t spliced = spliceAt(directive, at))
      at += spliced;
    else if (std::string_view(" \t\v\f").find(rest.front()) != std::string_view::npos)
      ++at;
    else
      break;
  }
  std::string keyword;
  while (at < directive.size()) {
    if (const std::size_t spliced = spliceAt(directive, at))
      at += spliced;
    else if (isIdentifierPart(directive[at]))
      keyword += directive[at++];
    else
      break;
  }
  return {std::move(keyword), trim(directive.substr(at))};
}

Source::Source(std::string text) : contents(std::move(text)) {
  allTokens = tokenize(contents);
  lines.push_back(0);
  for (std::size_t i = 0; i < contents.size(); ++i)
    if (contents[i] == '\n')
      lines.push_back(static_cast<std::uint32_t>(i + 1));
  lineEnd = lines.size() > 1 && lines[1] >= 2 && contents[lines[1] - 2] == '\r' ? "\r\n" : "\n";
  findStructure();
  findPragmaRegions();
}

unsigned Source::lineOf(std::uint32_t offset) const {
  return static_cast<unsigned>(std::upper_bound(lines.begin(), lines.end(), offset) -
                               lines.begin());
}

unsigned Source::columnOf(std::uint32_t offset) const { return offset - lineStart(offset) + 1; }

std::uint32_t Source::lineStart(std::uint32_t offset) const { return lines[lineOf(offset) - 1]; }

std::uint32_t Source::nextLine(std::uint32_t offset) const {
  const unsigned line = lineOf(offset);
  return line < lines.size() ? lines[line] : static_cast<std::uint32_t>(contents.size());
}

// The token that `offset` is in, or a splice in front of it (to Clang it begins there); the end for
// white space.
std::vector<Token>::const_iterator Source::directiveAt(std::uint32_t offset) const {
  while (const std::size_t spliced = spliceAt(contents, offset))
    offset += static_cast<std::uint32_t>(spliced);
  const auto after =
      std::upper_bound(allTokens.begin(), allTokens.end(), offset,
                       [](std::uint32_t place, const Token &t) { return place < t.range.begin; });
  if (after == allTokens.begin() || !std::prev(after)->range.contains(offset))
    return allTokens.end();
  return std::prev(after);
}

Range Source::directiveLines(std::uint32_t offset) const {
  Range whole{offset, offset};
  if (const auto token = directiveAt(offset); token != allTokens.end()) {
    whole = token->range;
    // Behind it only a line comment can stand, which splices may continue, and begin a line
    // further.
    while (whole.end < contents.size()) {
      const std::size_t spliced = spliceAt(contents, whole.end);
      if (spliced == 0 && contents[whole.end] != ' ' && contents[whole.end] != '\t')
        break;
      whole.end += static_cast<std::uint32_t>(std::max<std::size_t>(1, spliced));
    }
    if (const auto next = std::next(token);
        next != allTokens.end() && next->range.begin < nextLine(whole.end))
      whole.end = next->range.end;
    for (auto before = token; before != allTokens.begin();) {
      --before;
      if (before->range.end <= lineStart(whole.begin))
        break;
      whole.begin = before->range.begin;
    }
    // Lines of nothing but a splice are a part of it.
    while (lineStart(whole.begin) > 0 &&
           trim(view({lineStart(lineStart(whole.begin) - 1), lineStart(whole.begin)})) == "\\")
      whole.begin = lineStart(lineStart(whole.begin) - 1);
  }
  return {std::max(lineStart(whole.begin), byteOrderMark()), nextLine(whole.end)};
}

Range Source::directiveRemoval(std::uint32_t offset) const {
  Range whole = directiveLines(offset);
  const auto token = directiveAt(offset);
  if (token == allTokens.end())
    return whole;
  const std::uint32_t start = lineStart(token->range.begin);
  for (auto before = token; before != allTokens.begin();) {
    --before;
    if (before->range.end <= start)
      break;
    if (before->range.begin < start) {
      // The line goes on with the newline that the comment ends with then.
      whole.begin = before->range.end;
      if (contents[whole.end - 1] == '\n')
        whole.end -= contents[whole.end - 2] == '\r' ? 2 : 1;
      return whole;
    }
  }
  whole.begin = std::max(start, byteOrderMark());
  return whole;
}

void Source::findStructure() {
  endOfGuarded = static_cast<std::uint32_t>(contents.size());
  struct Open {
    Conditional section;
    std::size_t token;
  };
  std::vector<Open> open;
  std::size_t guardToken = allTokens.size(); // the `#ifndef` of the guard
  std::size_t significant = 0;               // tokens that are no comments, so far
  std::size_t guardClose = allTokens.size();
  Conditional guardSection;
  for (std::size_t i = 0; i < allTokens.size(); ++i) {
    const Token &token = allTokens[i];
    if (token.kind == TokenKind::Comment)
      continue;
    ++significant;
    if (token.kind != TokenKind::Directive)
      continue;
    const DirectiveText directive = directiveText(view(token.range));
    const Range line{lineStart(token.range.begin), nextLine(token.range.end)};
    if (directive.keyword == "pragma" && directive.rest == "once") {
      once |= open.empty() || (open.size() == 1 && open.front().token == guardToken);
    } else if (directive.keyword == "if" || directive.keyword == "ifdef" ||
               directive.keyword == "ifndef") {
      // (A whole header may stand in conditions, with its guard within them.)
      if (directive.keyword == "ifndef" && significant == open.size() + 1 &&
          guardToken == allTokens.size()) {
        std::size_t next = i + 1;
        while (next < allTokens.size() && allTokens[next].kind == TokenKind::Comment)
          ++next;
        if (next < allTokens.size() && allTokens[next].kind == TokenKind::Directive) {
          const DirectiveText define = directiveText(view(allTokens[next].range));
          if (define.keyword == "define" && define.rest == directive.rest)
            guardToken = i;
        }
      }
      open.push_back({{{line}, line, std::string(view(token.range))}, i});
    } else if (!open.empty() && directive.keyword.starts_with("el")) {
      open.back().section.directives.push_back(line);
    } else if (!open.empty() && directive.keyword == "endif") {
      Open done = std::move(open.back());
      open.pop_back();
      done.section.directives.push_back(line);
      done.section.whole.end = line.end;
      if (done.token == guardToken) {
        guardClose = i;
        guardSection = std::move(done.section);
      } else {
        sections.push_back(std::move(done.section));
      }
    }
  }
  // It is a guard only when nothing follows its `#endif` but those of what it stands in.
  if (guardClose < allTokens.size()) {
    const bool last = std::all_of(allTokens.begin() + static_cast<std::ptrdiff_t>(guardClose) + 1,
                                  allTokens.end(), [&](const Token &t) {
                                    return t.kind == TokenKind::Comment ||
                                           (t.kind == TokenKind::Directive &&
                                            directiveText(view(t.range)).keyword == "endif");
                                  });
    if (last) {
      guardMacro = directiveText(view(allTokens[guardToken].range)).rest;
      endOfGuarded = lineStart(allTokens[guardClose].range.begin);
    } else {
      sections.push_back(std::move(guardSection));
    }
  }
  std::sort(sections.begin(), sections.end(), [](const Conditional &a, const Conditional &b) {
    return a.whole.begin != b.whole.begin ? a.whole.begin < b.whole.begin
                                          : a.whole.end > b.whole.end;
  });
  // The head comment: the first token, and the comments right below it. A comment with code behind
  // it on its line is about that code.
  for (std::size_t i = 0; i < allTokens.size() && allTokens[i].kind == TokenKind::Comment; ++i) {
    const Range comment = allTokens[i].range;
    if (i > 0 && lineOf(comment.begin) > lineOf(head.end - 1) + 1)
      break;
    const std::uint32_t end = nextLine(comment.end);
    if (i + 1 < allTokens.size() && allTokens[i + 1].kind != TokenKind::Comment &&
        allTokens[i + 1].range.begin < end) {
      if (comment.begin < head.end)
        head = {}; // so is one on the line that this begins on
      break;
    }
    head = {i == 0 ? comment.begin : head.begin, end};
  }
}

// What a pragma does to the state that it names (`pack`, `GCC diagnostic`).
struct PragmaEffect {
  std::string state;
  enum { Other, Push, Pop } kind = Other;
};

static PragmaEffect effectOf(std::string_view pragma) {
  std::string words; // `pack(push, 1)` is `pack push 1`
  for (const char c : pragma)
    if (isIdentifierPart(c))
      words += c;
    else if (!words.empty() && words.back() != ' ')
      words += ' ';
  words = trim(words);
  if (words == "pack") // `#pragma pack()` goes back to what the compiler does by itself
    return {"pack", PragmaEffect::Pop};
  for (const auto &[word, kind] :
       {std::pair(" push", PragmaEffect::Push), std::pair(" pop", PragmaEffect::Pop)})
    if (const std::size_t at = (words + " ").find(std::string(word) + " "); at != std::string::npos)
      return {words.substr(0, at), kind};
  if (words.starts_with("pack "))
    return {"pack", PragmaEffect::Push};
  return {words.substr(0, words.rfind(' ')), PragmaEffect::Other};
}

void Source::findPragmaRegions() {
  struct Open {
    std::string state;
    Range lines;
  };
  std::vector<Open> open;
  for (const Token &token : allTokens) {
    if (token.kind != TokenKind::Directive)
      continue;
    const DirectiveText directive = directiveText(view(token.range));
    if (directive.keyword != "pragma" || directive.rest == "once")
      continue;
    const Range line{lineStart(token.range.begin), nextLine(token.range.end)};
    const PragmaEffect effect = effectOf(directive.rest);
    if (effect.kind == PragmaEffect::Push) {
      // `#pragma pack(1)` right below `#pragma pack(push)` is what that was written for.
      if (!open.empty() && open.back().state == effect.state &&
          open.back().lines.end == line.begin && directive.rest.find("push") == std::string::npos)
        open.back().lines.end = line.end;
      else
        open.push_back({effect.state, line});
    } else if (effect.kind == PragmaEffect::Other) {
      if (!open.empty() && open.back().lines.end == line.begin)
        open.back().lines.end = line.end; // `#pragma GCC diagnostic ignored` right below the push
    } else {
      for (std::size_t i = open.size(); i-- > 0;)
        if (open[i].state == effect.state) {
          regions.push_back({open[i].lines, line});
          open.erase(open.begin() + static_cast<std::ptrdiff_t>(i));
          break;
        }
    }
  }
  std::sort(regions.begin(), regions.end(), [](const PragmaRegion &a, const PragmaRegion &b) {
    return a.open.begin < b.open.begin;
  });
}

Range Source::invocationAt(std::uint32_t offset) const {
  auto token =
      std::lower_bound(allTokens.begin(), allTokens.end(), offset,
                       [](const Token &t, std::uint32_t place) { return t.range.begin < place; });
  if (token == allTokens.end())
    return {offset, offset};
  Range whole = token->range;
  std::size_t depth = 0;
  while (++token != allTokens.end()) {
    const std::string_view word = view(token->range);
    if (depth == 0 && word != "(")
      break;
    depth += word == "(";
    depth -= word == ")";
    whole.end = token->range.end;
    if (depth == 0)
      break;
  }
  return whole;
}

static bool isLicence(std::string_view comment) {
  for (const std::string_view word :
       {"Copyright", "copyright", "SPDX-", "spdx-", "License", "license", "LICENSE", "Licence",
        "licence", "All rights reserved", "all rights reserved"})
    if (comment.find(word) != std::string_view::npos)
      return true;
  return false;
}

Range Source::licence() const {
  if (head.empty() || !isLicence(view(head)))
    return {};
  // A paragraph ends with an empty line comment. One without a word (a line of dashes) belongs to
  // the one above it.
  std::uint32_t end = head.begin, begin = head.begin;
  const auto paragraph = [&](std::uint32_t to) {
    std::string text(view({begin, to}));
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
    const auto has = [&](const char *word) { return text.find(word) != std::string::npos; };
    const bool words =
        std::ranges::any_of(text, [](unsigned char c) { return std::isalnum(c) || c >= 0x80; });
    if (isLicence(text) || has("warrant") || has("distribut") || has("permi") || has("liab") ||
        has("notice") || (!words && end == begin))
      end = to;
    begin = to;
  };
  for (const Token &token : allTokens) {
    if (token.range.begin < head.begin || token.kind != TokenKind::Comment)
      continue;
    if (token.range.begin >= head.end)
      break;
    const std::uint32_t next = std::min(nextLine(token.range.end - 1), head.end);
    if (trim(view(token.range)) == "//")
      paragraph(next);
  }
  paragraph(head.end);
  // Not the empty comment that parts it from what follows.
  if (end < head.end) {
    const std::uint32_t last = lineStart(end - 1);
    if (last > head.begin && trim(view({last, end})) == "//")
      end = last;
  }
  return {head.begin, end};
}

Range Source::withComments(Range declaration) const {
  Range whole = declaration;
  // Upwards: comments whose last line is the one above, or that stand before it on its line.
  auto token =
      std::lower_bound(allTokens.begin(), allTokens.end(), declaration.begin,
                       [](const Token &t, std::uint32_t offset) { return t.range.begin < offset; });
  while (token != allTokens.begin()) {
    const Token &above = *std::prev(token);
    if (above.kind != TokenKind::Comment || isLicence(view(above.range)))
      break;
    if (lineOf(above.range.end - 1) + 1 < lineOf(whole.begin))
      break;
    // A comment behind other code on its line belongs to that code.
    if (std::prev(token) != allTokens.begin()) {
      const Token &before = *std::prev(token, 2);
      if (lineOf(before.range.end - 1) == lineOf(above.range.begin))
        break;
    }
    whole.begin = above.range.begin;
    --token;
  }
  const std::uint32_t start = lineStart(whole.begin);
  if (trim(std::string_view(contents).substr(start, whole.begin - start)).empty())
    whole.begin = start;
  // Behind: a comment on the last line, when nothing else follows on it.
  const std::uint32_t next = nextLine(whole.end);
  token =
      std::lower_bound(allTokens.begin(), allTokens.end(), declaration.end,
                       [](const Token &t, std::uint32_t offset) { return t.range.begin < offset; });
  while (token != allTokens.end() && token->kind == TokenKind::Comment && token->range.begin < next)
    whole.end = std::max(whole.end, (token++)->range.end);
  if (token == allTokens.end() ||
      token->range.begin >= nextLine(whole.end == 0 ? 0 : whole.end - 1))
    whole.end = nextLine(whole.end == 0 ? 0 : std::max(whole.end, declaration.end) - 1);
  else
    whole.end = declaration.end; // something else stands on the line
  return whole;
}

// The line ends in an opening brace, and perhaps a comment.
static bool opensBlock(std::string_view line) {
  const std::string_view code = trim(line.substr(0, line.find("//")));
  return code.ends_with('{');
}

Range Source::forRemoval(Range whole) const {
  const auto blank = [&](std::uint32_t begin, std::uint32_t end) {
    return trim(std::string_view(contents).substr(begin, end - begin)).empty();
  };
  if (whole.begin != lineStart(whole.begin) || whole.end != lineStart(whole.end)) {
    // Within a line: the blanks behind it go where there are some in front of it, or nothing.
    const auto isBlank = [&](std::uint32_t at) {
      return at < contents.size() && (contents[at] == ' ' || contents[at] == '\t');
    };
    if (whole.begin == lineStart(whole.begin) || isBlank(whole.begin - 1))
      while (isBlank(whole.end))
        ++whole.end;
    return whole;
  }
  const bool blankBelow = whole.end < contents.size() && blank(whole.end, nextLine(whole.end));
  const bool topOrBlankAbove = whole.begin == 0 || blank(lineStart(whole.begin - 1), whole.begin) ||
                               opensBlock(view({lineStart(whole.begin - 1), whole.begin}));
  if (blankBelow && topOrBlankAbove)
    whole.end = nextLine(whole.end);
  // At the end of the file the blank line above has nothing to separate any more.
  if (whole.end >= contents.size())
    while (whole.begin > 0 && blank(lineStart(whole.begin - 1), whole.begin))
      whole.begin = lineStart(whole.begin - 1);
  return whole;
}

bool Source::withoutDeclarations() const {
  // `namespace a::b { }`, `extern "C" { }` and `;` are no declarations of anything.
  std::vector<std::string_view> rest;
  for (const Token &token : allTokens)
    if (token.kind != TokenKind::Comment && token.kind != TokenKind::Directive)
      rest.push_back(view(token.range));
    else if (token.kind == TokenKind::Directive) {
      // Only includes, guards and conditions hold nothing of their own.
      const auto [keyword, text] = directiveText(view(token.range));
      const bool include = keyword.starts_with("include") || keyword == "import";
      const bool guard = (keyword == "define" && text == guardMacro && !guardMacro.empty()) ||
                         (keyword == "pragma" && text == "once");
      const bool condition = keyword.starts_with("if") || keyword.starts_with("el") ||
                             keyword == "endif" || keyword.empty();
      if (!include && !guard && !condition)
        return false;
    }
  std::size_t depth = 0;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == "inline" && i + 1 < rest.size() && rest[i + 1] == "namespace")
      continue;
    if (rest[i] == "namespace" || (rest[i] == "extern" && i + 2 < rest.size() &&
                                   rest[i + 1].starts_with('"') && rest[i + 2] == "{")) {
      while (i < rest.size() && rest[i] != "{" && rest[i] != "=" && rest[i] != ";")
        ++i;
      if (i == rest.size() || rest[i] != "{")
        return false;
      ++depth;
    } else if (rest[i] == "}" && depth > 0) {
      --depth;
    } else if (rest[i] != ";") {
      return false;
    }
  }
  return depth == 0;
}

std::string definedName(const Source &source, const Token &token) {
  if (token.kind != TokenKind::Directive)
    return {};
  const auto [keyword, rest] = directiveText(source.view(token.range));
  if (keyword != "define" && keyword != "undef")
    return {};
  std::size_t end = 0;
  while (end < rest.size() && isWord(rest[end]))
    ++end;
  return std::string(rest.substr(0, end));
}

bool onlyDefinesMacros(const Source &source, const Conditional &section) {
  bool defines = false;
  for (const Token &token : source.tokens()) {
    if (!section.whole.contains(token.range) || token.kind == TokenKind::Comment)
      continue;
    if (token.kind != TokenKind::Directive)
      return false;
    const auto [keyword, rest] = directiveText(source.view(token.range));
    defines |= keyword == "define" || keyword == "undef";
    if (keyword == "pragma" || (keyword == "include" && !rest.starts_with('<')))
      return false;
  }
  return defines;
}

std::vector<Range> includeQuestions(const Source &text) {
  std::vector<Range> result;
  for (const Token &token : text.tokens()) {
    if (token.kind != TokenKind::Directive)
      continue;
    const std::string_view directive = text.view(token.range);
    for (const std::string_view question : {"__has_include", "__has_include_next"})
      for (std::size_t at = 0;
           (at = findWord(directive, question, at)) != std::string_view::npos;) {
        at += question.size();
        const std::size_t open = directive.find_first_not_of(" \t(", at);
        if (open == std::string_view::npos || (directive[open] != '"' && directive[open] != '<'))
          continue;
        const std::size_t close = directive.find(directive[open] == '<' ? '>' : '"', open + 1);
        if (close != std::string_view::npos)
          result.push_back({token.range.begin + static_cast<std::uint32_t>(open),
                            token.range.begin + static_cast<std::uint32_t>(close) + 1});
      }
  }
  return result;
}

} // namespace levitate::plan
