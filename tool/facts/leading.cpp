#include "tool/facts/leading.h"

#include "base/text.h"

#include <algorithm>
#include <map>

namespace levitate::facts {

namespace {

// The directives at the head of a text, up to its first token of code.
class Head {
public:
  struct Directive {
    std::uint32_t offset = 0; ///< of its `#`
    std::string words;        ///< the rest of its logical line, without comments
  };

  explicit Head(std::string_view text) : text(text) {
    if (text.starts_with("\xEF\xBB\xBF"))
      at = 3;
  }

  /// The next one; nothing at the end of the text, or where code begins.
  std::optional<Directive> next() {
    skipSpace();
    if (at >= text.size() || text[at] != '#')
      return std::nullopt;
    Directive result{static_cast<std::uint32_t>(at), {}};
    ++at;
    while (at < text.size() && text[at] != '\n') {
      if (skipSplice())
        continue;
      if (skipComment()) {
        result.words += ' ';
        continue;
      }
      if (text[at] == '"' || text[at] == '\'' || text.substr(at, 2) == "??")
        hard = true; // a comment may begin in a string
      result.words += text[at++];
    }
    return result;
  }

  bool atEnd() const { return at >= text.size(); }
  /// The last directive has a quote in it, in which comments are not looked for rightly.
  bool isHard() const { return hard; }
  void forget() { hard = false; }

private:
  bool skipSplice() {
    const std::size_t length = spliceAt(text, at);
    at += length;
    return length != 0;
  }

  // A line comment is left at its line end.
  bool skipComment() {
    if (text.substr(at, 2) == "/*") {
      const std::size_t end = text.find("*/", at + 2);
      at = end == std::string_view::npos ? text.size() : end + 2;
      return true;
    }
    if (text.substr(at, 2) != "//")
      return false;
    while (at < text.size() && text[at] != '\n')
      if (!skipSplice())
        ++at;
    return true;
  }

  void skipSpace() {
    while (at < text.size()) {
      if (std::string_view(" \t\r\n\v\f").find(text[at]) != std::string_view::npos)
        ++at;
      else if (!skipComment() && !skipSplice())
        return;
    }
  }

  std::string_view text;
  std::size_t at = 0;
  bool hard = false;
};

class Walk {
public:
  Walk(const Facts &unit,
       const std::function<std::optional<std::string>(const std::string &)> &read)
      : read(read), includes(unit.includes) {}

  /// False when the walk is over.
  bool file(const std::string &path) {
    const auto [place, first] = isGuarded.try_emplace(path, false);
    if (!first)
      return place->second; // entered again, it has nothing to say
    const std::optional<std::string> text = read(path);
    if (!text)
      return false;
    Head head(*text);
    Guard guard;
    for (std::size_t count = 0; std::optional<Head::Directive> directive = head.next(); ++count) {
      std::string rest;
      const std::string name = nameOf(directive->words, rest);
      guard.see(count, name, rest);
      if (!this->directive(path, *directive, name, rest, head.isHard()))
        return false;
      head.forget();
    }
    isGuarded[path] = guard.holds();
    return head.atEnd();
  }

  LeadingIncludes result;

private:
  // `#pragma once`, or `#ifndef X`, `#define X` ... `#endif` around everything.
  struct Guard {
    bool once = false, begun = false, ended = false;
    int depth = 0;
    std::string macro;

    void see(std::size_t count, const std::string &name, const std::string &rest) {
      once |= name == "pragma";
      if (count == 0 && name == "ifndef")
        macro = trim(rest);
      if (count == 1 && name == "define")
        begun = !macro.empty() && trim(rest) == macro;
      ended |= count > 0 && depth == 0;
      if (name.starts_with("if"))
        ++depth;
      else if (name == "endif")
        --depth;
      else if (depth == 1 && name.starts_with("el"))
        ended = true;
    }
    bool holds() const { return once || (begun && !ended); }
  };

  static std::string nameOf(const std::string &words, std::string &rest) {
    const std::size_t begin = std::min(words.find_first_not_of(" \t"), words.size());
    std::size_t end = begin;
    while (end < words.size() && isWord(words[end]))
      ++end;
    rest = words.substr(end);
    return words.substr(begin, end - begin);
  }

  bool directive(const std::string &path, const Head::Directive &directive, const std::string &name,
                 const std::string &rest, bool hard) {
    if (name == "include")
      return include(path, directive.offset, rest);
    if (name == "pragma")
      return trim(rest) == "once";
    static const std::set<std::string> known{"define", "undef", "if",      "ifdef",
                                             "ifndef", "elif",  "elifdef", "elifndef",
                                             "else",   "endif", "error",   ""};
    if (!known.contains(name) || (hard && name != "error"))
      return false;
    std::vector<std::string> words;
    eachWord(rest, [&](std::string_view word, std::size_t) { words.emplace_back(word); });
    if (name == "define" || name == "undef") {
      if (!words.empty())
        result.sets.insert(words.front());
      values.insert(words.begin(), words.end());
    } else if (name != "error") {
      // A macro of the project's in a condition may stand for any of the values.
      if (std::any_of(words.begin(), words.end(),
                      [&](const std::string &word) { return result.sets.contains(word); }))
        words.insert(words.end(), values.begin(), values.end());
      for (const std::string &word : words)
        result.mentions.try_emplace(word, result.headers.size());
    }
    return true;
  }

  bool include(const std::string &path, std::uint32_t offset, const std::string &rest) {
    // They are recorded as they are met, and only where they are compiled.
    if (next == includes.size() || includes[next].file != path ||
        includes[next].extent.begin != offset)
      return true;
    const Include &include = includes[next++];
    const std::string_view spelled = trim(rest);
    if (include.resolved.empty() || !(spelled.starts_with('<') || spelled.starts_with('"')))
      return false; // not found, or named by a macro
    if (!include.resolved.starts_with('/'))
      return file(include.resolved);
    if (!include.system)
      return false;
    const auto same = [&](const LeadingIncludes::Header &one) {
      return one.resolved == include.resolved;
    };
    if (std::none_of(result.headers.begin(), result.headers.end(), same))
      result.headers.push_back({include.name, include.resolved});
    return true;
  }

  const std::function<std::optional<std::string>(const std::string &)> &read;
  const std::vector<Include> &includes;
  std::size_t next = 0;                  ///< the include that is met next
  std::set<std::string> values;          ///< the words of macros' definitions
  std::map<std::string, bool> isGuarded; ///< of the files that were entered
};

} // namespace

LeadingIncludes
leadingIncludes(const Facts &unit,
                const std::function<std::optional<std::string>(const std::string &)> &read) {
  Walk walk(unit, read);
  walk.file(unit.unit);
  return std::move(walk.result);
}

} // namespace levitate::facts
