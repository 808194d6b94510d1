#include "tool/workspace/compile_database.h"

#include "base/command_line.h"
#include "base/files.h"
#include "base/json.h"

#include <algorithm>
#include <filesystem>

namespace levitate::workspace {

// Assembly has no declarations; the rest of a compile database is C and C++.
static bool isAssembly(std::string_view file) {
  for (const std::string_view ending : {".S", ".s", ".sx", ".asm"})
    if (file.ends_with(ending))
      return true;
  return false;
}

Result<std::vector<Unit>> loadCompileDatabase(const std::string &buildDirectory) {
  const std::string folder = absolutePath(buildDirectory);
  const std::string path = folder + "/compile_commands.json";
  if (!exists(path))
    return Error::at(ExitStatus::Environment, {path, 0, 0},
                     "there is no compile database; configure the build with "
                     "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON");
  LEVITATE_TRY(document, JsonDocument::readFile(path));
  LEVITATE_TRY(entries, document.array());
  std::vector<Unit> units;
  for (const JsonValue &entry : entries) {
    LEVITATE_TRY(fileValue, entry.at("file"));
    LEVITATE_TRY(file, fileValue.string());
    LEVITATE_TRY(directory, entry.stringOr("directory", folder));
    directory = absolutePath(directory, folder);
    Unit unit{realPath(absolutePath(file, directory)), directory, {}, folder};
    if (entry.has("arguments")) {
      LEVITATE_TRY(list, entry.at("arguments"));
      LEVITATE_TRY(arguments, list.strings());
      unit.arguments = std::move(arguments);
    } else {
      LEVITATE_TRY(value, entry.at("command"));
      LEVITATE_TRY(command, value.string());
      unit.arguments = splitCommand(command);
    }
    if (unit.arguments.empty())
      return entry.error("the compile command is empty");
    std::set<std::string> responses;
    LEVITATE_CHECK(expandResponseFiles(unit.arguments, directory, responses));
    dropLaunchers(unit.arguments);
    if (!isAssembly(unit.file))
      units.push_back(std::move(unit));
  }
  const auto key = [](const Unit &unit) { return std::tie(unit.file, unit.arguments); };
  std::sort(units.begin(), units.end(),
            [&](const Unit &a, const Unit &b) { return key(a) < key(b); });
  units.erase(std::unique(units.begin(), units.end(),
                          [&](const Unit &a, const Unit &b) { return key(a) == key(b); }),
              units.end());
  return units;
}

Unit headerAsUnit(Unit unit, const std::string &file) {
  // The name of a header does not say its language, that of the source does.
  const bool isC = unit.file.ends_with(".c");
  for (std::size_t i = 0; i < unit.arguments.size(); ++i)
    if (realPath(absolutePath(unit.arguments[i], unit.directory)) == unit.file) {
      unit.arguments[i] = file;
      unit.arguments.insert(unit.arguments.begin() + static_cast<std::ptrdiff_t>(i++),
                            isC ? "-xc-header" : "-xc++-header");
    }
  unit.file = file;
  return unit;
}

std::vector<std::string> findBuildDirectories(const std::string &root) {
  namespace fs = std::filesystem;
  std::vector<std::string> found;
  std::error_code ignored;
  const auto look = [&](const fs::path &folder) {
    if (fs::exists(folder / "compile_commands.json", ignored))
      found.push_back(folder.string());
  };
  for (fs::directory_iterator it(root, ignored), end; it != end; it.increment(ignored)) {
    if (!it->is_directory(ignored) || !it->path().filename().string().starts_with("build"))
      continue;
    look(it->path());
    for (fs::directory_iterator inner(it->path(), ignored); inner != end; inner.increment(ignored))
      if (inner->is_directory(ignored))
        look(inner->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

} // namespace levitate::workspace
