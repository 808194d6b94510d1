#include "verify/equivalence/assembly_files.h"

#include "verify/equivalence/unit.h"

#include "base/files.h"

#include <algorithm>

namespace levitate::equivalence {
namespace {

/// What stands behind each mention of the directive: up to a blank, a comma or the end of the line,
/// or between quotes.
std::vector<std::string> argumentsOf(std::string_view text, std::string_view directive) {
  std::vector<std::string> arguments;
  for (std::size_t at = text.find(directive); at != std::string_view::npos;
       at = text.find(directive, at + 1)) {
    std::string_view rest = text.substr(at + directive.size());
    const std::size_t start = rest.find_first_not_of(" \t");
    if (start == 0 || start == std::string_view::npos)
      continue; // another directive that begins like it
    rest = rest.substr(start);
    const bool isQuoted = rest.front() == '"';
    rest = rest.substr(isQuoted ? 1 : 0);
    arguments.emplace_back(rest.substr(0, rest.find_first_of(isQuoted ? "\"" : " \t,;\n")));
  }
  return arguments;
}

void addFiles(std::string_view text, const std::vector<std::string> &folders,
              std::set<std::string> &files, std::string &result, unsigned depth) {
  constexpr unsigned deepest = 10;
  for (const char *directive : {".include", ".incbin"})
    for (const std::string &name : argumentsOf(text, directive)) {
      result += "; " + std::string(directive) + " " + name + " ";
      const auto folder = std::find_if(folders.begin(), folders.end(), [&](const auto &candidate) {
        const std::string path = absolutePath(name, candidate);
        return exists(path) && !isDirectory(path);
      });
      const Result<std::string> contents = folder == folders.end()
                                               ? Error::environment("not found")
                                               : readText(absolutePath(name, *folder));
      if (!contents) {
        result += "not found\n";
        continue;
      }
      files.insert(absolutePath(name, *folder));
      result += hashOf(*contents).hex() + "\n";
      if (directive == std::string_view(".include") && depth < deepest)
        addFiles(*contents, folders, files, result, depth + 1);
    }
}

} // namespace

std::string filesOfAssembly(std::string_view text, const std::vector<std::string> &folders,
                            std::set<std::string> &files) {
  std::string result;
  if (text.find(".inc") != std::string_view::npos)
    addFiles(text, folders, files, result, 0);
  return result;
}

std::set<std::string> sectionsOfAssembly(std::string_view text) {
  std::set<std::string> sections;
  for (const char *directive : {".section", ".pushsection"})
    for (std::string &name : argumentsOf(text, directive))
      sections.insert(std::move(name));
  return sections;
}

} // namespace levitate::equivalence
