#include "tool/cmake/layout.h"

#include <algorithm>
#include <cctype>

namespace levitate::cmake {

namespace {

std::size_t lineBegin(std::string_view text, std::size_t at) {
  const std::size_t newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  return newline == std::string_view::npos ? 0 : newline + 1;
}

// The offset of the line's end, before its "\n" or "\r\n".
std::size_t lineEnd(std::string_view text, std::size_t at) {
  const std::size_t newline = text.find('\n', at);
  if (newline == std::string_view::npos)
    return text.size();
  return newline > at && text[newline - 1] == '\r' ? newline - 1 : newline;
}

// Behind the line's end.
std::size_t nextLine(std::string_view text, std::size_t at) {
  const std::size_t newline = text.find('\n', at);
  return newline == std::string_view::npos ? text.size() : newline + 1;
}

bool isBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

std::string_view indentation(std::string_view text, std::size_t at) {
  const std::size_t begin = lineBegin(text, at);
  return text.substr(begin, std::min(text.find_first_not_of(" \t", begin), text.size()) - begin);
}

bool startsLine(std::string_view text, std::size_t at) {
  const std::size_t begin = lineBegin(text, at);
  return isBlank(text.substr(begin, at - begin));
}

std::string newlineOf(const File &file) {
  const std::size_t newline = file.text.find('\n');
  return newline != std::string::npos && newline > 0 && file.text[newline - 1] == '\r' ? "\r\n"
                                                                                       : "\n";
}

// The index of the first token that begins at or behind `offset`.
std::size_t tokenFrom(const File &file, std::size_t offset) {
  return static_cast<std::size_t>(
      std::lower_bound(file.tokens.begin(), file.tokens.end(), offset,
                       [](const Token &token, std::size_t at) { return token.begin < at; }) -
      file.tokens.begin());
}

// The first token from `offset` on that is no blank; null at the end of the file.
const Token *behind(const File &file, std::size_t offset) {
  std::size_t index = tokenFrom(file, offset);
  while (index < file.tokens.size() && file.tokens[index].kind == TokenKind::Space)
    ++index;
  return index < file.tokens.size() ? &file.tokens[index] : nullptr;
}

// The last token before `offset` that is neither blank nor line end.
const Token &before(const File &file, std::size_t offset) {
  std::size_t index = tokenFrom(file, offset) - 1;
  while (index > 0 && (file.tokens[index].kind == TokenKind::Space ||
                       file.tokens[index].kind == TokenKind::Newline))
    --index;
  return file.tokens[index];
}

// True when nothing but comments stands on the line behind `offset`, or the closing parenthesis.
bool endsLine(const File &file, std::size_t offset) {
  const Token *token = behind(file, offset);
  while (token != nullptr && token->kind == TokenKind::Comment)
    token = behind(file, token->end);
  return token == nullptr || token->kind == TokenKind::Newline || token->kind == TokenKind::Close;
}

// Where something may be put behind `offset` on a line of its own: behind the comments of its line.
std::size_t behindComments(const File &file, std::size_t offset) {
  std::size_t end = offset;
  const Token *token = behind(file, offset);
  while (token != nullptr && token->kind == TokenKind::Comment) {
    end = token->end;
    token = behind(file, token->end);
  }
  return end;
}

bool isArgument(TokenKind kind) {
  return kind == TokenKind::Unquoted || kind == TokenKind::Quoted || kind == TokenKind::Bracket;
}

// True when an argument begins right at `offset`, so that something put there needs a blank behind.
bool argumentAt(const File &file, std::size_t offset) {
  const std::size_t index = tokenFrom(file, offset);
  return index < file.tokens.size() && file.tokens[index].begin == offset &&
         isArgument(file.tokens[index].kind);
}

// True when an argument ends right at `offset`.
bool argumentEndsAt(const File &file, std::size_t offset) {
  const std::size_t index = tokenFrom(file, offset);
  return index > 0 && file.tokens[index - 1].end == offset &&
         isArgument(file.tokens[index - 1].kind);
}

// What an argument on a new line of this command is indented by.
std::string continuation(const File &file, const Command &command) {
  for (const Argument &argument : command.arguments)
    if (startsLine(file.text, argument.begin))
      return std::string(indentation(file.text, argument.begin));
  return std::string(indentation(file.text, command.begin)) + "  ";
}

std::size_t longestLine(std::string_view text) {
  std::size_t longest = 0;
  for (std::size_t at = 0; at < text.size(); at = nextLine(text, at))
    longest = std::max(longest, lineEnd(text, at) - at);
  return longest;
}

// Words beside what ends at `offset`, or on a new line when the line has no room.
TextEdit beside(const File &file, const Command &command, std::size_t offset,
                const std::string &words) {
  const std::size_t length = lineEnd(file.text, offset) - lineBegin(file.text, offset);
  const std::size_t limit = std::max<std::size_t>(100, longestLine(file.text));
  const std::string blank = argumentAt(file, offset) ? " " : "";
  if (length + words.size() + 1 <= limit)
    return {offset, offset, " " + words + blank};
  return {offset, offset, newlineOf(file) + continuation(file, command) + words + blank};
}

} // namespace

std::string applied(std::string_view text, const TextEdit &edit) {
  std::string result(text.substr(0, edit.begin));
  result += edit.text;
  result += text.substr(edit.end);
  return result;
}

TextEdit insertBehind(const File &file, const Command &command, std::size_t after,
                      const std::string &argument) {
  const Argument &anchor = command.arguments[after];
  if (!startsLine(file.text, anchor.begin) || !endsLine(file, anchor.end))
    return beside(file, command, anchor.end, argument);
  const std::size_t place = behindComments(file, anchor.end);
  return {place, place,
          newlineOf(file) + std::string(indentation(file.text, anchor.begin)) + argument};
}

TextEdit insertBefore(const File &file, const Command &command, std::size_t before,
                      const std::string &argument) {
  const Argument &anchor = command.arguments[before];
  const bool own = startsLine(file.text, anchor.begin) && endsLine(file, anchor.end);
  const std::string gap =
      own ? newlineOf(file) + std::string(indentation(file.text, anchor.begin)) : " ";
  const std::string blank = argumentEndsAt(file, anchor.begin) ? " " : "";
  return {anchor.begin, anchor.begin, blank + argument + gap};
}

TextEdit insertSection(const File &file, const Command &command, std::size_t like,
                       const std::string &keyword, const std::string &argument) {
  const Argument &last = command.arguments.back();
  if (like == std::string::npos || !startsLine(file.text, command.arguments[like].begin))
    return beside(file, command, last.end, keyword + " " + argument);
  const Argument &model = command.arguments[like];
  std::string text = newlineOf(file) + std::string(indentation(file.text, model.begin)) + keyword;
  const bool apart = like + 1 < command.arguments.size() &&
                     startsLine(file.text, command.arguments[like + 1].begin);
  text += apart ? newlineOf(file) +
                      std::string(indentation(file.text, command.arguments[like + 1].begin)) +
                      argument
                : " " + argument;
  const std::size_t place = behindComments(file, last.end);
  return {place, place, text};
}

TextEdit removeArguments(const File &file, const Command &command, std::size_t first,
                         std::size_t last) {
  const std::string_view text = file.text;
  std::size_t begin = command.arguments[first].begin, end = command.arguments[last].end;
  const Token *next = behind(file, end);
  if (startsLine(text, begin)) {
    const std::size_t comments = behindComments(file, end);
    const Token *rest = behind(file, comments);
    if (rest == nullptr || rest->kind == TokenKind::Newline)
      return {lineBegin(text, begin), nextLine(text, comments), ""};
    if (next->kind == TokenKind::Close) {
      // The parenthesis moves up, unless a comment would swallow it.
      const Token &previous = before(file, begin);
      return {previous.kind == TokenKind::Comment ? begin : previous.end, next->begin, ""};
    }
    return {begin, next->begin, ""};
  }
  // Arguments that touch (`"a"b`) must not become one.
  const bool touched = argumentAt(file, end);
  // A blank may also be the end of an argument (`a\ `).
  const std::size_t index = tokenFrom(file, begin);
  if (index > 0 && file.tokens[index - 1].kind == TokenKind::Space)
    return {touched ? begin : file.tokens[index - 1].begin, end, ""};
  if (argumentEndsAt(file, begin))
    return {begin, end, touched ? " " : ""};
  // Directly behind the parenthesis.
  if (next != nullptr && next->kind != TokenKind::Newline && next->kind != TokenKind::Close)
    end = next->begin;
  return {begin, end, ""};
}

TextEdit removeCommand(const File &file, const Command &command) {
  const std::string_view text = file.text;
  const std::size_t comments = behindComments(file, command.end);
  const Token *rest = behind(file, comments);
  if (!startsLine(text, command.begin) || (rest != nullptr && rest->kind != TokenKind::Newline))
    return {command.begin, command.end, ""};
  const auto line = [&](std::size_t at) { return text.substr(at, lineEnd(text, at) - at); };
  std::size_t begin = lineBegin(text, command.begin), end = nextLine(text, comments);
  const bool blankBelow = end == text.size() || isBlank(line(end));

  // The comment lines directly above.
  std::size_t above = begin;
  while (above > 0) {
    const std::size_t previous = lineBegin(text, above - 1);
    const std::size_t hash = text.find_first_not_of(" \t", previous);
    const std::size_t token = tokenFrom(file, hash);
    if (text[hash] != '#' || token >= file.tokens.size() || file.tokens[token].begin != hash ||
        file.tokens[token].kind != TokenKind::Comment)
      break;
    // Behind a bracket comment the line may go on.
    const Token *next = behind(file, behindComments(file, hash));
    if (next == nullptr || next->kind != TokenKind::Newline || next->begin >= above)
      break;
    above = previous;
  }
  const auto blankAbove = [&](std::size_t at) {
    return at == 0 || isBlank(line(lineBegin(text, at - 1)));
  };
  // They are about this command when they and it stand apart from the rest.
  if (above != begin && above != 0 && blankBelow && blankAbove(above))
    begin = above;
  if (blankAbove(begin) && blankBelow && end < text.size())
    end = nextLine(text, end);
  else if (end == text.size() && begin > 0 && blankAbove(begin) && begin != above)
    begin = lineBegin(text, begin - 1);
  return {begin, end, ""};
}

TextEdit insertCommand(const File &file, const Command &after, const std::string &name,
                       const std::string &arguments) {
  const std::string_view text = file.text;
  std::size_t nameEnd = after.begin + after.name.size();
  const std::string_view written = text.substr(after.begin, after.name.size());
  const bool capitals = std::none_of(written.begin(), written.end(),
                                     [](unsigned char c) { return std::islower(c) != 0; });
  std::string call = name;
  if (capitals)
    std::transform(call.begin(), call.end(), call.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  call += std::string(text.substr(nameEnd, after.open - nameEnd)) + "(" + arguments + ")";
  const std::size_t place = behindComments(file, after.end);
  return {place, place, newlineOf(file) + std::string(indentation(text, after.begin)) + call};
}

std::string asArgument(const std::string &text) {
  const bool plain = !text.empty() && text.find_first_of(" \t\r\n()#\"\\;$") == std::string::npos &&
                     text.front() != '[';
  if (plain)
    return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\' || c == '$')
      quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

} // namespace levitate::cmake
