#include "verify/boot/pattern.h"

namespace levitate::boot {

namespace {

// The longest run of plain characters outside of groups and classes that a match must contain. Most
// lines don't, and searching for a text is a hundred times quicker than running an expression.
std::string requiredText(std::string_view expression) {
  std::string best, run;
  if (expression.find('|') != std::string_view::npos)
    return best;
  int depth = 0;
  const auto end = [&] {
    if (run.size() > best.size())
      best = run;
    run.clear();
  };
  for (std::size_t at = 0; at < expression.size(); ++at) {
    const char c = expression[at];
    const std::string_view special = "^$.*+?()[]{}\\";
    if (special.find(c) == std::string_view::npos) {
      if (depth == 0)
        run += c;
      continue;
    }
    if ((c == '*' || c == '?' || c == '{') && !run.empty())
      run.pop_back(); // may be missing
    end();
    if (c == '\\')
      ++at;
    else if (c == '(')
      ++depth;
    else if (c == ')')
      --depth;
    else if (c == '[' || c == '{') {
      const char close = c == '[' ? ']' : '}';
      for (++at; at < expression.size() && expression[at] != close; ++at)
        if (expression[at] == '\\')
          ++at;
    }
  }
  end();
  return best;
}

} // namespace

Pattern Pattern::literal(std::string text) {
  Pattern pattern;
  pattern.source = std::move(text);
  return pattern;
}

Result<Pattern> Pattern::regex(std::string text) {
  Pattern pattern;
  pattern.source = std::move(text);
  auto flags = std::regex::ECMAScript | std::regex::optimize;
#ifdef __GLIBCXX__
  flags |= std::regex_constants::__polynomial; // breadth first: no stack overflow, no blow-up
#endif
  try {
    pattern.expression = std::make_shared<const std::regex>(pattern.source, flags);
  } catch (const std::regex_error &problem) {
    return Error::usage("'" + pattern.source +
                        "' is not a regular expression: " + std::string(problem.what()));
  }
  pattern.required = requiredText(pattern.source);
  return pattern;
}

std::optional<Match> Pattern::find(std::string_view line) const {
  if (isLiteral()) {
    const std::size_t begin = line.find(source);
    if (begin == std::string_view::npos)
      return std::nullopt;
    return Match{begin, begin + source.size(), {}, {}};
  }
  if (line.find(required) == std::string_view::npos)
    return std::nullopt;
  std::match_results<std::string_view::const_iterator> found;
  if (!std::regex_search(line.begin(), line.end(), found, *expression))
    return std::nullopt;
  Match match;
  match.begin = static_cast<std::size_t>(found.position(0));
  match.end = match.begin + static_cast<std::size_t>(found.length(0));
  for (std::size_t group = 1; group < found.size(); ++group) {
    match.captures.push_back(found[group].str());
    match.captureBegins.push_back(static_cast<std::size_t>(found.position(group)));
  }
  return match;
}

bool Pattern::findRejoined(std::string_view first, std::string_view second) const {
  constexpr std::size_t least = 3;
  if (!isLiteral() || source.size() < 2 * least)
    return false;
  const std::string_view text = source;
  for (std::size_t cut = least; cut + least <= text.size(); ++cut)
    if (second.starts_with(text.substr(cut)) &&
        first.find(text.substr(0, cut)) != std::string_view::npos)
      return true;
  return false;
}

} // namespace levitate::boot
