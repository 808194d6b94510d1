#include "verify/boot/pattern.h"

namespace levitate::boot {

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
  return pattern;
}

std::optional<Match> Pattern::find(std::string_view line) const {
  if (isLiteral()) {
    const std::size_t begin = line.find(source);
    if (begin == std::string_view::npos)
      return std::nullopt;
    return Match{begin, begin + source.size(), {}};
  }
  std::match_results<std::string_view::const_iterator> found;
  if (!std::regex_search(line.begin(), line.end(), found, *expression))
    return std::nullopt;
  Match match;
  match.begin = static_cast<std::size_t>(found.position(0));
  match.end = match.begin + static_cast<std::size_t>(found.length(0));
  for (std::size_t group = 1; group < found.size(); ++group)
    match.captures.push_back(found[group].str());
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
