#include "verify/layers/pattern.h"

#include <algorithm>
#include <cctype>

namespace levitate::layers {

namespace {

/// The end of a bracket expression that begins at `pattern[0] == '['`, or npos.
std::size_t bracketEnd(std::string_view pattern) {
  std::size_t i = 1;
  if (i < pattern.size() && pattern[i] == '!')
    ++i;
  if (i < pattern.size() && pattern[i] == ']')
    ++i;
  return pattern.find(']', i);
}

/// The name in `[NAME]` or `[!NAME]`, or empty when the bracket is a set of characters.
std::string_view placeholderName(std::string_view bracket) {
  std::string_view name = bracket.substr(1, bracket.size() - 2);
  if (name.starts_with('!'))
    name.remove_prefix(1);
  const bool upper = !name.empty() && std::isupper(static_cast<unsigned char>(name[0])) &&
                     std::all_of(name.begin(), name.end(), [](unsigned char c) {
                       return std::isupper(c) || std::isdigit(c) || c == '_';
                     });
  return upper ? name : std::string_view();
}

bool inSet(std::string_view bracket, char c) {
  std::string_view set = bracket.substr(1, bracket.size() - 2);
  const bool negative = set.starts_with('!');
  if (negative)
    set.remove_prefix(1);
  bool found = false;
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (i + 2 < set.size() && set[i + 1] == '-') {
      found |= set[i] <= c && c <= set[i + 2];
      i += 2;
    } else {
      found |= set[i] == c;
    }
  }
  return found != negative;
}

/// Matches a pattern without braces. Steps bound the work on patterns with many stars.
class Matcher {
public:
  explicit Matcher(Captures &captures) : captures(captures) {}

  bool match(std::string_view pattern, std::string_view path) {
    if (++steps > 1'000'000)
      return false;
    while (!pattern.empty()) {
      if (pattern.starts_with("**/")) {
        pattern.remove_prefix(3);
        if (match(pattern, path))
          return true;
        for (std::size_t i = path.find('/'); i != path.npos; i = path.find('/', i + 1))
          if (match(pattern, path.substr(i + 1)))
            return true;
        return false;
      }
      if (pattern == "**")
        return !path.empty();
      const char c = pattern[0];
      if (c == '*') {
        pattern.remove_prefix(1);
        if (pattern.empty())
          return path.find('/') == path.npos;
        for (std::size_t i = 0;; ++i) {
          if (match(pattern, path.substr(i)))
            return true;
          if (i == path.size() || path[i] == '/')
            return false;
        }
      }
      if (c == '[') {
        const std::size_t close = bracketEnd(pattern);
        if (close != pattern.npos) {
          const std::string_view bracket = pattern.substr(0, close + 1);
          const std::string_view name = placeholderName(bracket);
          if (!name.empty())
            return placeholder(name, bracket[1] == '!', pattern.substr(close + 1), path);
          if (path.empty() || path[0] == '/' || !inSet(bracket, path[0]))
            return false;
          pattern.remove_prefix(close + 1);
          path.remove_prefix(1);
          continue;
        }
      }
      if (path.empty() || (c == '?' && path[0] == '/'))
        return false;
      if (c == '\\' && pattern.size() > 1)
        pattern.remove_prefix(1);
      if (c != '?' && pattern[0] != path[0])
        return false;
      pattern.remove_prefix(1);
      path.remove_prefix(1);
    }
    return path.empty();
  }

private:
  bool placeholder(std::string_view name, bool other, std::string_view rest,
                   std::string_view path) {
    const auto bound = std::find_if(captures.begin(), captures.end(),
                                    [&](const auto &capture) { return capture.first == name; });
    const bool isBound = bound != captures.end();
    const std::string boundText = isBound ? bound->second : std::string();
    if (isBound && !other)
      return path.starts_with(boundText) && match(rest, path.substr(boundText.size()));
    const std::size_t most = std::min(path.find('/'), path.size());
    for (std::size_t length = most; length >= 1; --length) {
      const std::string_view text = path.substr(0, length);
      if (isBound) {
        if (text != boundText && match(rest, path.substr(length)))
          return true;
        continue;
      }
      const std::size_t before = captures.size();
      if (!other)
        captures.emplace_back(name, text);
      if (match(rest, path.substr(length)))
        return true;
      captures.resize(before);
    }
    return false;
  }

  Captures &captures;
  unsigned steps = 0;
};

/// Writes every choice of `{a,b}` out. An unclosed brace stands for itself.
void expand(const std::string &pattern, std::vector<std::string> &out) {
  std::size_t open = pattern.npos, depth = 0;
  std::vector<std::size_t> commas;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      ++i;
    } else if (pattern[i] == '{') {
      if (depth++ == 0)
        open = i;
    } else if (pattern[i] == ',' && depth == 1) {
      commas.push_back(i);
    } else if (pattern[i] == '}' && depth > 0 && --depth == 0) {
      const std::string before = pattern.substr(0, open), after = pattern.substr(i + 1);
      std::size_t start = open + 1;
      commas.push_back(i);
      for (const std::size_t comma : commas) {
        if (out.size() > 4096)
          return;
        expand(before + pattern.substr(start, comma - start) + after, out);
        start = comma + 1;
      }
      return;
    }
  }
  out.push_back(pattern);
}

/// Calls `use` with every bracket of a pattern; with what is left of it for one that is not closed.
template <class Use> void eachBracket(std::string_view text, const Use &use) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '[') {
      const std::size_t close = bracketEnd(text.substr(i));
      use(close == text.npos ? text.substr(i) : text.substr(i, close + 1), close != text.npos);
      if (close == text.npos)
        return;
      i += close;
    }
  }
}

} // namespace

std::string mistakeIn(std::string_view text) {
  std::string mistake;
  eachBracket(text, [&](std::string_view, bool closed) {
    if (!closed)
      mistake = "a '[' that is not closed; write \\[ for the character itself";
  });
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\\')
      ++i;
    else if (text[i] == '{')
      ++depth;
    else if (text[i] == '}' && --depth < 0)
      return "a '}' that closes nothing; write \\} for the character itself";
  if (depth > 0)
    return "a '{' that is not closed; write \\{ for the character itself";
  return mistake;
}

std::vector<std::string> Pattern::placeholderNames() const {
  std::vector<std::string> names;
  eachBracket(spelled, [&](std::string_view bracket, bool closed) {
    if (const std::string_view name = closed ? placeholderName(bracket) : ""; !name.empty())
      names.emplace_back(name);
  });
  return names;
}

Pattern::Pattern(std::string text) : spelled(std::move(text)) {
  expand(spelled.ends_with('/') ? spelled + "**" : spelled, alternatives);
  for (const std::string &alternative : alternatives) {
    prefixes.push_back(alternative.substr(0, alternative.find_first_of("*?[\\")));
    const std::size_t last = alternative.find_last_of("*?[]\\");
    suffixes.push_back(last == alternative.npos ? "" : alternative.substr(last + 1));
    if (suffixes.back().starts_with('/')) // `**/x` matches `x`, too
      suffixes.back().erase(0, 1);
    for (std::size_t i = 0; i < alternative.size(); ++i)
      if (alternative[i] == '[') {
        const std::string_view rest = std::string_view(alternative).substr(i);
        const std::size_t close = bracketEnd(rest);
        placeholders |= close != rest.npos && !placeholderName(rest.substr(0, close + 1)).empty();
      }
  }
}

bool Pattern::matches(std::string_view path, Captures &captures) const {
  for (std::size_t i = 0; i < alternatives.size(); ++i) {
    if (!path.starts_with(prefixes[i]) || !path.ends_with(suffixes[i]))
      continue;
    const Captures before = captures;
    if (Matcher(captures).match(alternatives[i], path))
      return true;
    captures = before;
  }
  return false;
}

bool Pattern::matches(std::string_view path) const {
  Captures captures;
  return matches(path, captures);
}

Pattern Pattern::below(const std::string &folder) const {
  if (folder.empty())
    return *this;
  std::string escaped;
  for (const char c : folder) {
    if (std::string_view("*?[]{}\\").find(c) != std::string_view::npos)
      escaped += '\\';
    escaped += c;
  }
  return Pattern(escaped + "/" + spelled);
}

int firstMatch(const std::vector<Pattern> &patterns, std::string_view path) {
  for (std::size_t i = 0; i < patterns.size(); ++i)
    if (patterns[i].matches(path))
      return static_cast<int>(i);
  return -1;
}

} // namespace levitate::layers
