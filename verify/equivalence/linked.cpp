#include "verify/equivalence/linked.h"

#include "verify/equivalence/binary.h"
#include "verify/equivalence/disassembly.h"

#include "base/files.h"
#include "base/text.h"

#include <llvm/BinaryFormat/Magic.h>
#include <llvm/Support/FileSystem.h>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

namespace levitate::equivalence {
namespace {

/// Why a file is not compared; empty when it is.
std::string reasonAgainst(const LinkedFile &file) {
  if (!exists(file.path) || isDirectory(file.path))
    return "not built: " + file.path;
  llvm::file_magic magic;
  if (llvm::identify_magic(file.path, magic))
    return file.path + " can't be read";
  if (magic == llvm::file_magic::archive)
    return "an archive: its members are compared as object files";
  if (magic != llvm::file_magic::elf_executable && magic != llvm::file_magic::elf_shared_object)
    return file.path + " is no ELF executable or shared library";
  const std::optional<double> made = changedAt(file.path);
  if (!made)
    return file.path + " can't be read";
  if (*made < file.newestInput)
    return file.path + " is older than its sources";
  return {};
}

class Comparison {
public:
  Comparison(const std::string &program, const Binary &before, const Binary &after,
             LinkedResult &result)
      : program(program), before(before), after(after), result(result) {}

  void decisions(LinkedCode &code) {
    compareExports();
    code.exports = after.exports.size();
    compareLists("section", "sections", sectionsOf(before), sectionsOf(after));
    compareLists("section", "segments", before.segments, after.segments);
    compareLists("binary", "needed libraries", before.needed, after.needed);
    if (before.entry != after.entry)
      differ("binary", "entry", "starts at another place", before.entry, after.entry);
    comparePlaces(code);
  }

  Result<void> functions(LinkedCode &code) {
    LEVITATE_TRY(decoderBefore, Disassembler::make(before));
    LEVITATE_TRY(decoderAfter, Disassembler::make(after));
    using Functions = std::map<std::string, std::vector<const BinarySymbol *>>;
    const auto functionsOf = [](const Binary &binary) {
      Functions functions;
      const BinarySymbol *previous = nullptr;
      for (const BinarySymbol &symbol : binary.symbols) {
        const BinarySection *section = binary.sectionAt(symbol.address);
        const bool isSecondName =
            previous && previous->address == symbol.address && previous->key == symbol.key;
        if (symbol.isFunction && symbol.size > 0 && section && section->isCode && !isSecondName)
          functions[symbol.key].push_back(&symbol);
        previous = &symbol;
      }
      return functions;
    };
    const Functions was = functionsOf(before);
    Functions is = functionsOf(after);
    for (const auto &[key, copies] : was) {
      std::vector<const BinarySymbol *> &others = is[key];
      for (const BinarySymbol *function : copies) {
        const std::vector<CodeLine> lines = decoderBefore.linesOf(*function);
        const auto same =
            std::find_if(others.begin(), others.end(), [&](const BinarySymbol *other) {
              return !firstDifference(lines, decoderAfter.linesOf(*other));
            });
        if (same != others.end()) {
          ++code.identical;
          others.erase(same);
        } else if (others.empty()) {
          code.onlyBefore.push_back(function->name);
        } else {
          CodeDifference found = *firstDifference(lines, decoderAfter.linesOf(*others.front()));
          found.name = others.front()->name;
          code.different.push_back(std::move(found));
          others.erase(others.begin());
        }
      }
    }
    for (const auto &[key, others] : is)
      for (const BinarySymbol *function : others)
        code.onlyAfter.push_back(function->name);
    return {};
  }

private:
  static std::optional<CodeDifference> firstDifference(const std::vector<CodeLine> &was,
                                                       const std::vector<CodeLine> &is) {
    for (std::size_t line = 0; line < std::max(was.size(), is.size()); ++line)
      if (line >= was.size() || line >= is.size() || !was[line].isLike(is[line]))
        return CodeDifference{{},
                              line < was.size() ? was[line].readable() : "",
                              line < is.size() ? is[line].readable() : ""};
    return std::nullopt;
  }

  void differ(const char *kind, const std::string &name, std::string message,
              std::string beforeText = {}, std::string afterText = {}) {
    result.differences.push_back({kind,
                                  name,
                                  std::move(message),
                                  {before.path, 0, 0},
                                  {after.path, 0, 0},
                                  std::move(beforeText),
                                  std::move(afterText),
                                  0});
  }

  void compareExports() {
    for (const auto &[symbol, text] : before.exports)
      if (!after.exports.contains(symbol))
        differ("export", text, "is exported by " + program + " before only");
    for (const auto &[symbol, text] : after.exports)
      if (!before.exports.contains(symbol))
        differ("export", text, "is exported by " + program + " after only");
  }

  static std::vector<std::string> sectionsOf(const Binary &binary) {
    std::vector<std::string> sections;
    for (const BinarySection &section : binary.sections)
      sections.push_back(section.name + " " + section.properties);
    return sections;
  }

  void compareLists(const char *kind, const char *what, const std::vector<std::string> &was,
                    const std::vector<std::string> &is) {
    if (was != is)
      differ(kind, what, "of " + program + " differ", join(was, "; "), join(is, "; "));
  }

  /// Each symbol that others can name lies in the same section.
  void comparePlaces(LinkedCode &code) {
    std::map<std::string, const BinarySymbol *> known;
    for (const BinarySymbol &symbol : before.symbols)
      if (!symbol.isLocal)
        known.try_emplace(symbol.key, &symbol);
    for (const BinarySymbol &symbol : after.symbols) {
      const auto found = symbol.isLocal ? known.end() : known.find(symbol.key);
      if (found == known.end())
        continue;
      if (found->second->section == symbol.section)
        ++code.placed;
      else
        differ("placement", symbol.name, "lies in another section of " + program,
               found->second->section, symbol.section);
    }
  }

  const std::string &program;
  const Binary &before;
  const Binary &after;
  LinkedResult &result;
};

} // namespace

std::optional<double> changedAt(const std::string &path) {
  llvm::sys::fs::file_status status;
  if (llvm::sys::fs::status(path, status))
    return std::nullopt;
  return std::chrono::duration<double>(status.getLastModificationTime().time_since_epoch()).count();
}

void compareLinked(const std::string &program, const LinkedFile &before, const LinkedFile &after,
                   SymbolNames &namesBefore, SymbolNames &namesAfter, LinkedResult &result) {
  if (before.path.empty() || after.path.empty())
    return;
  LinkedCode &code = result.programs.emplace_back();
  code.program = program;
  for (const LinkedFile *file : {&before, &after})
    if (code.remark.empty())
      code.remark = reasonAgainst(*file);
  if (!code.remark.empty())
    return;
  const Result<Binary> was = readBinary(before.path, namesBefore);
  const Result<Binary> is = readBinary(after.path, namesAfter);
  if (!was || !is) {
    code.remark = (was ? is : was).error().text();
    return;
  }
  Comparison comparison(program, *was, *is, result);
  comparison.decisions(code);
  if (const Result<void> decoded = comparison.functions(code); !decoded)
    code.remark = decoded.error().text();
}

} // namespace levitate::equivalence
