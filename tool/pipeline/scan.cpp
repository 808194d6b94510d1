#include "tool/pipeline/scan.h"

#include "base/text.h"
#include "tool/plan/source.h"

#include <algorithm>
#include <utility>

namespace levitate::pipeline {
namespace {

struct Token {
  std::string_view text;
  std::size_t offset = 0;
  bool isName = false;
};

/// Names and punctuation, `::` as one token. Comments and literals are left out; what a directive
/// says is looked at as the code around it is.
void collectTokens(std::string_view text, std::size_t offset, std::vector<Token> &tokens) {
  for (const plan::Token &token : plan::tokenize(text)) {
    const std::string_view word =
        text.substr(token.range.begin, token.range.end - token.range.begin);
    const std::size_t at = offset + token.range.begin;
    switch (token.kind) {
    case plan::TokenKind::Identifier:
    case plan::TokenKind::Punctuation:
      tokens.push_back({word, at, token.kind == plan::TokenKind::Identifier});
      break;
    case plan::TokenKind::Directive: {
      const std::string_view rest = plan::directiveText(word).rest;
      collectTokens(rest, at + static_cast<std::size_t>(rest.data() - word.data()), tokens);
      break;
    }
    default:
      break;
    }
  }
}

/// The blocks of namespaces around the place that is looked at.
class Scopes {
public:
  /// The components of the namespaces that are open, outermost first.
  std::vector<std::string_view> open() const {
    std::vector<std::string_view> names;
    for (const auto &block : blocks)
      names.insert(names.end(), block.names.begin(), block.names.end());
    return names;
  }

  void brace(char c) {
    if (c == '{') {
      ++depth;
      if (!coming.empty())
        blocks.push_back({std::exchange(coming, {}), depth});
    } else if (c == '}') {
      if (!blocks.empty() && blocks.back().depth == depth)
        blocks.pop_back();
      depth -= depth > 0;
    }
  }

  /// The next brace opens a block of this namespace.
  void announce(std::vector<std::string_view> names) { coming = std::move(names); }

private:
  struct Block {
    std::vector<std::string_view> names;
    std::size_t depth;
  };
  std::vector<Block> blocks;
  std::vector<std::string_view> coming;
  std::size_t depth = 0;
};

using Names = std::vector<std::string_view>;

/// True when `written`, behind the namespaces `around`, can mean the name with these components.
bool canMean(const Names &written, const Names &around, const std::vector<std::string> &components,
             bool global) {
  if (written.empty() || written.back() != components.back())
    return false;
  if (written.size() > components.size() ||
      !std::equal(written.rbegin(), written.rend(), components.rbegin()))
    return false;
  if (written.size() == components.size())
    return true;
  if (global)
    return false;
  // A namespace around it holds what is missing in front; or two components speak for themselves.
  const std::size_t missing = components.size() - written.size();
  if (around.size() >= missing &&
      std::equal(components.begin(), components.begin() + std::ptrdiff_t(missing), around.begin()))
    return true;
  return written.size() >= 2;
}

} // namespace

std::vector<Location> mentions(std::string_view text, const std::string &file,
                               const std::string &qualified) {
  const std::vector<std::string> components = split(qualified, "::");
  std::vector<Location> found;
  // Most files don't have the name at all.
  if (text.find(components.back()) == std::string_view::npos)
    return found;
  std::vector<Token> tokens;
  collectTokens(text, 0, tokens);
  Scopes scopes;
  std::size_t lastOffset = 0;
  Location last{file, 1, 1};
  auto report = [&](std::size_t offset) {
    // Counted from the place before, so that a file with many is read once.
    const std::string_view between = text.substr(lastOffset, offset - lastOffset);
    const std::size_t newline = between.rfind('\n');
    last.line += unsigned(std::count(between.begin(), between.end(), '\n'));
    last.column = newline == std::string_view::npos ? last.column + unsigned(between.size())
                                                    : unsigned(between.size() - newline);
    lastOffset = offset;
    found.push_back(last);
  };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!tokens[i].isName) {
      scopes.brace(tokens[i].text[0]);
      if (tokens[i].text == ";")
        scopes.announce({});
      continue;
    }
    const bool opens = tokens[i].text == "namespace";
    std::size_t first = opens ? i + 1 : i;
    while (opens && first < tokens.size() && tokens[first].text == "inline")
      ++first;
    // The longest run name::name::... from here. `a::inline b` is a way to open namespaces, too.
    Names run;
    std::size_t end = first;
    while (end < tokens.size() && tokens[end].isName) {
      if (!(opens && tokens[end].text == "inline"))
        run.push_back(tokens[end].text);
      ++end;
      if (opens && tokens[end - 1].text == "inline")
        continue;
      if (end + 1 < tokens.size() && tokens[end].text == "::" && tokens[end + 1].isName)
        ++end;
      else
        break;
    }
    if (run.empty()) {
      if (opens)
        scopes.announce({});
      continue;
    }
    const bool global = first > 0 && tokens[first - 1].text == "::" &&
                        (first < 2 || (!tokens[first - 2].isName && tokens[first - 2].text != ">"));
    // Any prefix of the run may be the name: a::b::c names a::b on its way.
    for (std::size_t length = 1; length <= run.size(); ++length) {
      const Names written(run.begin(), run.begin() + std::ptrdiff_t(length));
      if (canMean(written, scopes.open(), components, global)) {
        report(tokens[first].offset);
        break;
      }
    }
    if (opens && end < tokens.size() && tokens[end].text == "{")
      scopes.announce(run);
    i = end - 1;
  }
  return found;
}

} // namespace levitate::pipeline
