#include "verify/equivalence/build_tree.h"

#include "verify/equivalence/cmake_reply.h"
#include "verify/equivalence/link_commands.h"
#include "verify/equivalence/unit.h"

#include "base/command_line.h"
#include "base/files.h"
#include "base/json.h"
#include "base/text.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace levitate::equivalence {
namespace {

enum class Language { Compiled, Assembly, Other };

/// The language of a compilation: that of the last -x before the source, else by extension.
Language languageOf(const Compilation &unit) {
  std::string name;
  for (std::size_t at = 1; at < unit.arguments.size(); ++at) {
    const std::string &word = unit.arguments[at];
    if (absolutePath(word, unit.directory) == unit.source)
      break;
    if (word == "-x" && at + 1 < unit.arguments.size())
      name = unit.arguments[at + 1];
    else if (word.starts_with("-x") && word.size() > 2)
      name = word.substr(2);
  }
  if (name.starts_with("assembler"))
    return Language::Assembly;
  if (!name.empty() && name != "none")
    return name.starts_with("c") && name != "cuda" ? Language::Compiled : Language::Other;
  static const std::set<std::string, std::less<>> compiled = {
      "c", "cc", "cp", "cxx", "cpp", "CPP", "c++", "C", "m", "mm", "cppm", "ixx"};
  static const std::set<std::string, std::less<>> assembled = {"S", "s", "sx", "asm"};
  const std::size_t dot = unit.source.rfind('.');
  const std::string extension = dot == std::string::npos ? "" : unit.source.substr(dot + 1);
  if (assembled.contains(extension))
    return Language::Assembly;
  return compiled.contains(extension) ? Language::Compiled : Language::Other;
}

Result<void> readDatabase(BuildTree &tree) {
  const std::string database = tree.directory + "/compile_commands.json";
  LEVITATE_TRY(root, JsonDocument::readFile(database));
  tree.commandFiles.insert(database);
  LEVITATE_TRY(entries, root.array());
  for (const JsonValue &entry : entries) {
    Compilation unit;
    LEVITATE_TRY(directoryValue, entry.at("directory"));
    LEVITATE_TRY(directory, directoryValue.string());
    LEVITATE_TRY(fileValue, entry.at("file"));
    LEVITATE_TRY(file, fileValue.string());
    unit.directory = absolutePath(directory, tree.directory);
    unit.source = absolutePath(file, unit.directory);
    if (entry.has("arguments")) {
      LEVITATE_TRY(listValue, entry.at("arguments"));
      LEVITATE_TRY(list, listValue.strings());
      unit.arguments = std::move(list);
    } else {
      LEVITATE_TRY(commandValue, entry.at("command"));
      LEVITATE_TRY(command, commandValue.string());
      unit.arguments = splitCommand(command);
    }
    if (unit.arguments.empty())
      return entry.error("a compilation without a command");
    LEVITATE_CHECK(expandResponseFiles(unit.arguments, unit.directory, tree.commandFiles));
    dropLaunchers(unit.arguments);
    LEVITATE_TRY(output, entry.stringOr("output", ""));
    if (output.empty())
      for (std::size_t at = 0; at + 1 < unit.arguments.size(); ++at)
        if (unit.arguments[at] == "-o")
          output = unit.arguments[at + 1];
    unit.output = std::move(output);
    const bool makesPrecompiledHeader = std::find(unit.arguments.begin(), unit.arguments.end(),
                                                  "-emit-pch") != unit.arguments.end();
    if (makesPrecompiledHeader)
      continue; // no code of its own
    const Language language = languageOf(unit);
    unit.isAssembly = language == Language::Assembly;
    if (language == Language::Other)
      tree.skipped.push_back(unit.source);
    else
      tree.compilations.push_back(std::move(unit));
  }
  return {};
}

// --- links -------------------------------------------------------------------------------------

/// A library of the link line, and what of it is linked.
struct LinkedTarget {
  const Target *target = nullptr;
  bool isArchive = false;
};

/// The library of the build that a word of a link line means, or nullptr.
const Target *libraryOf(std::string_view word, const Targets &targets) {
  const std::string name(fileName(word));
  const auto isIt = [&](const std::string &artifact) {
    return artifact == name ||
           (word.starts_with("-l") && (artifact == "lib" + std::string(word.substr(2)) + ".a" ||
                                       artifact == "lib" + std::string(word.substr(2)) + ".so"));
  };
  for (const auto &[id, target] : targets)
    if (std::any_of(target.artifacts.begin(), target.artifacts.end(), isIt))
      return &target;
  return nullptr;
}

/// What the linker gets, in its order: the target itself, then the libraries as the link line has
/// them. Object libraries, which no link line names, go with the target that depends on them.
std::vector<LinkedTarget> linkedTargets(const Target &root, const Targets &targets) {
  std::vector<LinkedTarget> order;
  const auto add = [&](const Target *target, bool isArchive) {
    if (std::none_of(order.begin(), order.end(),
                     [&](const LinkedTarget &known) { return known.target == target; }))
      order.push_back({target, isArchive});
  };
  const auto addWithObjects = [&](const Target *target, bool isArchive) {
    add(target, isArchive);
    std::vector<const Target *> open = {target};
    while (!open.empty()) {
      const Target *user = open.back();
      open.pop_back();
      for (const Target *part : dependenciesOf(*user, targets))
        if (part->type == "OBJECT_LIBRARY" &&
            std::none_of(order.begin(), order.end(),
                         [&](const LinkedTarget &known) { return known.target == part; })) {
          add(part, isArchive);
          open.push_back(part);
        }
    }
  };
  addWithObjects(&root, false);
  std::vector<bool> whole = {false};
  for (const std::string &words : root.libraries)
    for (const std::string &word : split(words, ",")) {
      if (word == "--whole-archive" || word == "--no-whole-archive")
        whole.back() = word == "--whole-archive";
      else if (word == "--push-state")
        whole.push_back(whole.back());
      else if (word == "--pop-state" && whole.size() > 1)
        whole.pop_back();
      const Target *library = word.empty() ? nullptr : libraryOf(word, targets);
      if (library && library->type == "STATIC_LIBRARY")
        addWithObjects(library, !whole.back());
    }
  if (root.hasLinkLine || root.type == "STATIC_LIBRARY" || root.type == "OBJECT_LIBRARY")
    return order;
  for (std::size_t at = 0; at < order.size(); ++at) // no link line: whatever it depends on
    for (const Target *part : dependenciesOf(*order[at].target, targets))
      if (part->type == "STATIC_LIBRARY")
        addWithObjects(part, false);
  return order;
}

/// Adds the text of a linker script and of those that it includes.
Result<void> readScript(const std::string &path, const std::string &directory, std::string &scripts,
                        unsigned depth = 0) {
  LEVITATE_TRY(text, readText(path));
  scripts += text;
  constexpr unsigned deepest = 10;
  for (std::size_t at = text.find("INCLUDE"); at != std::string::npos && depth < deepest;
       at = text.find("INCLUDE", at + 1)) {
    const std::string_view rest = trim(std::string_view(text).substr(at + 7));
    const std::string name(trim(rest.substr(0, rest.find_first_of(" \t\n;"))));
    for (const std::string &folder : {std::string(parentPath(path)), directory}) {
      const std::string included = absolutePath(name, folder);
      if (name.empty() || !exists(included) || isDirectory(included))
        continue;
      LEVITATE_CHECK(readScript(included, directory, scripts, depth + 1));
      break;
    }
  }
  return {};
}

/// A text that does not say where its tree lies.
std::string withoutPlace(std::string text, const BuildTree &tree) {
  return withoutFolder(withoutFolder(std::move(text), tree.directory, "<build>"), tree.root,
                       "<root>");
}

/// Commands, and the hash of each file of the source tree that they name.
std::string commandsWithFiles(const std::string &commands, const BuildTree &tree) {
  std::string files, folder = tree.directory;
  bool entersFolder = false;
  for (const std::string &word : splitCommand(commands)) {
    const std::string path = absolutePath(word, folder);
    if (entersFolder)
      folder = path;
    entersFolder = word == "cd";
    if (isWithin(path, tree.root) && !isWithin(path, tree.directory) && !isDirectory(path))
      if (const Result<std::string> contents = readText(path))
        files += path + " " + hashOf(*contents).hex() + "\n";
  }
  return withoutPlace(commands + files, tree);
}

/// Notes what a file holds that is linked and that no target of the build makes: of one of the
/// source tree, or one that other commands of the build make. Those of the system are the same.
void readContents(const std::string &name, const std::string &path, const BuildTree &tree,
                  ProgramUnits &program) {
  const bool isMade = isWithin(path, tree.directory);
  if (!isMade && !isWithin(path, tree.root))
    return;
  if (const Result<std::string> contents = readText(path))
    program.libraryContents[name] = hashOf(*contents).hex();
  else
    program.notCompared.push_back(name + ", which " +
                                  (isMade ? "the build makes and has not made" : "can't be read"));
}

/// Object files among the sources of a target.
void readObjects(const Target &target, const BuildTree &tree, ProgramUnits &program) {
  for (const std::string &source : target.sources) {
    if (!source.ends_with(".o") && !source.ends_with(".obj"))
      continue;
    const auto isOutput = [&](const Compilation &unit) {
      return absolutePath(unit.output, unit.directory) == source;
    };
    if (std::any_of(tree.compilations.begin(), tree.compilations.end(), isOutput))
      continue;
    const std::string name = withoutPlace(source, tree);
    program.libraries.push_back(name);
    readContents(name, source, tree, program);
  }
}

/// How a file is made, without what it is made of and what the link line says in any case.
std::string ruleOf(const std::string &commands, const Target &target, const BuildTree &tree,
                   const Targets &targets) {
  std::vector<std::string> words;
  for (const std::string &word : splitCommand(commands)) {
    const auto isIn = [&](const std::vector<std::string> &list) {
      return std::find(list.begin(), list.end(), word) != list.end();
    };
    const bool isPart = word.ends_with(".o") || word.ends_with(".obj") ||
                        (word.starts_with("@") && word.find(".dir/") != std::string::npos) ||
                        fileName(word) == fileName(target.binary) || libraryOf(word, targets);
    if (!isPart && !isIn(target.flags) && !isIn(target.libraries))
      words.push_back(word);
  }
  return withoutPlace(join(words, " "), tree);
}

/// Reads what the link line says beside its libraries.
Result<void> readLinkLine(const Target &target, const BuildTree &tree, const Targets &targets,
                          ProgramUnits &program) {
  std::vector<std::string> words; // -Wl,a,b and -Xlinker a are a and b
  std::vector<std::string> line = target.flags;
  line.insert(line.end(), target.libraries.begin(), target.libraries.end());
  for (const std::string &word : line) {
    if (word == "-Xlinker")
      continue;
    if (!word.starts_with("-Wl,")) {
      words.push_back(word);
      continue;
    }
    const std::vector<std::string> parts = split(word, ",");
    words.insert(words.end(), parts.begin() + 1, parts.end());
  }
  static const std::set<std::string, std::less<>> state = {
      "--whole-archive", "--no-whole-archive", "--push-state", "--pop-state",
      "--start-group",   "--end-group",        "--as-needed",  "--no-as-needed"};
  static const std::vector<std::string_view> written = {"-Map", "--Map", "--dependency-file"};
  const auto elsewhere = [&](std::string word) { return withoutPlace(std::move(word), tree); };
  for (std::size_t at = 0; at < words.size(); ++at) {
    const std::string &word = words[at];
    if (word.empty() || libraryOf(word, targets))
      continue; // the build's own are compared unit by unit
    const Target *linked = libraryOf(realPath(absolutePath(word, tree.directory)), targets);
    if (linked && linked->type != "STATIC_LIBRARY")
      continue; // by another name: a shared library with its version
    const auto valueOf = [&](std::initializer_list<std::string_view> options) -> std::string {
      for (const std::string_view option : options) {
        if (word == option && at + 1 < words.size())
          return words[at + 1];
        if (word.size() > option.size() && word.starts_with(option) &&
            (option.size() == 2 || word[option.size()] == '='))
          return word.substr(option.size() + (option.size() == 2 ? 0 : 1));
      }
      return {};
    };
    const bool isText =
        word.starts_with("-Ttext") || word.starts_with("-Tdata") || word.starts_with("-Tbss");
    const std::string script =
        isText ? "" : absolutePath(valueOf({"-T", "--script", "-script"}), tree.directory);
    if (script != absolutePath("", tree.directory) && exists(script) && !isDirectory(script))
      LEVITATE_CHECK(readScript(script, tree.directory, program.linkerScripts));
    for (const std::string &symbol :
         {valueOf({"-u", "--undefined", "--require-defined"}), valueOf({"-e", "--entry"})})
      if (!symbol.empty())
        program.needed.push_back(symbol);
    const bool isLibrary = word.starts_with("-l") ||
                           (word[0] != '-' && (word.ends_with(".a") || word.ends_with(".o") ||
                                               word.find(".so") != std::string::npos));
    if (isLibrary) {
      if (std::find(program.libraries.begin(), program.libraries.end(), elsewhere(word)) ==
          program.libraries.end())
        program.libraries.push_back(elsewhere(word));
      if (word[0] != '-')
        readContents(elsewhere(word), absolutePath(word, tree.directory), tree, program);
      continue;
    }
    if (state.contains(word))
      continue; // how it works on libraries of the build shows in what is linked
    if (std::any_of(written.begin(), written.end(),
                    [&](std::string_view option) { return word.starts_with(option); })) {
      at += word.find('=') == std::string::npos;
      continue;
    }
    program.linkOptions.push_back(elsewhere(word));
    // A file that an option names (a version script, a list of symbols) is what it holds.
    const std::size_t equals = word.find('=');
    const std::string path =
        absolutePath(equals == std::string::npos ? word : word.substr(equals + 1), tree.directory);
    if (equals == std::string::npos && word[0] == '-')
      continue;
    if (path != tree.directory && exists(path) && !isDirectory(path)) {
      LEVITATE_TRY(text, readText(path));
      program.linkOptions.back() = std::string(fileName(path)) + ": " + text;
    }
  }
  const std::string &script = program.linkerScripts;
  for (std::size_t at = script.find("ENTRY"); at != std::string::npos;
       at = script.find("ENTRY", at + 1)) {
    const std::size_t open = script.find('(', at), close = script.find(')', at);
    if (open != std::string::npos && close != std::string::npos && open < close)
      program.needed.emplace_back(
          trim(std::string_view(script).substr(open + 1, close - open - 1)));
  }
  return {};
}

std::string commonFolder(const std::vector<Compilation> &compilations) {
  std::string folder;
  for (const Compilation &unit : compilations) {
    if (folder.empty())
      folder = parentPath(unit.source);
    while (folder.size() > 1 && !isWithin(unit.source, folder))
      folder = std::string(parentPath(folder));
  }
  return folder;
}

/// The programs of one configuration.
class ProgramReader {
public:
  ProgramReader(BuildTree &tree, const Configuration &configuration, bool isOnly,
                const std::map<std::string, LinkCommands> &commands)
      : tree(tree), targets(configuration.targets), folder(isOnly ? "" : configuration.name + "/"),
        suffix(isOnly ? "" : " (" + configuration.name + ")"), commands(commands) {
    for (std::size_t index = 0; index < tree.compilations.size(); ++index)
      bySource.emplace(tree.compilations[index].source, index);
  }

  Result<void> run() {
    for (const auto &[id, target] : targets)
      if (target.type == "EXECUTABLE" || target.type == "SHARED_LIBRARY" ||
          target.type == "MODULE_LIBRARY")
        LEVITATE_CHECK(add(target, tree.programs));
    for (const auto &[id, target] : targets) {
      std::vector<std::size_t> units;
      if (target.type == "STATIC_LIBRARY" || target.type == "OBJECT_LIBRARY")
        units = unitsOf(target);
      const bool isNew = std::any_of(units.begin(), units.end(),
                                     [&](std::size_t index) { return !linked.contains(index); });
      if (!units.empty())
        LEVITATE_CHECK(add(target, isNew ? tree.programs : tree.libraries));
      if (target.type == "UTILITY" && !target.isOfCMake)
        tree.notCompared.push_back("custom target " + target.name + suffix);
      for (const std::string &source : target.compiled)
        if (!bySource.contains(source) &&
            std::find(tree.skipped.begin(), tree.skipped.end(), source) == tree.skipped.end())
          return Error::environment(
              source + ": target " + target.name +
              " compiles it, and compile_commands.json does not have it (is "
              "EXPORT_COMPILE_COMMANDS off for the target, or the database of another run?)");
    }
    return {};
  }

private:
  /// The compilations of a target: those of its object files, CMakeFiles/<target>.dir/...
  std::vector<std::size_t> unitsOf(const Target &target) const {
    std::vector<std::size_t> units;
    const std::string objects = "CMakeFiles/" + target.name + ".dir/" + folder;
    for (const std::string &source : target.sources)
      for (auto [at, end] = bySource.equal_range(source); at != end; ++at) {
        const std::size_t index = at->second;
        const std::string &output = tree.compilations[index].output;
        const bool isOurs = output.empty() || output.find(objects) != std::string::npos;
        if (isOurs && std::find(units.begin(), units.end(), index) == units.end())
          units.push_back(index);
      }
    return units;
  }

  Result<void> add(const Target &target, std::vector<ProgramUnits> &programs) {
    ProgramUnits program;
    program.name = target.name + suffix;
    program.isShared = target.type == "SHARED_LIBRARY" || target.type == "MODULE_LIBRARY";
    program.isLibrary = target.type == "STATIC_LIBRARY";
    if (program.isShared || target.type == "EXECUTABLE")
      program.type = target.type;
    if (!target.binary.empty() && target.type != "OBJECT_LIBRARY")
      program.binary = absolutePath(target.binary, tree.directory);
    if (const auto found = commands.find(program.binary); found != commands.end()) {
      program.rule = ruleOf(found->second.rule, target, tree, targets);
      program.commands = commandsWithFiles(found->second.around, tree);
    }
    if (target.type == "EXECUTABLE")
      program.needed = {"main", "_start"};
    for (const LinkedTarget &part : linkedTargets(target, targets)) {
      readObjects(*part.target, tree, program);
      LinkedPart units{unitsOf(*part.target), part.isArchive};
      if (units.compilations.empty())
        continue;
      linked.insert(units.compilations.begin(), units.compilations.end());
      program.parts.push_back(std::move(units));
    }
    LEVITATE_CHECK(readLinkLine(target, tree, targets, program));
    if (!program.parts.empty() || !program.libraries.empty())
      programs.push_back(std::move(program));
    return {};
  }

  BuildTree &tree;
  const Targets &targets;
  std::string folder; // of this configuration's objects in the target's
  std::string suffix; // of the programs' names
  const std::map<std::string, LinkCommands> &commands;
  std::multimap<std::string_view, std::size_t> bySource;
  std::set<std::size_t> linked;
};

Result<void> readPrograms(BuildTree &tree) {
  LEVITATE_TRY(reply, readCMakeReply(tree.directory));
  if (reply) {
    tree.root = reply->sourceRoot;
    LEVITATE_TRY(commands, readLinkCommands(tree.directory));
    if (commands)
      tree.linkCommandsOf = exists(tree.directory + "/build.ninja") ? "Ninja" : "Make";
    for (const Configuration &configuration : reply->configurations)
      LEVITATE_CHECK(ProgramReader(tree, configuration, reply->configurations.size() == 1,
                                   commands.value_or(std::map<std::string, LinkCommands>()))
                         .run());
    tree.hasTargets = !tree.programs.empty();
    std::sort(tree.programs.begin(), tree.programs.end(),
              [](const ProgramUnits &a, const ProgramUnits &b) { return a.name < b.name; });
  } else if (hasSeveralConfigurations(tree.directory)) {
    return Error::environment(
        tree.directory + " builds several configurations, which can't be told apart without the "
                         "reply of CMake's File API: make the file "
                         ".cmake/api/v1/query/codemodel-v2 in it and run CMake again");
  }
  if (tree.root.empty())
    tree.root = commonFolder(tree.compilations);
  if (!tree.hasTargets) {
    tree.programs = {allUnits(tree)};
  }
  return {};
}

} // namespace

std::vector<std::size_t> ProgramUnits::compilations() const {
  std::vector<std::size_t> all;
  for (const LinkedPart &part : parts)
    all.insert(all.end(), part.compilations.begin(), part.compilations.end());
  return all;
}

ProgramUnits allUnits(const BuildTree &tree) {
  ProgramUnits all;
  all.name = "all";
  all.parts.emplace_back();
  for (std::size_t index = 0; index < tree.compilations.size(); ++index)
    all.parts.back().compilations.push_back(index);
  return all;
}

std::string withoutFolder(std::string text, std::string_view folder, std::string_view name) {
  if (folder.size() < 2)
    return text;
  for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder, at)) {
    const std::size_t end = at + folder.size();
    const bool isWhole =
        end == text.size() || (!isWord(text[end]) && text[end] != '.' && text[end] != '-');
    if (isWhole)
      text.replace(at, folder.size(), name);
    at += isWhole ? name.size() : 1;
  }
  return text;
}

Result<BuildTree> readBuildTree(const std::string &directory) {
  BuildTree tree;
  tree.directory = absolutePath(directory);
  LEVITATE_CHECK(readDatabase(tree));
  LEVITATE_CHECK(readPrograms(tree));
  return tree;
}

} // namespace levitate::equivalence
