#include "base/command_line.h"

#include "base/files.h"

#include <algorithm>

namespace levitate {

std::vector<std::string> splitCommand(std::string_view command) {
  static constexpr std::string_view escapable = "\"\\$`"; // within double quotes
  std::vector<std::string> words;
  std::string word;
  bool inWord = false;
  char quote = 0;
  for (std::size_t at = 0; at < command.size(); ++at) {
    const char byte = command[at];
    if (quote == '\'') {
      if (byte == '\'')
        quote = 0;
      else
        word += byte;
    } else if (byte == '\\' && at + 1 < command.size() &&
               (quote == 0 || escapable.find(command[at + 1]) != std::string_view::npos)) {
      word += command[++at];
      inWord = true;
    } else if (quote == '"') {
      if (byte == '"')
        quote = 0;
      else
        word += byte;
    } else if (byte == '"' || byte == '\'') {
      quote = byte;
      inWord = true;
    } else if (byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r') {
      if (inWord)
        words.push_back(std::move(word));
      word.clear();
      inWord = false;
    } else {
      word += byte;
      inWord = true;
    }
  }
  if (inWord)
    words.push_back(std::move(word));
  return words;
}

void dropLaunchers(std::vector<std::string> &arguments) {
  static const std::set<std::string_view> launchers = {"ccache", "sccache", "distcc",
                                                       "icecc",  "gomacc",  "buildcache"};
  // Without a compiler behind it, the name is the compiler's own: a link to the launcher.
  const auto isFile = [](const std::string &word) {
    return word.starts_with('-') || word.find('.', word.rfind('/') + 1) != std::string::npos;
  };
  std::size_t first = 0;
  while (first + 1 < arguments.size() && launchers.contains(fileName(arguments[first])) &&
         !isFile(arguments[first + 1]))
    ++first;
  arguments.erase(arguments.begin(), arguments.begin() + static_cast<std::ptrdiff_t>(first));
}

namespace {

Result<void> expand(std::vector<std::string> &arguments, const std::string &directory,
                    std::set<std::string> &files, unsigned depth) {
  constexpr unsigned deepest = 10;
  std::vector<std::string> words;
  bool isNested = false;
  for (std::string &word : arguments) {
    const std::string path =
        word.size() > 1 && word[0] == '@' ? absolutePath(word.substr(1), directory) : "";
    if (path.empty() || !exists(path) || isDirectory(path)) {
      words.push_back(std::move(word));
      continue;
    }
    LEVITATE_TRY(text, readText(path));
    files.insert(path);
    for (std::string &part : splitCommand(text)) {
      isNested = isNested || part.starts_with("@");
      words.push_back(std::move(part));
    }
  }
  arguments = std::move(words);
  if (isNested && depth >= deepest)
    return Error::at(ExitStatus::Usage, {*files.rbegin(), 0, 0},
                     "response files include one another");
  return isNested ? expand(arguments, directory, files, depth + 1) : Result<void>();
}

} // namespace

Result<void> expandResponseFiles(std::vector<std::string> &arguments, const std::string &directory,
                                 std::set<std::string> &files) {
  const auto isResponse = [](const std::string &word) { return word.starts_with('@'); };
  if (std::none_of(arguments.begin(), arguments.end(), isResponse))
    return {};
  return expand(arguments, directory, files, 0);
}

} // namespace levitate
