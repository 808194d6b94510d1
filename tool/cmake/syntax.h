// The text of a CMake file as commands and arguments with their places (cmake-language(7)).
//
// Lossless: the tokens tile the text, so that an editor can change one argument and keep every
// other byte. Nothing is evaluated here.
#pragma once

#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace levitate::cmake {

enum class TokenKind {
  Space,         ///< blanks and tabs
  Newline,       ///< "\n" or "\r\n"
  Comment,       ///< `# ...` up to the end of the line, or `#[[ ... ]]`
  Identifier,    ///< the name of a command
  Open,          ///< the parenthesis that opens a command's arguments
  Close,         ///< the one that closes them
  Unquoted,      ///< an argument; a nested parenthesis is one too, as for CMake
  Quoted,        ///< an argument with its quotes
  Bracket,       ///< an argument with its brackets
  ByteOrderMark, ///< at the start of a file
};

/// A piece of the text.
struct Token {
  TokenKind kind = TokenKind::Space;
  std::size_t begin = 0, end = 0; ///< byte offsets, end exclusive
};

/// An argument of a command.
struct Argument {
  TokenKind kind = TokenKind::Unquoted;     ///< Unquoted, Quoted or Bracket
  std::size_t begin = 0, end = 0;           ///< with its quotes or brackets
  std::size_t innerBegin = 0, innerEnd = 0; ///< without them
};

/// One invocation of a command.
struct Command {
  std::string name;                ///< in lower case
  std::size_t begin = 0, end = 0;  ///< from the name to behind the closing parenthesis
  std::size_t open = 0, close = 0; ///< offsets of the parentheses
  unsigned line = 0, column = 0;   ///< of the name, from 1
  std::vector<Argument> arguments;
  /// Indices of the commands that open the blocks around this one (if, foreach, while, function,
  /// macro, block), outermost first. `else` and `elseif` count as openers of their own branch.
  std::vector<std::size_t> blocks;
};

/// A parsed file.
struct File {
  std::string text;
  std::vector<Token> tokens; ///< in order, without gaps
  std::vector<Command> commands;

  /// The argument's text without quotes or brackets, as it stands.
  std::string_view inner(const Argument &argument) const {
    return std::string_view(text).substr(argument.innerBegin,
                                         argument.innerEnd - argument.innerBegin);
  }
  /// The argument's text as it stands, quotes included.
  std::string_view raw(const Argument &argument) const {
    return std::string_view(text).substr(argument.begin, argument.end - argument.begin);
  }
  /// The command whose name stands on this line. CMake allows one a line.
  const Command *commandAt(unsigned line) const;
  /// The command whose text contains this offset, from its name to the closing parenthesis.
  const Command *commandAround(std::size_t offset) const;
};

/// Parses a CMake file. A usage error with its place when CMake itself would not parse it: an open
/// parenthesis, quote or bracket, text between commands, a NUL byte.
Result<File> parse(std::string text, const std::string &name);

/// The tokens put together again; equal to the text that was parsed.
std::string print(const File &file);

} // namespace levitate::cmake
