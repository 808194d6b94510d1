#include "verify/equivalence/link_commands.h"

#include "base/files.h"
#include "base/text.h"

#include <filesystem>
#include <string_view>
#include <system_error>
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

/// The outputs and the rule of `build OUT... | OUT...: RULE ...`.
std::vector<std::string> outputsOf(std::string_view statement, std::string &rule) {
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
    if (byte == ':') {
      const std::string_view rest = trim(statement.substr(at + 1));
      rule = rest.substr(0, rest.find(' '));
      break;
    }
  }
  return outputs;
}

/// The files of a build directory that Ninja reads and that say how things are linked.
std::vector<std::string> ninjaFiles(const std::string &directory) {
  std::vector<std::string> files;
  for (const char *file : {"/build.ninja", "/CMakeFiles/rules.ninja"})
    if (exists(directory + file))
      files.push_back(directory + file);
  std::error_code ignored; // a folder that can't be listed has none
  for (const auto &entry : std::filesystem::directory_iterator(directory + "/CMakeFiles", ignored))
    if (const std::string name = entry.path().filename().string();
        name.starts_with("impl-") && name.ends_with(".ninja"))
      files.push_back(entry.path().string());
  return files;
}

/// What a rule says beside what it is made of, which is compared by itself.
std::string withoutParts(const std::string &rule) {
  std::vector<std::string> words;
  for (const std::string &word : split(rule, " "))
    if (word != "$PRE_LINK" && word != "$POST_BUILD" && word != "$in" && word != "$LINK_PATH" &&
        word != "$LINK_LIBRARIES" && word != "@$RSP_FILE" && !word.empty())
      words.push_back(word);
  return join(words, " ");
}

using ByFile = std::map<std::string, LinkCommands>;

Result<ByFile> readNinja(const std::string &directory) {
  ByFile commands;
  std::map<std::string, std::string> rules, ruleOf; // of a linked file
  for (const std::string &file : ninjaFiles(directory)) {
    LEVITATE_TRY(text, readText(file));
    std::vector<std::string> outputs;
    std::string rule;
    for (const std::string &line : linesOf(text)) {
      if (line.starts_with("build ")) {
        rule.clear();
        outputs = outputsOf(std::string_view(line).substr(6), rule);
        for (std::string &output : outputs) {
          output = absolutePath(output, directory);
          ruleOf[output] = rule;
        }
        rule.clear();
        continue;
      }
      if (!line.starts_with(" ")) {
        outputs.clear();
        rule = line.starts_with("rule ") ? std::string(trim(line.substr(5))) : "";
        continue;
      }
      const std::string_view assignment = trim(line);
      const std::size_t equals = assignment.find(" = ");
      if (equals == std::string_view::npos)
        continue;
      const std::string_view name = assignment.substr(0, equals);
      const std::string_view value = assignment.substr(equals + 3);
      if (!rule.empty() && name == "command")
        rules[rule] = value;
      if ((name == "PRE_LINK" || name == "POST_BUILD") && value != ":")
        for (const std::string &output : outputs)
          commands[output].around += std::string(name) + ": " + plain(value) + "\n";
    }
  }
  for (const auto &[output, name] : ruleOf)
    if (const auto rule = rules.find(name); rule != rules.end())
      commands[output].rule = withoutParts(rule->second);
  return commands;
}

/// The commands by which `build.make` makes what it links: those before and after the link.
Result<void> readMakefile(const std::string &folder, const std::string &directory,
                          ByFile &commands) {
  LEVITATE_TRY(makefile, readText(folder + "/build.make"));
  LEVITATE_TRY(script, readText(folder + "/link.txt"));
  std::string target, before, after;
  bool isLinked = false;
  const auto take = [&] {
    if (isLinked)
      commands[absolutePath(target, directory)] = {script, before + after};
    isLinked = false;
    before.clear();
    after.clear();
  };
  for (const std::string &line : split(makefile, "\n")) {
    if (!line.starts_with("\t")) {
      take();
      target = line.substr(0, line.find(':'));
      std::erase(target, '\\');
    } else if (line.find("-E cmake_link_script ") != std::string::npos) {
      isLinked = true;
    } else if (!line.starts_with("\t@") &&
               line.find("/cmake_clean_target.cmake") == std::string::npos) {
      (isLinked ? after : before) +=
          (isLinked ? "POST_BUILD: " : "PRE_LINK: ") + std::string(trim(line)) + "\n";
    }
  }
  take();
  return {};
}

} // namespace

Result<std::optional<ByFile>> readLinkCommands(const std::string &directory) {
  if (exists(directory + "/build.ninja")) {
    LEVITATE_TRY(commands, readNinja(directory));
    return std::optional(std::move(commands));
  }
  const std::string list = directory + "/CMakeFiles/TargetDirectories.txt";
  if (!exists(directory + "/Makefile") || !exists(list))
    return std::optional<ByFile>();
  LEVITATE_TRY(folders, readText(list));
  ByFile commands;
  for (const std::string &folder : split(folders, "\n"))
    if (exists(folder + "/link.txt") && exists(folder + "/build.make"))
      LEVITATE_CHECK(readMakefile(folder, directory, commands));
  return std::optional(std::move(commands));
}

bool hasSeveralConfigurations(const std::string &directory) {
  return exists(directory + "/CMakeFiles/common.ninja");
}

} // namespace levitate::equivalence
