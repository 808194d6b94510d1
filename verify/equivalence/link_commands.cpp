#include "verify/equivalence/link_commands.h"

#include "base/files.h"
#include "base/text.h"

#include <string_view>
#include <vector>

namespace levitate::equivalence {
namespace {

/// The lines of a Ninja file; a `$` at the end of one joins it to the next.
std::vector<std::string> linesOf(std::string_view text) {
  std::vector<std::string> lines;
  bool joins = false;
  for (const std::string &line : split(text, "\n")) {
    const std::size_t dollars = line.size() - (line.find_last_not_of('$') + 1);
    const bool goesOn = dollars % 2 == 1;
    const std::string_view part = std::string_view(line).substr(0, line.size() - goesOn);
    if (joins)
      lines.back() += trim(part);
    else
      lines.emplace_back(part);
    joins = goesOn;
  }
  return lines;
}

/// A text without Ninja's escapes: `$ `, `$:` and `$$`.
std::string plain(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '$' && at + 1 < text.size())
      ++at;
    result += text[at];
  }
  return result;
}

/// The outputs of `build OUT... | OUT...: RULE ...`.
std::vector<std::string> outputsOf(std::string_view statement) {
  std::vector<std::string> outputs;
  std::string word;
  for (std::size_t at = 0; at < statement.size(); ++at) {
    const char byte = statement[at];
    if (byte == '$' && at + 1 < statement.size()) {
      word += statement[++at];
      continue;
    }
    if (byte != ' ' && byte != ':' && byte != '|') {
      word += byte;
      continue;
    }
    if (!word.empty())
      outputs.push_back(std::move(word));
    word.clear();
    if (byte == ':')
      break;
  }
  return outputs;
}

} // namespace

Result<std::map<std::string, std::string>> commandsAroundLinks(const std::string &directory) {
  std::map<std::string, std::string> commands;
  const std::string file = directory + "/build.ninja";
  if (!exists(file))
    return commands;
  LEVITATE_TRY(text, readText(file));
  constexpr std::string_view build = "build ";
  std::vector<std::string> outputs;
  for (const std::string &line : linesOf(text)) {
    if (line.starts_with(build)) {
      outputs = outputsOf(std::string_view(line).substr(build.size()));
      continue;
    }
    if (!line.starts_with(" ")) {
      outputs.clear();
      continue;
    }
    const std::string_view assignment = trim(line);
    const std::size_t equals = assignment.find(" = ");
    if (equals == std::string_view::npos)
      continue;
    const std::string_view name = assignment.substr(0, equals);
    const std::string command = plain(assignment.substr(equals + 3));
    if ((name == "PRE_LINK" || name == "POST_BUILD") && command != ":")
      for (const std::string &output : outputs)
        commands[absolutePath(output, directory)] += std::string(name) + ": " + command + "\n";
  }
  return commands;
}

} // namespace levitate::equivalence
