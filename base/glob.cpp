#include "base/glob.h"

#include <optional>
#include <vector>

namespace levitate {

namespace {

// The alternatives of the first `{...}` of a pattern, each with what stands around it; one entry,
// the pattern itself, when there is none.
std::vector<std::string> expandBraces(std::string_view pattern) {
  std::size_t open = std::string_view::npos;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\')
      ++i;
    else if (pattern[i] == '{') {
      open = i;
      break;
    }
  }
  if (open == std::string_view::npos)
    return {std::string(pattern)};
  std::vector<std::string_view> alternatives;
  std::size_t start = open + 1;
  int depth = 0;
  for (std::size_t i = start; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\') {
      ++i;
    } else if (c == '{') {
      ++depth;
    } else if (c == ',' && depth == 0) {
      alternatives.push_back(pattern.substr(start, i - start));
      start = i + 1;
    } else if (c == '}' && depth-- == 0) {
      alternatives.push_back(pattern.substr(start, i - start));
      std::vector<std::string> result;
      for (const std::string_view alternative : alternatives)
        for (std::string &tail :
             expandBraces(std::string(alternative) + std::string(pattern.substr(i + 1))))
          result.push_back(std::string(pattern.substr(0, open)) + std::move(tail));
      return result;
    }
  }
  return {std::string(pattern)}; // an open brace that never closes stands for itself
}

// Matches one bracket expression at the start of `pattern` against `c`. Returns the length of the
// expression and sets `matched`; nothing when it never closes, so that `[` stands for itself.
std::optional<std::size_t> matchBracket(std::string_view pattern, char c, bool &matched) {
  std::size_t i = 1;
  const bool negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  if (negated)
    ++i;
  const std::size_t first = i;
  bool found = false;
  for (; i < pattern.size(); ++i) {
    if (pattern[i] == ']' && i != first) {
      matched = found != negated;
      return i + 1;
    }
    if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
      found |= pattern[i] <= c && c <= pattern[i + 2];
      i += 2;
    } else {
      found |= pattern[i] == c;
    }
  }
  return std::nullopt;
}

// Matches one part against one part. Linear in practice: only the last `*` is tried again.
bool matchPart(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0;
  std::optional<std::size_t> starPattern;
  std::size_t starText = 0;
  while (t < text.size()) {
    std::size_t consumed = 0; // of the pattern, when this character matches
    if (p < pattern.size()) {
      const char c = pattern[p];
      if (c == '*') {
        starPattern = p++;
        starText = t;
        continue;
      }
      bool matched = false;
      const std::optional<std::size_t> bracket =
          c == '[' ? matchBracket(pattern.substr(p), text[t], matched) : std::nullopt;
      if (c == '?') {
        consumed = 1;
      } else if (bracket) {
        consumed = matched ? *bracket : 0;
      } else if (c == '\\' && p + 1 < pattern.size()) {
        consumed = pattern[p + 1] == text[t] ? 2 : 0;
      } else {
        consumed = c == text[t] ? 1 : 0;
      }
    }
    if (consumed != 0) {
      p += consumed;
      ++t;
    } else if (starPattern) {
      p = *starPattern + 1;
      t = ++starText;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*')
    ++p;
  return p == pattern.size();
}

std::vector<std::string_view> parts(std::string_view path) {
  std::vector<std::string_view> result;
  for (;;) {
    const std::size_t slash = path.find('/');
    result.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos)
      return result;
    path.remove_prefix(slash + 1);
  }
}

bool matchParts(const std::vector<std::string_view> &pattern,
                const std::vector<std::string_view> &path) {
  // The same backtracking as in matchPart, one level up: `**` is the star.
  std::size_t p = 0, t = 0;
  std::optional<std::size_t> starPattern;
  std::size_t starPath = 0;
  while (t < path.size()) {
    if (p < pattern.size() && pattern[p] == "**") {
      starPattern = p++;
      starPath = t;
    } else if (p < pattern.size() && matchPart(pattern[p], path[t])) {
      ++p;
      ++t;
    } else if (starPattern) {
      p = *starPattern + 1;
      t = ++starPath;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == "**")
    ++p;
  return p == pattern.size();
}

} // namespace

bool matchesGlob(std::string_view pattern, std::string_view path) {
  const std::vector<std::string_view> pathParts = parts(path);
  for (std::string alternative : expandBraces(pattern)) {
    if (alternative.ends_with('/'))
      alternative += "**";
    if (matchParts(parts(alternative), pathParts))
      return true;
  }
  return false;
}

} // namespace levitate
