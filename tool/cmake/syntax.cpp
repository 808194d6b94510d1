#include "tool/cmake/syntax.h"

#include <algorithm>
#include <cctype>

namespace levitate::cmake {

namespace {

bool isNameStart(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool isName(char c) { return isNameStart(c) || std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool isBlank(char c) { return c == ' ' || c == '\t'; }

class Parser {
public:
  Parser(std::string source, const std::string &name) : name(name) {
    file.text = std::move(source);
    text = file.text;
  }

  Result<File> run() {
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos)
      return fail(nul, "a NUL byte");
    if (text.starts_with("\xEF\xBB\xBF"))
      token(TokenKind::ByteOrderMark, 3);
    // A command must start a line; comments and blanks may stand before it.
    bool lineHasCommand = false;
    while (at < text.size()) {
      const char c = text[at];
      if (newline()) {
        lineHasCommand = false;
      } else if (isBlank(c)) {
        space();
      } else if (c == '#') {
        LEVITATE_CHECK(comment());
      } else if (isNameStart(c)) {
        if (lineHasCommand)
          return fail(at, "expected a line end behind the command");
        LEVITATE_CHECK(command());
        lineHasCommand = true;
      } else {
        return fail(at, "expected the name of a command");
      }
    }
    findBlocks();
    return std::move(file);
  }

private:
  Error fail(std::size_t offset, std::string what) const {
    return Error::at(ExitStatus::Usage, locate(text, offset, name),
                     "not valid CMake: " + std::move(what));
  }

  void token(TokenKind kind, std::size_t length) {
    file.tokens.push_back({kind, at, at + length});
    for (std::size_t i = at; i < at + length; ++i)
      if (text[i] == '\n') {
        ++line;
        lineStart = i + 1;
      }
    at += length;
  }

  bool newline() {
    const std::size_t length = text[at] == '\n' ? 1 : (text.substr(at, 2) == "\r\n" ? 2 : 0);
    if (length != 0)
      token(TokenKind::Newline, length);
    return length != 0;
  }

  void space() {
    std::size_t end = at;
    while (end < text.size() && isBlank(text[end]))
      ++end;
    token(TokenKind::Space, end - at);
  }

  // The length of `[==[ ... ]==]` at `from`: 0 when there is no opening bracket, npos when it is
  // not closed. Sets the number of `=`.
  std::size_t bracket(std::size_t from, std::size_t &equals) const {
    equals = 0;
    if (from >= text.size() || text[from] != '[')
      return 0;
    while (from + 1 + equals < text.size() && text[from + 1 + equals] == '=')
      ++equals;
    const std::size_t second = from + 1 + equals;
    if (second >= text.size() || text[second] != '[')
      return 0;
    const std::string close = "]" + std::string(equals, '=') + "]";
    const std::size_t end = text.find(close, second + 1);
    return end == std::string_view::npos ? end : end + close.size() - from;
  }

  Result<void> comment() {
    std::size_t equals = 0;
    const std::size_t length = bracket(at + 1, equals);
    if (length == std::string_view::npos)
      return fail(at, "the bracket comment is not closed");
    if (length != 0) {
      token(TokenKind::Comment, length + 1);
      return {};
    }
    std::size_t end = std::min(text.find('\n', at), text.size());
    if (end > at && end < text.size() && text[end - 1] == '\r')
      --end;
    token(TokenKind::Comment, end - at);
    return {};
  }

  Result<void> command() {
    Command command;
    command.begin = at;
    command.line = line;
    command.column = static_cast<unsigned>(at - lineStart + 1);
    std::size_t end = at;
    while (end < text.size() && isName(text[end]))
      command.name += static_cast<char>(std::tolower(static_cast<unsigned char>(text[end++])));
    token(TokenKind::Identifier, end - at);
    while (at < text.size() && isBlank(text[at]))
      space();
    if (at >= text.size() || text[at] != '(')
      return fail(std::min(at, text.size()), "expected '(' behind '" + command.name + "'");
    command.open = at;
    token(TokenKind::Open, 1);
    for (int depth = 0;;) {
      if (at >= text.size())
        return fail(command.open, "the parenthesis is not closed");
      const char c = text[at];
      if (newline())
        continue;
      if (isBlank(c)) {
        space();
      } else if (c == '#') {
        LEVITATE_CHECK(comment());
      } else if (c == ')' && depth == 0) {
        command.close = at;
        token(TokenKind::Close, 1);
        command.end = at;
        file.commands.push_back(std::move(command));
        return {};
      } else if (c == '(' || c == ')') {
        depth += c == '(' ? 1 : -1;
        argument(command, TokenKind::Unquoted, 1, 0);
      } else {
        LEVITATE_CHECK(argument(command));
      }
    }
  }

  void argument(Command &command, TokenKind kind, std::size_t length, std::size_t frame) {
    command.arguments.push_back({kind, at, at + length, at + frame, at + length - frame});
    token(kind, length);
  }

  Result<void> argument(Command &command) {
    std::size_t equals = 0;
    if (const std::size_t length = bracket(at, equals); length != 0) {
      if (length == std::string_view::npos)
        return fail(at, "the bracket argument is not closed");
      argument(command, TokenKind::Bracket, length, equals + 2);
      return {};
    }
    if (text[at] == '"') {
      std::size_t end = at + 1;
      for (; end < text.size() && text[end] != '"'; ++end)
        if (text[end] == '\\')
          ++end;
      if (end >= text.size())
        return fail(at, "the quote is not closed");
      argument(command, TokenKind::Quoted, end + 1 - at, 1);
      return {};
    }
    std::size_t end = at;
    while (end < text.size()) {
      const char c = text[end];
      if (c == '\\') {
        if (end + 1 >= text.size() || text[end + 1] == '\n')
          return fail(end, "a backslash at the end of the line");
        end += 2;
      } else if (c == '$' && end + 1 < text.size() && text[end + 1] == '(') {
        // The old `$(MAKEVAR)`; anything else ends the argument at the parenthesis.
        std::size_t close = end + 2;
        while (close < text.size() && isName(text[close]))
          ++close;
        if (close >= text.size() || text[close] != ')') {
          ++end;
          break;
        }
        end = close + 1;
      } else if (c == '"' && end != at) {
        // A quoted part of an unquoted argument, `-Da="b c"`.
        std::size_t close = end + 1;
        while (close < text.size() && text[close] != '"' && text[close] != '\n')
          close +=
              text[close] == '\\' && close + 1 < text.size() && text[close + 1] != '\n' ? 2 : 1;
        if (close >= text.size() || text[close] != '"')
          return fail(end, "the quote is not closed");
        end = close + 1;
      } else if (isBlank(c) || c == '\n' || c == '\r' || c == '(' || c == ')' || c == '#' ||
                 c == '"') {
        break;
      } else {
        ++end;
      }
    }
    if (end == at)
      return fail(at, "an unexpected character");
    argument(command, TokenKind::Unquoted, end - at, 0);
    return {};
  }

  void findBlocks() {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < file.commands.size(); ++i) {
      Command &command = file.commands[i];
      const std::string &word = command.name;
      const bool branch = word == "else" || word == "elseif";
      if ((branch || word.starts_with("end")) && !open.empty() &&
          (branch || word == "endif" || word == "endforeach" || word == "endwhile" ||
           word == "endfunction" || word == "endmacro" || word == "endblock"))
        open.pop_back();
      command.blocks = open;
      if (branch || word == "if" || word == "foreach" || word == "while" || word == "function" ||
          word == "macro" || word == "block")
        open.push_back(i);
    }
  }

  const std::string &name;
  File file;
  std::string_view text;
  std::size_t at = 0, lineStart = 0;
  unsigned line = 1;
};

} // namespace

const Command *File::commandAt(unsigned line) const {
  const auto found = std::lower_bound(
      commands.begin(), commands.end(), line,
      [](const Command &command, unsigned wanted) { return command.line < wanted; });
  return found != commands.end() && found->line == line ? &*found : nullptr;
}

const Command *File::commandAround(std::size_t offset) const {
  const auto behind = std::upper_bound(
      commands.begin(), commands.end(), offset,
      [](std::size_t wanted, const Command &command) { return wanted < command.begin; });
  if (behind == commands.begin())
    return nullptr;
  const Command &command = *(behind - 1);
  return offset < command.end ? &command : nullptr;
}

Result<File> parse(std::string text, const std::string &name) {
  return Parser(std::move(text), name).run();
}

std::string print(const File &file) {
  std::string text;
  for (const Token &token : file.tokens)
    text += file.text.substr(token.begin, token.end - token.begin);
  return text;
}

} // namespace levitate::cmake
