#include "tool/cmake/fuzz/interpreter.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>
#include <map>
#include <set>

namespace levitate::cmake {

namespace {

const std::set<std::string> Scopes = {"PUBLIC", "PRIVATE", "INTERFACE"};

bool isName(const std::string &text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '_' || c == '.' || c == '-';
  });
}

class Interpreter {
public:
  Interpreter(const File &file, const std::string &path) : file(file), path(path) {
    for (const char *name : {"CMAKE_CURRENT_SOURCE_DIR", "CMAKE_SOURCE_DIR", "PROJECT_SOURCE_DIR",
                             "CMAKE_CURRENT_LIST_DIR"})
      variables[name] = parentPath(path);
  }

  std::optional<std::vector<Event>> run() {
    unsigned lastLine = 0;
    if (!blocksEnd())
      return std::nullopt;
    for (const Command &command : file.commands) {
      if (command.line == lastLine)
        return std::nullopt; // the trace tells lines only
      lastLine = command.line;
      if (!runs(command))
        continue;
      Event event{path, command.line, command.name, {}, 1};
      words.clear();
      for (const Argument &argument : command.arguments) {
        const auto value = expanded(argument);
        if (!value)
          return std::nullopt;
        event.arguments.push_back(*value);
        if (argument.kind == TokenKind::Unquoted) {
          for (const std::string &word : split(*value, ";"))
            if (!word.empty())
              words.push_back(word);
        } else {
          words.push_back(*value);
        }
      }
      if (!execute(command))
        return std::nullopt;
      events.push_back(std::move(event));
    }
    return std::move(events);
  }

private:
  // Every block that is opened is closed by its own command, and there are no others but `if`.
  bool blocksEnd() const {
    bool otherwise = false; // behind an else; blocks in blocks are left out then
    std::size_t open = 0;
    for (const Command &command : file.commands) {
      const std::string &name = command.name;
      open += name == "if";
      if ((name == "else" || name == "endif") && open == 0)
        return false;
      if (name == "elseif" || name == "foreach" || name == "while" || name == "function" ||
          name == "macro" || name == "block" || name.starts_with("end") != (name == "endif"))
        return false;
      if (name == "else" && (open > 1 || std::exchange(otherwise, true)))
        return false;
      if (name == "endif") {
        --open;
        otherwise = false;
      }
    }
    return open == 0;
  }

  // Of blocks only `if(TRUE)` has a body that runs.
  bool runs(const Command &command) const {
    return std::all_of(command.blocks.begin(), command.blocks.end(), [&](std::size_t opener) {
      const Command &block = file.commands[opener];
      return block.name == "if" && block.arguments.size() == 1 &&
             file.raw(block.arguments[0]) == "TRUE" && runs(block);
    });
  }

  std::optional<std::string> expanded(const Argument &argument) const {
    std::string text(file.inner(argument));
    if (argument.kind == TokenKind::Bracket || text.find_first_of("\\@[]") != std::string::npos)
      return std::nullopt;
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
      if (text[at] != '$' || at + 1 == text.size() || text[at + 1] == '<') {
        result += text[at++];
        continue;
      }
      const std::size_t end = text.find('}', at);
      if (text[at + 1] != '{' || end == std::string::npos)
        return std::nullopt;
      const std::string name = text.substr(at + 2, end - at - 2);
      if (!isName(name))
        return std::nullopt;
      if (const auto found = variables.find(name); found != variables.end())
        result += found->second;
      at = end + 1;
    }
    return result;
  }

  // False when CMake would stop, or this does not know.
  bool execute(const Command &command) {
    static const std::set<std::string> Known = {"cmake_minimum_required",
                                                "project",
                                                "message",
                                                "if",
                                                "else",
                                                "endif",
                                                "source_group",
                                                "set_source_files_properties",
                                                "add_custom_command",
                                                "target_include_directories",
                                                "install"};
    const std::string &name = command.name;
    if (Known.contains(name))
      return true;
    if (words.empty())
      return false;
    const std::vector<std::string> rest(words.begin() + 1, words.end());
    if (name == "set") {
      static const std::set<std::string> Special = {"CACHE", "PARENT_SCOPE"};
      if (!isName(words[0]) || words[0].starts_with("CMAKE_") || words[0].starts_with("PROJECT_") ||
          std::any_of(rest.begin(), rest.end(),
                      [](const std::string &word) { return Special.contains(word); }))
        return false;
      variables[words[0]] = join(rest, ";");
      return true;
    }
    if (name == "list") {
      if (words.size() < 2 || words[0] != "APPEND" || !isName(words[1]))
        return false;
      std::string &list = variables[words[1]];
      for (std::size_t i = 2; i < words.size(); ++i)
        list += (list.empty() ? "" : ";") + words[i];
      return true;
    }
    if (name == "add_library" || name == "add_executable")
      return define(name == "add_library", rest);
    const auto target = targets.find(words[0]);
    if (target == targets.end())
      return false;
    if (name == "target_sources")
      return scoped(target->second, rest) && !rest.empty();
    if (name != "target_link_libraries")
      return false;
    if (rest.empty())
      return true;
    const bool keywords = Scopes.contains(rest[0]);
    if (std::exchange(target->second.links, keywords ? 'k' : 'p') == (keywords ? 'p' : 'k'))
      return false; // CMake does not take both signatures for one target
    return keywords ? scoped(target->second, rest)
                    : target->second.type != "INTERFACE" &&
                          std::none_of(rest.begin(), rest.end(), isKeyword);
  }

  static bool isKeyword(const std::string &word) {
    return Scopes.contains(word) || word.starts_with("LINK_") || word == "debug" ||
           word == "optimized" || word == "general" || word == "FILE_SET" || word.empty();
  }

  struct Target {
    std::string type;
    char links = 0;
  };

  bool define(bool library, std::vector<std::string> rest) {
    static const std::set<std::string> Types = {"STATIC", "SHARED", "OBJECT", "INTERFACE"};
    static const std::set<std::string> Others = {"ALIAS",   "IMPORTED",         "MODULE",
                                                 "UNKNOWN", "EXCLUDE_FROM_ALL", "GLOBAL",
                                                 "WIN32",   "MACOSX_BUNDLE"};
    if (!isName(words[0]) || targets.contains(words[0]))
      return false;
    Target target{"", 0};
    if (library && !rest.empty() && Types.contains(rest[0])) {
      target.type = rest[0];
      rest.erase(rest.begin());
    }
    if (std::any_of(rest.begin(), rest.end(), [&](const std::string &word) {
          return Others.contains(word) || Types.contains(word) || isKeyword(word);
        }))
      return false;
    targets.emplace(words[0], target);
    return true;
  }

  // Every word stands behind a scope, and one that the target may have.
  bool scoped(const Target &target, const std::vector<std::string> &rest) const {
    std::string scope;
    for (const std::string &word : rest)
      if (Scopes.contains(word))
        scope = word;
      else if (scope.empty() || isKeyword(word))
        return false;
      else if (target.type == "INTERFACE" && scope != "INTERFACE")
        return false;
    return true;
  }

  const File &file;
  const std::string &path;
  std::map<std::string, std::string> variables;
  std::map<std::string, Target> targets;
  std::vector<std::string> words; // of the command at hand, lists split
  std::vector<Event> events;
};

} // namespace

std::optional<std::vector<Event>> interpret(const File &file, const std::string &path) {
  return Interpreter(file, path).run();
}

} // namespace levitate::cmake
