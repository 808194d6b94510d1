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
  Interpreter(const File &file, const std::string &path, const std::set<std::string> &files)
      : file(file), path(path), files(files), ends(file.commands.size()),
        branches(file.commands.size()) {
    for (const char *name : {"CMAKE_CURRENT_SOURCE_DIR", "CMAKE_SOURCE_DIR", "PROJECT_SOURCE_DIR",
                             "CMAKE_CURRENT_LIST_DIR"})
      variables[name] = parentPath(path);
  }

  std::optional<std::vector<Event>> run() {
    unsigned lastLine = 0;
    for (const Command &command : file.commands)
      if (std::exchange(lastLine, command.line) == command.line)
        return std::nullopt; // the trace tells lines only
    if (!blocksEnd() || !runRange(0, file.commands.size()))
      return std::nullopt;
    return std::move(events);
  }

private:
  static constexpr std::size_t Most = 300; ///< events

  // Finds the end of each block. False when one has none or this does not know the block.
  bool blocksEnd() {
    static const std::set<std::string> Openers = {"if", "foreach", "function", "macro"};
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < file.commands.size(); ++i) {
      const std::string &name = file.commands[i].name;
      if (Openers.contains(name)) {
        open.push_back(i);
        branches[i] = 0;
      } else if (name == "else") {
        if (open.empty() || file.commands[open.back()].name != "if" || branches[open.back()] != 0)
          return false;
        branches[open.back()] = i;
      } else if (name.starts_with("end")) {
        if (open.empty() || name != "end" + file.commands[open.back()].name)
          return false;
        ends[open.back()] = i;
        open.pop_back();
      } else if (name == "elseif" || name == "while" || name == "block") {
        return false;
      }
    }
    return open.empty();
  }

  // Runs the commands from `first` up to `last`, which begin and end outside of any block or at
  // its borders.
  bool runRange(std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      const Command &command = file.commands[i];
      if (!trace(command))
        return false;
      if (command.name == "if") {
        const bool holds = words == std::vector<std::string>{"TRUE"};
        const std::size_t branch = branches[i];
        if (holds ? !runRange(i + 1, branch == 0 ? ends[i] : branch)
                  : branch != 0 && !runRange(branch + 1, ends[i]))
          return false;
        i = ends[i];
      } else if (command.name == "foreach") {
        if (!loop(i))
          return false;
        i = ends[i];
      } else if (command.name == "function" || command.name == "macro") {
        if (!defineFunction(i))
          return false;
        i = ends[i];
      } else if (const auto function = functions.find(command.name); function != functions.end()) {
        if (!call(Function(function->second)))
          return false;
      } else if (!execute(command)) {
        return false;
      }
    }
    return true;
  }

  // Notes that the command runs, and takes its words.
  bool trace(const Command &command) {
    if (events.size() == Most)
      return false;
    Event event{path, command.line, command.name, {}, static_cast<unsigned>(macros.size())};
    words.clear();
    for (const Argument &argument : command.arguments) {
      const auto value = expanded(argument);
      if (!value)
        return false;
      event.arguments.push_back(*value);
      if (argument.kind == TokenKind::Unquoted) {
        for (const std::string &word : split(*value, ";"))
          if (!word.empty())
            words.push_back(word);
      } else {
        words.push_back(*value);
      }
    }
    events.push_back(std::move(event));
    return true;
  }

  bool loop(std::size_t opener) {
    if (words.empty() || !isVariable(words[0]))
      return false;
    const std::string name = words[0];
    std::vector<std::string> items(words.begin() + 1, words.end());
    if (!items.empty() && items[0] == "IN") {
      const bool lists = items.size() > 1 && items[1] == "LISTS";
      if (!lists && (items.size() < 2 || items[1] != "ITEMS"))
        return false;
      items.erase(items.begin(), items.begin() + 2);
      if (lists) {
        std::vector<std::string> elements;
        for (const std::string &list : items)
          for (const std::string &element : split(variables[list], ";"))
            if (!element.empty())
              elements.push_back(element);
        items = std::move(elements);
      }
    }
    for (const std::string &item : items)
      if (item == "RANGE" || item == "LISTS" || item == "ITEMS" || item == "ZIP_LISTS")
        return false;
    const auto before = variables.find(name);
    const std::optional<std::string> old =
        before == variables.end() ? std::nullopt : std::optional(before->second);
    for (const std::string &item : items) {
      variables[name] = item;
      if (!runRange(opener + 1, ends[opener]))
        return false;
    }
    if (old)
      variables[name] = *old;
    else
      variables.erase(name);
    return true;
  }

  struct Function {
    bool macro = false;
    std::vector<std::string> parameters;
    std::size_t opener = 0;
  };

  bool defineFunction(std::size_t opener) {
    if (words.empty() || !isName(words[0]))
      return false;
    std::string name = words[0];
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
    if (isCommand(name) || !std::all_of(words.begin() + 1, words.end(), isVariable))
      return false;
    functions[name] = {
        file.commands[opener].name == "macro", {words.begin() + 1, words.end()}, opener};
    return true;
  }

  bool call(const Function &function) {
    if (words.size() < function.parameters.size() || macros.size() == 6)
      return false;
    std::map<std::string, std::string> bound;
    for (std::size_t i = 0; i < words.size(); ++i)
      bound["ARGV" + std::to_string(i)] = words[i];
    bound["ARGC"] = std::to_string(words.size());
    bound["ARGV"] = join(words, ";");
    bound["ARGN"] =
        join({words.begin() + static_cast<std::ptrdiff_t>(function.parameters.size()), words.end()},
             ";");
    for (std::size_t i = 0; i < function.parameters.size(); ++i)
      bound[function.parameters[i]] = words[i];
    const auto before = variables;
    if (function.macro) {
      macros.push_back(std::move(bound));
    } else {
      for (auto &[name, value] : bound)
        variables[name] = std::move(value);
      macros.emplace_back();
    }
    const bool done = runRange(function.opener + 1, ends[function.opener]);
    macros.pop_back();
    if (!function.macro)
      variables = before;
    return done;
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
      if (globs.contains(name) && (at != 0 || end + 1 != text.size()))
        return std::nullopt; // nobody glues a list of files to a word
      const auto parameter = macros.back().find(name);
      if (parameter != macros.back().end())
        result += parameter->second;
      else if (const auto found = variables.find(name); found != variables.end())
        result += found->second;
      at = end + 1;
    }
    return result;
  }

  static bool isVariable(const std::string &name) {
    return isName(name) && !name.starts_with("CMAKE_") && !name.starts_with("PROJECT_") &&
           !name.starts_with("ARG");
  }

  static const std::set<std::string> &ignored() {
    static const std::set<std::string> Names = {"cmake_minimum_required",
                                                "project",
                                                "message",
                                                "source_group",
                                                "set_source_files_properties",
                                                "add_custom_command",
                                                "target_include_directories",
                                                "install"};
    return Names;
  }
  static bool isCommand(const std::string &name) {
    static const std::set<std::string> Names = {"set",
                                                "list",
                                                "file",
                                                "add_library",
                                                "return",
                                                "include",
                                                "add_executable",
                                                "target_sources",
                                                "foreach",
                                                "function",
                                                "macro",
                                                "target_link_libraries",
                                                "if",
                                                "else",
                                                "while",
                                                "block",
                                                "elseif",
                                                "set_property",
                                                "unset",
                                                "add_subdirectory",
                                                "subdirs",
                                                "add_custom_target",
                                                "target_precompile_headers",
                                                "link_libraries",
                                                "set_target_properties",
                                                "cmake_parse_arguments",
                                                "cmake_language",
                                                "separate_arguments"};
    return name.starts_with("end") || ignored().contains(name) || Names.contains(name);
  }

  // False when CMake would stop, or this does not know.
  bool execute(const Command &command) {
    const std::string &name = command.name;
    if (ignored().contains(name))
      return true;
    if (words.empty())
      return false;
    const std::vector<std::string> rest(words.begin() + 1, words.end());
    if (name == "set") {
      static const std::set<std::string> Special = {"CACHE", "PARENT_SCOPE"};
      if (!isVariable(words[0]) ||
          std::any_of(rest.begin(), rest.end(),
                      [](const std::string &word) { return Special.contains(word); }))
        return false;
      variables[words[0]] = join(rest, ";");
      return true;
    }
    if (name == "list")
      return changeList();
    if (name == "file")
      return glob(rest);
    if (name == "add_library" || name == "add_executable")
      return define(name == "add_library", rest);
    const auto target = targets.find(words[0]);
    if (target == targets.end())
      return false;
    if (name == "target_sources")
      return sources(target->second, rest);
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

  // list(APPEND | PREPEND | INSERT | REMOVE_DUPLICATES | REVERSE | SORT variable ...).
  bool changeList() {
    if (words.size() < 2 || !isVariable(words[1]))
      return false;
    const std::string &how = words[0];
    std::vector<std::string> list, given(words.begin() + 2, words.end());
    if (const std::string &old = variables[words[1]]; !old.empty())
      list = split(old, ";");
    if (how == "APPEND") {
      list.insert(list.end(), given.begin(), given.end());
    } else if (how == "PREPEND") {
      list.insert(list.begin(), given.begin(), given.end());
    } else if (how == "INSERT") {
      if (given.size() < 2 || given[0] != "0")
        return false;
      list.insert(list.begin(), given.begin() + 1, given.end());
    } else if (!given.empty() || list.empty()) {
      return false;
    } else if (how == "REMOVE_DUPLICATES") {
      std::set<std::string> seen;
      std::erase_if(list, [&](const std::string &each) { return !seen.insert(each).second; });
    } else if (how == "REVERSE") {
      std::reverse(list.begin(), list.end());
    } else if (how == "SORT") {
      std::sort(list.begin(), list.end());
    } else {
      return false;
    }
    variables[words[1]] = join(list, ";");
    return true;
  }

  static bool isKeyword(const std::string &word) {
    return Scopes.contains(word) || word.starts_with("LINK_") || word == "debug" ||
           word == "optimized" || word == "general" || word == "FILE_SET" || word.empty();
  }

  // file(GLOB variable pattern...) with one `*` in the last component.
  bool glob(std::vector<std::string> rest) {
    const bool recursive = words[0] == "GLOB_RECURSE";
    if ((words[0] != "GLOB" && !recursive) || rest.empty() || !isVariable(rest[0]))
      return false;
    const std::string variable = rest[0];
    rest.erase(rest.begin());
    std::erase(rest, "CONFIGURE_DEPENDS");
    std::set<std::string> found;
    for (std::string pattern : rest) {
      if (!pattern.starts_with('/'))
        pattern = std::string(parentPath(path)) + "/" + pattern;
      const std::string folder = std::string(parentPath(pattern)) + "/", last(fileName(pattern));
      const std::size_t star = last.find('*');
      if (pattern != absolutePath(pattern) || star == std::string::npos ||
          pattern.find_first_of("?[]*") != folder.size() + star ||
          last.find_first_of("?[]*", star + 1) != std::string::npos)
        return false;
      const std::string head = last.substr(0, star), tail = last.substr(star + 1);
      for (const std::string &each : files) {
        const std::string leaf(fileName(each));
        if (each.starts_with(folder) && leaf.size() >= head.size() + tail.size() &&
            leaf.starts_with(head) && leaf.ends_with(tail) && (recursive || each == folder + leaf))
          found.insert(each);
      }
    }
    variables[variable] = join({found.begin(), found.end()}, ";");
    globs.insert(variable);
    return true;
  }

  struct Set {
    std::string scope;
    std::vector<std::string> bases;
  };
  struct Target {
    std::string type;
    char links = 0;
    std::map<std::string, Set> sets;
  };

  // The words of target_sources behind the target: files behind a scope, or a set of headers.
  bool sources(Target &target, const std::vector<std::string> &rest) const {
    std::string scope;
    for (std::size_t i = 0; i < rest.size();) {
      if (!Scopes.contains(rest[i]))
        return false;
      scope = rest[i++];
      if (target.type == "INTERFACE" && scope != "INTERFACE")
        return false;
      const std::size_t end = static_cast<std::size_t>(
          std::find_if(rest.begin() + static_cast<std::ptrdiff_t>(i), rest.end(),
                       [](const std::string &word) { return Scopes.contains(word); }) -
          rest.begin());
      if (i < end && rest[i] == "FILE_SET") {
        if (!fileSet(target, scope,
                     {rest.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                      rest.begin() + static_cast<std::ptrdiff_t>(end)}))
          return false;
      } else if (std::any_of(rest.begin() + static_cast<std::ptrdiff_t>(i),
                             rest.begin() + static_cast<std::ptrdiff_t>(end), isKeyword)) {
        return false;
      }
      i = end;
    }
    return !rest.empty();
  }

  // `HEADERS [TYPE HEADERS] [BASE_DIRS folder...] [FILES file...]`.
  bool fileSet(Target &target, const std::string &scope,
               const std::vector<std::string> &given) const {
    if (given.empty() || given[0] != "HEADERS")
      return false;
    const std::string here(parentPath(path));
    const auto full = [&](const std::string &name) { return absolutePath(name, here); };
    std::string part;
    std::vector<std::string> bases, listed;
    for (std::size_t i = 1; i < given.size(); ++i) {
      const std::string &word = given[i];
      if (word == "TYPE" || word == "BASE_DIRS" || word == "FILES") {
        if (part == "FILES" || (part == "BASE_DIRS" && word != "FILES"))
          return false; // in another order, or twice
        part = word;
      } else if (part == "TYPE") {
        if (word != "HEADERS" || given[i - 1] != "TYPE")
          return false;
      } else if (part.empty() || isKeyword(word) || word.find("$<") != std::string::npos) {
        return false;
      } else {
        (part == "FILES" ? listed : bases).push_back(full(word));
      }
    }
    const auto [place, isNew] = target.sets.try_emplace(given[0], Set{scope, {}});
    Set &set = place->second;
    if (set.scope != scope)
      return false;
    set.bases.insert(set.bases.end(), bases.begin(), bases.end());
    if (isNew && set.bases.empty())
      set.bases.push_back(here);
    for (std::size_t i = 0; i < set.bases.size(); ++i)
      for (std::size_t k = 0; k < set.bases.size(); ++k)
        if (i != k && isWithin(set.bases[i], set.bases[k]) && set.bases[i] != set.bases[k])
          return false; // CMake does not take one base within another
    return std::ranges::all_of(listed, [&](const std::string &each) {
      return std::ranges::any_of(set.bases,
                                 [&](const std::string &base) { return isWithin(each, base); });
    });
  }

  bool define(bool library, std::vector<std::string> rest) {
    static const std::set<std::string> Types = {"STATIC", "SHARED", "OBJECT", "INTERFACE"};
    static const std::set<std::string> Others = {"ALIAS",   "IMPORTED",         "MODULE",
                                                 "UNKNOWN", "EXCLUDE_FROM_ALL", "GLOBAL",
                                                 "WIN32",   "MACOSX_BUNDLE"};
    if (!isName(words[0]) || targets.contains(words[0]))
      return false;
    Target target;
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
  const std::set<std::string> &files;
  std::vector<std::size_t> ends, branches; ///< of blocks, by their openers: the end, the else or 0
  std::map<std::string, Function> functions;
  std::set<std::string> globs; ///< variables that a file(GLOB) has set
  std::vector<std::map<std::string, std::string>> macros{{}}; ///< what ${x} is in each open call
  std::map<std::string, std::string> variables;
  std::map<std::string, Target> targets;
  std::vector<std::string> words; // of the command at hand, lists split
  std::vector<Event> events;
};

} // namespace

std::optional<std::vector<Event>> interpret(const File &file, const std::string &path,
                                            const std::set<std::string> &files) {
  return Interpreter(file, path, files).run();
}

} // namespace levitate::cmake
