#include "verify/layers/database.h"

#include "base/command_line.h"
#include "base/files.h"
#include "base/json.h"
#include "base/process.h"
#include "base/text.h"

#include <algorithm>
#include <dirent.h>

namespace levitate::layers {

namespace {

/// Options of ours that take a value, joined to them or as the next argument.
struct Valued {
  std::string_view name;
  enum class Meaning {
    Quote,
    Angled,
    System,
    After,
    Forced,
    Imacros,
    Define,
    Undefine,
    Keep,
    Drop
  } meaning;
};
constexpr Valued valued[] = {
    {"-iquote", Valued::Meaning::Quote},
    {"-isystem-after", Valued::Meaning::After},
    {"-isystem", Valued::Meaning::System},
    {"-idirafter", Valued::Meaning::After},
    {"-include-pch", Valued::Meaning::Drop},
    {"-include", Valued::Meaning::Forced},
    {"-imacros", Valued::Meaning::Imacros},
    {"-isysroot", Valued::Meaning::Keep},
    {"-iprefix", Valued::Meaning::Keep},
    {"-iwithprefixbefore", Valued::Meaning::Keep},
    {"-iwithprefix", Valued::Meaning::Keep},
    {"-target", Valued::Meaning::Keep},
    {"-resource-dir", Valued::Meaning::Keep},
    {"-arch", Valued::Meaning::Keep},
    {"-Xclang", Valued::Meaning::Drop},
    {"-Xpreprocessor", Valued::Meaning::Drop},
    {"-Xassembler", Valued::Meaning::Drop},
    {"-Xlinker", Valued::Meaning::Drop},
    {"-MF", Valued::Meaning::Drop},
    {"-MT", Valued::Meaning::Drop},
    {"-MQ", Valued::Meaning::Drop},
    {"-MJ", Valued::Meaning::Drop},
    {"-I", Valued::Meaning::Angled},
    {"-D", Valued::Meaning::Define},
    {"-U", Valued::Meaning::Undefine},
    {"-o", Valued::Meaning::Drop},
    {"-L", Valued::Meaning::Drop},
};

bool strictStandard(std::string_view standard) { return !standard.starts_with("gnu"); }

/// The number of a -std= value that orders the standards of one language: 98, 03 -> 103 ...
int year(std::string_view standard) {
  static const std::pair<std::string_view, int> years[] = {
      {"98", 1998}, {"03", 2003}, {"0x", 2011}, {"11", 2011}, {"1y", 2014}, {"14", 2014},
      {"1z", 2017}, {"17", 2017}, {"2a", 2020}, {"20", 2020}, {"2b", 2023}, {"23", 2023},
      {"2c", 2026}, {"26", 2026}, {"89", 1989}, {"90", 1989}, {"99", 1999}, {"9x", 1999},
      {"1x", 2011}, {"18", 2017}, {"2x", 2023}, {"2y", 2026}};
  for (const auto &[suffix, number] : years)
    if (standard.ends_with(suffix))
      return number;
  return standard.find("199409") != standard.npos ? 1994 : 2017;
}

std::string languageOf(const std::string &file) {
  const std::string_view name = fileName(file);
  const std::size_t dot = name.rfind('.');
  const std::string_view extension = dot == name.npos ? "" : name.substr(dot + 1);
  if (extension == "c")
    return "c";
  if (extension == "S" || extension == "sx")
    return "assembler-with-cpp";
  if (extension == "m")
    return "objective-c";
  if (extension == "mm" || extension == "M")
    return "objective-c++";
  return "c++";
}

LanguageMode modeOf(const std::string &language, const std::string &standard, int trigraphs) {
  LanguageMode mode;
  mode.assembler = language.starts_with("assembler");
  const bool plusplus = language.find("++") != language.npos;
  const int number = standard.empty() ? 2017 : year(standard);
  const bool strict = !standard.empty() && strictStandard(standard);
  if (plusplus) {
    mode.rawStrings = number >= 2011;
    mode.digitSeparators = number >= 2014;
    mode.trigraphs = strict && number < 2017;
  } else {
    mode.rawStrings = !mode.assembler && !strict && number >= 1999;
    mode.digitSeparators = number >= 2023;
    mode.trigraphs = strict && number < 2023;
    mode.lineComments = !strict || number >= 1999;
  }
  if (trigraphs >= 0)
    mode.trigraphs = trigraphs == 1;
  return mode;
}

} // namespace

Unit unitOf(const std::vector<std::string> &arguments, const std::string &directory,
            const std::string &file) {
  Unit unit;
  unit.file = absolutePath(file, directory);
  unit.directory = directory;
  std::string language = languageOf(unit.file), standard;
  int trigraphs = -1;
  if (!arguments.empty())
    unit.compiler.push_back(arguments[0]);
  // A compiler named ...++ reads .c files as C++, too, when it is a clang or a gcc: no, those go by
  // the extension; only -x decides otherwise.
  const auto folder = [&](const std::string &path) { return absolutePath(path, directory); };
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::string &argument = arguments[i];
    if (argument == "-x" && i + 1 < arguments.size()) {
      language = arguments[++i];
      continue;
    }
    if (argument.starts_with("-x") && argument.size() > 2) {
      language = argument.substr(2);
      continue;
    }
    bool taken = false;
    for (const Valued &option : valued) {
      if (!argument.starts_with(option.name))
        continue;
      // "-include-pch" etc. stand before "-include" in the table; -Dx but not -Xclangfoo.
      std::string value;
      const bool separate = argument.size() == option.name.size();
      if (separate) {
        if (i + 1 >= arguments.size())
          break;
        value = arguments[++i];
      } else {
        value = argument.substr(option.name.size());
        if (option.name == "-target" || option.name == "-arch" || option.name.starts_with("-X"))
          break;
      }
      taken = true;
      switch (option.meaning) {
      case Valued::Meaning::Quote:
        unit.search.quote.push_back(folder(value));
        break;
      case Valued::Meaning::Angled:
        unit.search.angled.push_back(folder(value));
        break;
      case Valued::Meaning::System:
        unit.search.system.push_back(folder(value));
        break;
      case Valued::Meaning::After:
        unit.search.after.push_back(folder(value));
        break;
      case Valued::Meaning::Forced:
        unit.forced.push_back(value);
        break;
      case Valued::Meaning::Imacros:
        unit.imacros.push_back(value);
        break;
      case Valued::Meaning::Define:
        unit.defines.push_back("-D" + value);
        break;
      case Valued::Meaning::Undefine:
        unit.defines.push_back("-U" + value);
        break;
      case Valued::Meaning::Keep:
        unit.compiler.emplace_back(option.name);
        unit.compiler.push_back(value);
        break;
      case Valued::Meaning::Drop:
        break;
      }
      break;
    }
    if (taken)
      continue;
    if (argument == "-trigraphs" || argument == "-ftrigraphs")
      trigraphs = 1;
    else if (argument == "-fno-trigraphs")
      trigraphs = 0;
    else if (argument.starts_with("-std="))
      standard = argument.substr(5);
    else if (argument == "-ansi")
      standard = language == "c" ? "c89" : "c++98";
    const bool keep = argument.starts_with("-std=") || argument == "-ansi" ||
                      argument.starts_with("-nostd") || argument.starts_with("-stdlib") ||
                      argument.starts_with("--target") || argument.starts_with("--sysroot") ||
                      argument.starts_with("--gcc-") || argument.starts_with("-m") ||
                      argument.starts_with("-O") || argument.starts_with("-f") ||
                      argument == "-pthread" || argument == "-undef" || argument == "-trigraphs" ||
                      argument == "-nobuiltininc";
    if (keep && !argument.starts_with("-fdiagnostics") && !argument.starts_with("-fmodule") &&
        !argument.starts_with("-ffile-prefix") && !argument.starts_with("-fmacro-prefix") &&
        !argument.starts_with("-fdebug-prefix"))
      unit.compiler.push_back(argument);
  }
  unit.compiler.push_back("-x");
  unit.compiler.push_back(language);
  unit.mode = modeOf(language, standard, trigraphs);
  unit.arguments = arguments;
  return unit;
}

Result<std::vector<Unit>> readDatabase(const std::string &folder, std::size_t index) {
  const std::string path = folder + "/compile_commands.json";
  if (!exists(path))
    return Error::usage("there is no compile database " + path +
                        "; configure with CMAKE_EXPORT_COMPILE_COMMANDS=ON");
  // Position-keeping JSON is for files that people write; a database may have 100 MB.
  LEVITATE_TRY(text, readText(path));
  const nlohmann::json document = nlohmann::json::parse(text, nullptr, false);
  if (document.is_discarded()) {
    LEVITATE_TRY(positioned, JsonDocument::parse(std::move(text), path)); // says where
    return positioned.error("no JSON");
  }
  if (!document.is_array())
    return Error::at(ExitStatus::Usage, {path, 1, 1}, "a compile database is an array");
  std::vector<Unit> units;
  for (std::size_t i = 0; i < document.size(); ++i) {
    const nlohmann::json &entry = document[i];
    const auto text_of = [&](const char *key) -> std::string {
      return entry.is_object() && entry.contains(key) && entry[key].is_string()
                 ? entry[key].get<std::string>()
                 : std::string();
    };
    const std::string file = text_of("file"), directory = text_of("directory"),
                      command = text_of("command");
    std::vector<std::string> arguments;
    if (entry.is_object() && entry.contains("arguments") && entry["arguments"].is_array()) {
      for (const nlohmann::json &argument : entry["arguments"])
        if (argument.is_string())
          arguments.push_back(argument.get<std::string>());
    } else {
      arguments = splitCommand(command);
    }
    if (file.empty() || directory.empty() || arguments.empty()) {
      Error error = Error::at(ExitStatus::Usage, {path, 1, 1},
                              "an entry needs file, directory and command or arguments");
      error.diagnostics[0].pointer = "/" + std::to_string(i);
      return error;
    }
    const std::string where = absolutePath(directory, folder);
    std::set<std::string> responses;
    LEVITATE_CHECK(expandResponseFiles(arguments, where, responses));
    dropLaunchers(arguments);
    Unit unit = unitOf(arguments, where, file);
    unit.database = index;
    units.push_back(std::move(unit));
  }
  return units;
}

Result<CompilerFacts> askCompiler(const std::vector<std::string> &compiler,
                                  const std::string &directory, bool macros) {
  Command command;
  command.arguments = compiler;
  command.arguments.insert(command.arguments.end(), {"-E", "-v", "-w"});
  if (macros)
    command.arguments.push_back("-dM");
  command.arguments.push_back("/dev/null");
  command.directory = isDirectory(directory) ? directory : "";
  command.environment = {{"LC_ALL", "C"}};
  command.deadline = std::chrono::seconds(30);
  LEVITATE_TRY(result, runProcess(command));
  if (!result.succeeded())
    return Error::environment("the compiler does not say where it looks for headers: " +
                              shellQuoted(command.arguments) + "\n" + result.errors);
  CompilerFacts facts;
  std::vector<std::string> *list = nullptr;
  for (const std::string &line : split(result.errors, "\n")) {
    if (line.starts_with("#include \"...\" search starts here"))
      list = &facts.quote;
    else if (line.starts_with("#include <...> search starts here"))
      list = &facts.angled;
    else if (line.starts_with("End of search list"))
      list = nullptr;
    else if (list && line.starts_with(' ') && !line.ends_with("(framework directory)"))
      list->push_back(absolutePath(trim(line), directory));
  }
  if (macros)
    facts.macros = std::move(result.output);
  return facts;
}

static std::vector<std::string> subfolders(const std::string &path) {
  std::vector<std::string> names;
  if (DIR *stream = ::opendir(path.c_str())) {
    while (const dirent *item = ::readdir(stream))
      if (item->d_name[0] != '.' && item->d_type != DT_REG)
        names.emplace_back(item->d_name);
    ::closedir(stream);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> findDatabases(const std::string &root) {
  std::vector<std::string> found;
  for (const std::string &name : subfolders(root)) {
    if (!name.starts_with("build"))
      continue;
    const std::string folder = root + "/" + name;
    if (exists(folder + "/compile_commands.json"))
      found.push_back(folder);
    for (const std::string &inner : subfolders(folder))
      if (exists(folder + "/" + inner + "/compile_commands.json"))
        found.push_back(folder + "/" + inner);
  }
  return found;
}

} // namespace levitate::layers
