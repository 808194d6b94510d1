#include "verify/layers/scanner.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace levitate::layers {

namespace {

bool isHorizontalSpace(char c) { return c == ' ' || c == '\t' || c == '\f' || c == '\v' || c == 0; }
bool isNewline(char c) { return c == '\n' || c == '\r'; }

constexpr auto identifierTable = [] {
  std::array<bool, 256> table{};
  for (int c = 0; c < 256; ++c)
    table[static_cast<std::size_t>(c)] = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                         (c >= '0' && c <= '9') || c == '_' || c == '$' || c >= 128;
  return table;
}();
bool isIdentifier(char c) { return identifierTable[static_cast<unsigned char>(c)]; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// A logical character: what is left when splices and trigraphs are taken out.
struct Character {
  char value;
  unsigned size; ///< physical bytes it takes, splices before it included; 0 at the end
};

class Scanner {
public:
  Scanner(std::string_view text, const LanguageMode &mode, Scan &result)
      : begin(text.data()), end(text.data() + text.size()), mode(mode), result(result) {}

  void run();
  std::string clean(bool headerNames);

private:
  // Characters.
  unsigned spliceSize(const char *p) const;
  char trigraph(const char *p) const;
  Character special(const char *p) const;
  [[gnu::always_inline]] Character at(const char *p) const {
    return p < end && *p != '\\' && *p != '?' ? Character{*p, 1} : special(p); // mostly the first
  }

  // Tokens: each takes the place behind the token's beginning and gives the place behind its end.
  const char *skipLineComment(const char *p) const;
  const char *skipBlockComment(const char *p) const;
  const char *skipString(const char *p, char quote) const;
  const char *skipRawString(const char *p) const;
  const char *skipNumber(const char *p, Character first) const;
  const char *skipIdentifier(const char *p, bool &rawPrefix) const;
  const char *skipToken(const char *p, Character c) const;
  const char *skipSpace(const char *p) const;
  const char *skipRest(const char *p, bool &plain) const;

  // The search.
  const char *nextEvent(const char *p) const;
  const char *logicalLineStart(const char *event, const char *floor) const;
  const char *directive(const char *hash, const char *p);

  // What comes of a directive.
  void conditional(DirectiveKind kind, std::string_view text);
  std::uint32_t conditionIndex();
  void place(Directive &found, const char *hash);
  std::string_view keep(std::string text) { return result.made.emplace_back(std::move(text)); }
  std::string_view logical(const char *from, const char *to);
  std::string_view span(const char *from, const char *to) const {
    return {from, static_cast<std::size_t>(to - from)};
  }

  const char *const begin;
  const char *const end;
  const LanguageMode mode;

  /// A branch of a conditional as its directive has it; put into words only when an include needs
  /// them.
  struct Branch {
    DirectiveKind kind = DirectiveKind::If;
    std::string_view text;
    std::string words() const;
  };
  struct Frame {
    Branch own;
    std::vector<Branch> before;
    bool guard = false;
  };
  Scan &result;
  std::vector<Frame> frames;
  bool conditionChanged = false;
  std::uint32_t currentCondition = 0;
  std::string_view guardCandidate; ///< the name of an #ifndef that the next directive may define
  bool firstDirective = true;
  mutable unsigned sensitive = 0; ///< bits of LanguageMode::key() that made a difference
  const char *counted = begin;    ///< lines are counted up to here
  std::uint32_t line = 1;
};

/// The size of a backslash-newline at `p` (blanks between the two are allowed), or 0.
unsigned Scanner::spliceSize(const char *p) const {
  const char *q = p;
  if (q < end && *q == '\\')
    ++q;
  else if (mode.trigraphs && end - q >= 3 && q[0] == '?' && q[1] == '?' && q[2] == '/')
    q += 3;
  else
    return 0;
  while (q < end && isHorizontalSpace(*q))
    ++q;
  if (q == end || !isNewline(*q))
    return 0;
  if (end - q >= 2 && isNewline(q[1]) && q[0] != q[1])
    ++q;
  return static_cast<unsigned>(q + 1 - p);
}

char Scanner::trigraph(const char *p) const {
  if (!mode.trigraphs || end - p < 3 || p[0] != '?' || p[1] != '?')
    return 0;
  static constexpr std::string_view from = "=/'()!<>-", to = "#\\^[]|{}~";
  const std::size_t index = from.find(p[2]);
  return index == std::string_view::npos ? '\0' : to[index];
}

Character Scanner::special(const char *p) const {
  const char *const start = p;
  while (p < end) {
    if (*p != '\\' && *p != '?')
      return {*p, static_cast<unsigned>(p + 1 - start)};
    if (const unsigned size = spliceSize(p)) {
      p += size;
      continue;
    }
    if (const char replaced = trigraph(p))
      return {replaced, static_cast<unsigned>(p + 3 - start)};
    return {*p, static_cast<unsigned>(p + 1 - start)};
  }
  return {'\n', 0};
}

const char *Scanner::skipLineComment(const char *p) const {
  // A comment ends at the first newline that no splice takes away.
  while (p < end) {
    if (isNewline(*p))
      return p;
    if (*p == '\\' || *p == '?') {
      if (const unsigned size = spliceSize(p)) {
        p += size;
        continue;
      }
    }
    ++p;
  }
  return end;
}

const char *Scanner::skipBlockComment(const char *p) const {
  const char *const body = p;
  while (p < end) {
    p = static_cast<const char *>(std::memchr(p, '/', static_cast<std::size_t>(end - p)));
    if (!p)
      return end;
    if (p > body && p[-1] == '*')
      return p + 1;
    // `*`, then splices, then `/`.
    const char *q = p;
    while (q > body && isNewline(q[-1])) {
      const char *back = q - 1;
      if (back > body && isNewline(back[-1]) && back[-1] != *back)
        --back;
      while (back > body && isHorizontalSpace(back[-1]))
        --back;
      if (back > body && back[-1] == '\\')
        q = back - 1;
      else if (mode.trigraphs && back - body >= 3 && back[-1] == '/' && back[-2] == '?' &&
               back[-3] == '?')
        q = back - 3;
      else
        break;
    }
    if (q != p && q > body && q[-1] == '*')
      return p + 1;
    ++p;
  }
  return end;
}

/// Ends behind the closing quote, or before the newline when there is none.
const char *Scanner::skipString(const char *p, char quote) const {
  for (;;) {
    const Character c = at(p);
    if (c.size == 0)
      return end;
    if (isNewline(c.value))
      return p + c.size - 1;
    p += c.size;
    if (c.value == quote)
      return p;
    if (c.value == '\\') {
      const Character escaped = at(p);
      if (escaped.size == 0)
        return end;
      if (!isNewline(escaped.value))
        p += escaped.size;
    }
  }
}

/// `p` is behind the opening quote. What is no raw string after all ends where Clang ends it.
const char *Scanner::skipRawString(const char *p) const {
  const char *const delimiter = p;
  std::size_t length = 0;
  static constexpr std::string_view basic = "_{}[]#<>%:;.?*+-/^&|~!=,\"'$@`";
  while (length < 16 && p < end && *p != '\\' &&
         (static_cast<unsigned char>(*p) < 128 &&
          (isIdentifier(*p) || basic.find(*p) != basic.npos))) {
    ++p;
    ++length;
  }
  if (p == end || *p != '(') {
    const void *quote = std::memchr(delimiter, '"', static_cast<std::size_t>(end - delimiter));
    return quote ? static_cast<const char *>(quote) + 1 : end;
  }
  ++p;
  for (;;) {
    p = static_cast<const char *>(std::memchr(p, ')', static_cast<std::size_t>(end - p)));
    if (!p)
      return end;
    ++p;
    if (static_cast<std::size_t>(end - p) > length && std::memcmp(p, delimiter, length) == 0 &&
        p[length] == '"')
      return p + length + 1;
  }
}

/// `first` is a digit, or the point before one; `p` is behind it. What Clang does with exponents: a
/// sign belongs to the number right behind an `e`, and behind a `p` when the number begins with 0x,
/// but not when that letter stands right behind a separator.
const char *Scanner::skipNumber(const char *p, Character first) const {
  char previous = first.value;
  const char second = first.value == '0' ? at(p).value : '\0';
  const bool hexadecimal = second == 'x' || second == 'X';
  for (;;) {
    Character c = at(p);
    if (c.size == 0)
      return p;
    // A dollar sign may stand in an identifier, but not in a number.
    if ((isIdentifier(c.value) && c.value != '$') || c.value == '.') {
    } else if ((c.value == '+' || c.value == '-') &&
               (previous == 'e' || previous == 'E' ||
                (hexadecimal && (previous == 'p' || previous == 'P')))) {
    } else if (c.value == '\'') {
      sensitive |=
          LanguageMode{.rawStrings = false, .lineComments = false, .digitSeparators = true}.key();
      if (!mode.digitSeparators)
        return p;
      const Character next = at(p + c.size);
      if (next.size == 0 || !isIdentifier(next.value) || next.value == '$' ||
          static_cast<unsigned char>(next.value) >= 128)
        return p;
      p += c.size + next.size;
      previous = '\0';
      continue;
    } else {
      return p;
    }
    p += c.size;
    previous = c.value;
  }
}

/// `rawPrefix` becomes true when the identifier is one that a raw string may begin with.
const char *Scanner::skipIdentifier(const char *p, bool &rawPrefix) const {
  char name[4];
  unsigned length = 0;
  for (;;) {
    const Character c = at(p);
    if (c.size == 0 || !isIdentifier(c.value))
      break;
    if (length < 4)
      name[length] = c.value;
    ++length;
    p += c.size;
  }
  const std::string_view text(name, length < 4 ? length : 0);
  rawPrefix = text == "R" || text == "LR" || text == "uR" || text == "UR" || text == "u8R";
  return p;
}

/// Over one token or comment that begins with the character `c` at `p`. Newlines are no tokens.
const char *Scanner::skipToken(const char *p, Character c) const {
  if (isDigit(c.value))
    return skipNumber(p + c.size, c);
  if (isIdentifier(c.value)) {
    bool rawPrefix = false;
    const char *after = skipIdentifier(p, rawPrefix);
    if (rawPrefix)
      if (const Character quote = at(after); quote.size != 0 && quote.value == '"') {
        sensitive |=
            LanguageMode{.rawStrings = true, .lineComments = false, .digitSeparators = false}.key();
        if (mode.rawStrings)
          return skipRawString(after + quote.size);
      }
    return after;
  }
  p += c.size;
  switch (c.value) {
  case '"':
  case '\'':
    return skipString(p, c.value);
  case '.':
    if (const Character next = at(p); next.size != 0 && isDigit(next.value))
      return skipNumber(p, c);
    return p;
  case '/': {
    const Character next = at(p);
    if (next.size != 0 && next.value == '*')
      return skipBlockComment(p + next.size);
    if (next.size != 0 && next.value == '/' && mode.lineComments)
      return skipLineComment(p + next.size);
    return p;
  }
  default:
    return p;
  }
}

/// Over blanks, splices and comments, up to a newline or anything else.
const char *Scanner::skipSpace(const char *p) const {
  for (;;) {
    const Character c = at(p);
    if (c.size == 0)
      return p;
    if (isHorizontalSpace(c.value)) {
      p += c.size;
    } else if (c.value == '/') {
      const Character next = at(p + c.size);
      if (next.size == 0 || !(next.value == '*' || (next.value == '/' && mode.lineComments)))
        return p;
      p = skipToken(p, c);
    } else {
      return p;
    }
  }
}

/// To the newline that ends a directive. `plain` becomes false when there is anything on the way
/// that cleaned() would take out.
const char *Scanner::skipRest(const char *p, bool &plain) const {
  const char *q = p;
  for (; q < end; ++q) {
    const char c = *q;
    if (c == '\n')
      return q;
    if (c == '/' || c == '\\' || c == '\r' || c == '?' || c == '"' || c == 0)
      break;
  }
  if (q == end)
    return end;
  plain = false;
  for (;;) {
    const Character c = at(p);
    if (c.size == 0)
      return end;
    if (isNewline(c.value))
      return p + c.size - 1;
    p = skipToken(p, c);
  }
}

#if defined(__clang__)
/// The search of nextEvent() by `width` bytes at a time: stops at an event, or where too few are
/// left. Inlined, so that each user compiles it for a processor of its own.
template <int width>
[[gnu::always_inline]] inline const char *skipBy(const char *p, const char *end, bool trigraphs) {
  using Bytes [[gnu::vector_size(width)]] = char;
  using Bits __attribute__((ext_vector_type(width))) = bool;
  using Mask = std::conditional_t<width == 32, std::uint32_t, std::uint16_t>;
  for (; end - p > width; p += width) {
    Bytes a, b; // each byte, and the one after it
    std::memcpy(&a, p, width);
    std::memcpy(&b, p + 1, width);
    const auto isPercent = a == '%', isSlash = a == '/', isLetter = a == 'R';
    auto found = (a == '#') | (isPercent & (b == ':')) | (isSlash & (b == '*')) |
                 (isLetter & (b == '"')) | ((isPercent | isSlash | isLetter) & (b == '\\'));
    if (trigraphs)
      found |= (a == '?') & (b == '?');
    if (const auto mask = __builtin_bit_cast(Mask, __builtin_convertvector(found, Bits)))
      return p + __builtin_ctz(mask);
  }
  return p;
}
#if defined(__x86_64__)
__attribute__((target("avx2"))) const char *skipBy32(const char *p, const char *end,
                                                     bool trigraphs) {
  return skipBy<32>(p, end, trigraphs);
}
#endif
#endif

/// The next place at or after `p` where a directive, a block comment or a raw string may begin.
/// It may be none; that is for the lexer to say.
const char *Scanner::nextEvent(const char *p) const {
#if defined(__x86_64__) && defined(__clang__)
  static const bool wide = __builtin_cpu_supports("avx2");
  if (wide)
    p = skipBy32(p, end, mode.trigraphs);
#endif
#if defined(__clang__)
  p = skipBy<16>(p, end, mode.trigraphs);
#endif
  for (; p < end; ++p) {
    const char a = *p, b = p + 1 < end ? p[1] : '\n';
    if (a == '#' || (a == '%' && (b == ':' || b == '\\')) ||
        (a == '/' && (b == '*' || b == '\\')) || (a == 'R' && (b == '"' || b == '\\')) ||
        (a == '?' && b == '?' && mode.trigraphs))
      return p;
  }
  return end;
}

/// The start of the logical line of `event`, but not before `floor`.
const char *Scanner::logicalLineStart(const char *event, const char *floor) const {
  const char *p = event;
  for (;;) {
    while (p > floor && !isNewline(p[-1]))
      --p;
    if (p == floor)
      return floor;
    const char *back = p - 1;
    if (back > floor && isNewline(back[-1]) && back[-1] != *back)
      --back;
    while (back > floor && isHorizontalSpace(back[-1]))
      --back;
    if (back == floor || !(back[-1] == '\\' || (mode.trigraphs && back[-1] == '/')))
      return p;
    p = back - 1;
  }
}

struct Name {
  std::string_view text;
  DirectiveKind kind;
};
constexpr Name names[] = {
    {"include", DirectiveKind::Include},   {"include_next", DirectiveKind::IncludeNext},
    {"import", DirectiveKind::Import},     {"if", DirectiveKind::If},
    {"ifdef", DirectiveKind::Ifdef},       {"ifndef", DirectiveKind::Ifndef},
    {"elif", DirectiveKind::Elif},         {"elifdef", DirectiveKind::Elifdef},
    {"elifndef", DirectiveKind::Elifndef}, {"else", DirectiveKind::Else},
    {"endif", DirectiveKind::Endif},       {"define", DirectiveKind::Define},
    {"undef", DirectiveKind::Undef},       {"pragma", DirectiveKind::Pragma},
};

void Scanner::place(Directive &found, const char *hash) {
  for (const char *p = counted; p < hash;) {
    const char *q =
        static_cast<const char *>(std::memchr(p, '\n', static_cast<std::size_t>(hash - p)));
    const char *stop = q ? q : hash;
    if (const void *lone = std::memchr(p, '\r', static_cast<std::size_t>(stop - p))) {
      // A carriage return that no newline follows ends a line, too.
      for (const char *r = static_cast<const char *>(lone); r < stop; ++r)
        line += *r == '\r' && !(r + 1 < end && r[1] == '\n');
    }
    if (!q)
      break;
    ++line;
    p = q + 1;
  }
  counted = hash;
  const char *start = hash;
  while (start > begin && !isNewline(start[-1]))
    --start;
  found.line = line;
  found.column = static_cast<std::uint32_t>(hash - start) + 1;
}

std::string negated(const std::string &text) {
  if (text == "0" || text == "1")
    return text == "0" ? "1" : "0";
  if (text.starts_with("defined(") && text.find(')') == text.size() - 1)
    return "!" + text;
  if (text.starts_with("!defined(") && text.find(')') == text.size() - 1)
    return text.substr(1);
  return "!(" + text + ")";
}

std::string parenthesised(std::string text) {
  const bool simple = std::all_of(text.begin(), text.end(), isIdentifier) ||
                      (text.find(')') == text.size() - 1 &&
                       (text.starts_with("defined(") || text.starts_with("!defined(")));
  return simple ? text : "(" + text + ")";
}

/// The condition of a branch; empty for #else.
std::string Scanner::Branch::words() const {
  const auto defined = [&] {
    return "defined(" + std::string(text.substr(0, text.find(' '))) + ")";
  };
  switch (kind) {
  case DirectiveKind::Else:
    return {};
  case DirectiveKind::Ifdef:
  case DirectiveKind::Elifdef:
    return defined();
  case DirectiveKind::Ifndef:
  case DirectiveKind::Elifndef:
    return "!" + defined();
  default:
    return parenthesised(std::string(text));
  }
}

std::uint32_t Scanner::conditionIndex() {
  if (!conditionChanged)
    return currentCondition;
  conditionChanged = false;
  std::string text;
  // Of conditions that nobody would read to their end only the beginning is kept: all of them
  // together stay in proportion to the file.
  unsigned parts = 0;
  const auto add = [&](const std::string &part) {
    const bool isShort = ++parts <= 256 && text.size() + part.size() <= 4096;
    const std::string &added = isShort ? part : "...";
    if (!added.empty() && added != "1")
      text += (text.empty() ? "" : " && ") + added;
    return isShort;
  };
  const auto addFrame = [&](const Frame &frame) {
    return frame.guard || (std::all_of(frame.before.begin(), frame.before.end(),
                                       [&](const Branch &branch) {
                                         const std::string words = branch.words();
                                         return words.empty() || add(negated(words));
                                       }) &&
                           add(frame.own.words()));
  };
  (void)std::all_of(frames.begin(), frames.end(), addFrame);
  currentCondition = 0;
  if (!text.empty()) {
    if (result.conditions.empty() || result.conditions.back() != text)
      result.conditions.push_back(std::move(text));
    currentCondition = static_cast<std::uint32_t>(result.conditions.size());
  }
  return currentCondition;
}

void Scanner::conditional(DirectiveKind kind, std::string_view text) {
  conditionChanged = true;
  switch (kind) {
  case DirectiveKind::Ifndef:
    if (firstDirective)
      guardCandidate = text;
    [[fallthrough]];
  case DirectiveKind::If:
  case DirectiveKind::Ifdef:
    frames.push_back({{kind, text}, {}, false});
    break;
  case DirectiveKind::Elif:
  case DirectiveKind::Elifdef:
  case DirectiveKind::Elifndef:
  case DirectiveKind::Else:
    if (!frames.empty()) {
      Frame &frame = frames.back();
      frame.guard = false;
      frame.before.push_back(frame.own);
      frame.own = {kind, text};
    }
    break;
  default:
    if (!frames.empty())
      frames.pop_back();
    break;
  }
}

/// The characters between two places, splices and trigraphs taken out.
std::string_view Scanner::logical(const char *from, const char *to) {
  std::string text;
  for (const char *p = from; p < to;) {
    const Character c = at(p);
    text += c.value;
    p += c.size;
  }
  return keep(std::move(text));
}

const char *Scanner::directive(const char *hash, const char *p) {
  while (p < end && (*p == ' ' || *p == '\t'))
    ++p;
  if (p < end && !isIdentifier(*p))
    p = skipSpace(p);
  char name[16];
  unsigned length = 0;
  const char *after = p;
  for (;;) {
    const Character c = at(after);
    if (c.size == 0 || !isIdentifier(c.value))
      break;
    if (length < sizeof name)
      name[length] = c.value;
    ++length;
    after += c.size;
  }
  // What is a number or the prefix of a string is no name: it belongs to the rest of the line.
  if (const Character next = at(after);
      length != 0 &&
      (isDigit(name[0]) || (next.size != 0 && (next.value == '"' || next.value == '\''))))
    if (isDigit(name[0]) || skipToken(p, at(p)) != after) {
      after = p;
      length = 0;
    }
  Directive found;
  if (length != 0 && length < sizeof name)
    for (const Name &known : names)
      if (known.text[0] == name[0] && known.text == std::string_view(name, length))
        found.kind = known.kind;
  p = after;

  const bool guardOpen = !guardCandidate.empty();
  const std::string_view guard = guardCandidate;
  guardCandidate = {};

  switch (found.kind) {
  case DirectiveKind::Include:
  case DirectiveKind::IncludeNext:
  case DirectiveKind::Import: {
    while (p < end && (*p == ' ' || *p == '\t'))
      ++p;
    if (p < end && *p != '"' && *p != '<')
      p = skipSpace(p);
    const Character open = at(p);
    if (open.size != 0 && (open.value == '<' || open.value == '"')) {
      const char close = open.value == '<' ? '>' : '"';
      const char *const header = p + open.size;
      const char *q = header;
      bool plain = true;
      while (q < end && *q != close && *q != '\\' && *q != '?' && !isNewline(*q))
        ++q;
      for (;;) {
        const Character c = at(q);
        if (c.size == 0 || isNewline(c.value))
          break;
        if (c.value == close) {
          found.form = close == '>' ? HeaderForm::Angled : HeaderForm::Quoted;
          found.text = plain && c.size == 1 ? span(header, q) : logical(header, q);
          p = q + c.size;
          break;
        }
        plain &= c.size == 1;
        q += c.size;
        if (c.value == '\\') // Clang takes it for an escape, GCC does not
          if (const Character escaped = at(q); escaped.size != 0 && !isNewline(escaped.value)) {
            plain &= escaped.size == 1;
            q += escaped.size;
          }
      }
    }
    const char *rest = p;
    bool plain = true;
    p = skipRest(p, plain);
    if (found.form == HeaderForm::None) {
      found.text = keep(cleaned(span(rest, p), mode, false));
      if (!found.text.empty() && (isIdentifier(found.text[0]) && !isDigit(found.text[0])))
        found.form = HeaderForm::Computed;
    }
    result.includesNext |= found.kind == DirectiveKind::IncludeNext;
    found.condition = conditionIndex();
    place(found, hash);
    result.directives.push_back(std::move(found));
    break;
  }
  case DirectiveKind::Other: {
    bool plain = true;
    p = skipRest(p, plain);
    break;
  }
  default: {
    const char *rest = p;
    bool plain = true;
    p = skipRest(p, plain);
    const bool isCondition = found.kind >= DirectiveKind::If && found.kind <= DirectiveKind::Endif;
    if (!isCondition && !mode.keepAll && !guardOpen)
      break;
    std::string_view text;
    if (found.kind != DirectiveKind::Else && found.kind != DirectiveKind::Endif) {
      if (plain) {
        while (rest < p && isHorizontalSpace(*rest))
          ++rest;
        const char *last = p;
        while (last > rest && isHorizontalSpace(last[-1]))
          --last;
        text = span(rest, last);
      } else {
        text = keep(cleaned(span(rest, p), mode, isCondition));
      }
    }
    if (found.kind == DirectiveKind::Define && guardOpen &&
        text.substr(0, text.find(' ')) == guard && frames.size() == 1)
      frames.back().guard = true, conditionChanged = true;
    if (mode.keepAll) {
      found.text = text;
      place(found, hash);
      result.directives.push_back(std::move(found));
    }
    if (isCondition)
      conditional(found.kind, text);
    break;
  }
  }
  firstDirective = false;
  return p;
}

void Scanner::run() {
  const char *position = begin; // everything before it is lexed
  bool lineHasTokens = false;   // whether position's line has any before it
  if (end - begin >= 3 && std::memcmp(begin, "\xEF\xBB\xBF", 3) == 0)
    position += 3;
  for (;;) {
    const char *event = nextEvent(position);
    if (event == end)
      break;
    const char *start = logicalLineStart(event, position);
    if (start != position)
      lineHasTokens = false;
    position = start;
    while (position <= event) {
      const Character c = at(position);
      if (c.size == 0) {
        position = end;
        break;
      }
      if (isNewline(c.value)) {
        lineHasTokens = false;
        position += c.size;
      } else if (isHorizontalSpace(c.value)) {
        position += c.size;
      } else if (c.value == '/') {
        const char *after = skipToken(position, c);
        if (after == position + c.size)
          lineHasTokens = true;
        position = after;
      } else if (!lineHasTokens && c.value == '#') {
        const bool longForm = c.size >= 3 && position[c.size - 1] != '#';
        position = directive(position + c.size - (longForm ? 3 : 1), position + c.size);
      } else if (Character next; !lineHasTokens && c.value == '%' &&
                                 (next = at(position + c.size)).size != 0 && next.value == ':') {
        position = directive(position + c.size - 1, position + c.size + next.size);
      } else {
        lineHasTokens = true;
        position = skipToken(position, c);
      }
    }
  }
  const unsigned candidates =
      LanguageMode{.rawStrings = true, .lineComments = false, .digitSeparators = true}.key();
  result.insensitive = candidates & ~sensitive;
}

std::string Scanner::clean(bool headerNames) {
  std::string text;
  bool space = false, expectHeader = false;
  std::string word;
  for (const char *p = begin; p < end;) {
    const Character c = at(p);
    if (c.size == 0)
      break;
    if (isHorizontalSpace(c.value) || isNewline(c.value)) {
      space = !text.empty();
      p += c.size;
      continue;
    }
    const char *after = nullptr;
    if (headerNames && expectHeader && c.value == '<') {
      after = p + c.size;
      for (Character d = at(after); d.size != 0 && !isNewline(d.value); d = at(after)) {
        after += d.size;
        if (d.value == '>')
          break;
      }
    } else {
      after = skipToken(p, c);
    }
    if (c.value == '/' && after > p + c.size) {
      space = !text.empty();
      p = after;
      continue;
    }
    if (space)
      text += ' ';
    space = false;
    const std::size_t before = text.size();
    const bool raw = isIdentifier(c.value) && after > p && after[-1] == '"' && mode.rawStrings;
    if (raw) {
      text.append(p, after); // nothing is taken out of a raw string
    } else {
      for (const char *q = p; q < after;) {
        const Character d = at(q);
        if (d.size == 0)
          break;
        text += d.value;
        q += d.size;
      }
    }
    const std::string_view token = std::string_view(text).substr(before);
    if (token.starts_with("__has_include") || token == "__has_embed")
      word = token;
    else
      expectHeader = !word.empty() && token == "(";
    if (token != "(" && !token.starts_with("__has_"))
      word.clear();
    p = after;
  }
  return text;
}

} // namespace

void scan(std::string_view text, const LanguageMode &mode, Scan &into) {
  into.directives.clear();
  into.conditions.clear();
  into.made.clear();
  into.includesNext = false;
  Scanner(text, mode, into).run();
}

Scan scan(std::string_view text, const LanguageMode &mode) {
  Scan result;
  scan(text, mode, result);
  return result;
}

std::string cleaned(std::string_view text, const LanguageMode &mode, bool headerNames) {
  Scan unused;
  return Scanner(text, mode, unused).clean(headerNames);
}

} // namespace levitate::layers
