// Edits of one command's text that keep its layout: an argument is put where a person would put it,
// and one that goes takes its line along when it had one to itself. Pure functions from a parsed
// file to one replacement; nothing here knows what a command means.
#pragma once

#include "tool/cmake/syntax.h"

#include <string>
#include <vector>

namespace levitate::cmake {

/// Bytes `begin` to `end` of a text become `text`.
struct TextEdit {
  std::size_t begin = 0, end = 0;
  std::string text;
};

/// The text with the edit made.
std::string applied(std::string_view text, const TextEdit &edit);

/// Puts an argument behind the one of index `after`: on a line of its own when that one has one to
/// itself, else beside it, or on a new line when the line would become too long.
TextEdit insertBehind(const File &file, const Command &command, std::size_t after,
                      const std::string &argument);

/// The same in front of the argument of index `before`.
TextEdit insertBefore(const File &file, const Command &command, std::size_t before,
                      const std::string &argument);

/// Puts `keyword argument` behind the last argument, laid out as the section that the argument of
/// index `like` (a keyword) opens; without one (npos) beside the last argument.
TextEdit insertSection(const File &file, const Command &command, std::size_t like,
                       const std::string &keyword, const std::string &argument);

/// Takes away the arguments `first` to `last`, with their line when nothing else is on it. A
/// comment behind them on that line goes too; all other comments stay.
TextEdit removeArguments(const File &file, const Command &command, std::size_t first,
                         std::size_t last);

/// Takes away a command with its line, and with the comment lines directly above when they and it
/// stand between blank lines: they are about nothing else. Of two blank lines that would meet one
/// goes too. (The comment at the head of a file stays.)
TextEdit removeCommand(const File &file, const Command &command);

/// Puts a command on a line behind another, indented like it and written like it (capitals, blank
/// before the parenthesis). `name` is in lower case, `arguments` what stands between the
/// parentheses.
TextEdit insertCommand(const File &file, const Command &after, const std::string &name,
                       const std::string &arguments);

/// An argument as it must be written to mean this text: quoted when it has to be.
std::string asArgument(const std::string &text);

} // namespace levitate::cmake
