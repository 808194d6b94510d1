#include "verify/equivalence/machine_code.h"

#include "verify/equivalence/elf_file.h"
#include "verify/equivalence/unit.h"

#include "base/files.h"

#include <algorithm>
#include <map>
#include <set>

namespace levitate::equivalence {
namespace {

namespace object = llvm::object;

struct Function {
  std::string name; ///< for people
  std::string code; ///< bytes and relocations, symbolic
};

/// Functions by key; an internal function's key is its name and its code's owner is any unit, so
/// that of several with one name all are kept.
using Functions = std::map<std::string, std::vector<Function>>;

class ObjectReader {
public:
  ObjectReader(const object::ELFObjectFileBase &file, SymbolNames &names)
      : file(file), names(names) {}

  void read(Functions &functions) {
    for (const object::SectionRef &section : file.sections()) {
      auto target = section.getRelocatedSection();
      if (!target) {
        llvm::consumeError(target.takeError());
        continue;
      }
      if (*target == file.section_end())
        continue;
      for (const object::RelocationRef &relocation : section.relocations())
        relocations[**target].push_back(relocation);
    }
    for (const object::ELFSymbolRef symbol : file.symbols()) {
      auto section = symbol.getSection();
      if (!section) {
        llvm::consumeError(section.takeError());
        continue;
      }
      if (*section == file.section_end() || symbol.getSize() == 0)
        continue;
      const auto type = symbol.getELFType();
      if (type == llvm::ELF::STT_FUNC || type == llvm::ELF::STT_OBJECT)
        placed[**section].push_back(
            {orDefault(symbol.getAddress(), std::uint64_t{0}), symbol.getSize(), symbol});
    }
    for (auto &[section, list] : relocations)
      std::stable_sort(list.begin(), list.end(),
                       [](const auto &a, const auto &b) { return a.getOffset() < b.getOffset(); });
    for (auto &[section, places] : placed)
      std::stable_sort(places.begin(), places.end(),
                       [](const Place &a, const Place &b) { return a.start < b.start; });
    for (const auto &[section, places] : placed)
      for (const Place &place : places)
        if (place.symbol.getELFType() == llvm::ELF::STT_FUNC)
          addFunction(section, place, functions);
  }

private:
  /// A symbol that covers a part of a section.
  struct Place {
    std::uint64_t start = 0, size = 0;
    object::ELFSymbolRef symbol;
  };

  void addFunction(const object::SectionRef &section, const Place &place, Functions &functions) {
    const std::string raw = orDefault(place.symbol.getName()).str();
    if (raw.starts_with("_GLOBAL__"))
      return; // one for each unit, made by the compiler
    const SymbolName &name = names.of(raw);
    const llvm::StringRef contents = orDefault(section.getContents());
    const auto &[start, size, symbol] = place;
    if (start > contents.size() || size > contents.size() - start)
      return;
    std::string code = contents.substr(start, size).str();
    const std::vector<object::RelocationRef> &list = relocations[section];
    for (auto next = std::lower_bound(list.begin(), list.end(), start,
                                      [](const object::RelocationRef &relocation,
                                         std::uint64_t at) { return relocation.getOffset() < at; });
         next != list.end() && next->getOffset() < start + size; ++next) {
      const object::RelocationRef &relocation = *next;
      code += "|" + std::to_string(relocation.getOffset() - start) + ":" +
              std::to_string(relocation.getType()) + ":" + meaningOf(relocation);
    }
    const bool isLocal = symbol.getBinding() == llvm::ELF::STB_LOCAL;
    std::vector<Function> &known = functions[isLocal ? localKey(names, raw) : name.key];
    if (!isLocal && !known.empty())
      return; // a copy of an inline function
    known.push_back({name.text, std::move(code)});
  }

  /// What a relocation refers to, whatever the layout of the object file.
  std::string meaningOf(const object::RelocationRef &relocation) {
    const auto symbol = relocation.getSymbol();
    if (symbol == file.symbol_end())
      return "none";
    const std::int64_t addend =
        orDefault(object::ELFRelocationRef(relocation).getAddend(), std::int64_t{0});
    const object::ELFSymbolRef target(*symbol);
    if (target.getELFType() != llvm::ELF::STT_SECTION) {
      const std::string raw = orDefault(target.getName()).str();
      const bool isLocal = target.getBinding() == llvm::ELF::STB_LOCAL;
      return (isLocal ? localKey(names, raw) : names.of(raw).key) + "+" + std::to_string(addend);
    }
    auto section = target.getSection();
    if (!section) {
      llvm::consumeError(section.takeError());
      return "unknown";
    }
    if (*section == file.section_end())
      return "none";
    return partOf(**section, addend);
  }

  /// A place in a section: the symbol that covers it, or what stands there. A reference relative to
  /// the program counter is off by the 4 bytes of its own field on x86.
  std::string partOf(const object::SectionRef &section, std::int64_t addend) {
    const bool isX86 =
        file.getArch() == llvm::Triple::x86_64 || file.getArch() == llvm::Triple::x86;
    const std::string name = orDefault(section.getName()).str();
    const llvm::StringRef contents = orDefault(section.getContents());
    const bool isMergeable =
        (object::ELFSectionRef(section).getFlags() & llvm::ELF::SHF_MERGE) != 0;
    for (const std::int64_t bias : {isX86 ? std::int64_t{4} : std::int64_t{0}, std::int64_t{0}}) {
      const std::int64_t at = addend + bias;
      if (at < 0)
        continue;
      const auto offset = static_cast<std::uint64_t>(at);
      // The symbol that starts last before it covers it, if any does.
      const std::vector<Place> &places = placed[section];
      const auto above =
          std::upper_bound(places.begin(), places.end(), offset,
                           [](std::uint64_t value, const Place &one) { return value < one.start; });
      if (above != places.begin() && offset - std::prev(above)->start < std::prev(above)->size)
        return localKey(names, orDefault(std::prev(above)->symbol.getName())) + "+" +
               std::to_string(offset - std::prev(above)->start);
      if (isMergeable && offset < contents.size()) {
        const bool isString =
            (object::ELFSectionRef(section).getFlags() & llvm::ELF::SHF_STRINGS) != 0;
        const llvm::StringRef rest = contents.substr(offset);
        return name + (isString ? rest.substr(0, rest.find('\0')) : rest.substr(0, 16)).str();
      }
    }
    return name + "+" + std::to_string(addend);
  }

  const object::ELFObjectFileBase &file;
  SymbolNames &names;
  std::map<object::SectionRef, std::vector<object::RelocationRef>> relocations;
  std::map<object::SectionRef, std::vector<Place>> placed; // by address
};

Functions readFunctions(const BuildTree &tree, SymbolNames &names, std::size_t &objects) {
  Functions functions;
  for (const Compilation &compilation : tree.compilations) {
    if (compilation.output.empty())
      continue;
    const Result<ElfFile> file =
        ElfFile::open(absolutePath(compilation.output, compilation.directory));
    if (!file)
      continue; // not built, LTO, another format
    ++objects;
    ObjectReader(**file, names).read(functions);
  }
  return functions;
}

} // namespace

MachineCode compareMachineCode(const BuildTree &before, const BuildTree &after,
                               SymbolNames &namesBefore, SymbolNames &namesAfter) {
  MachineCode result;
  const Functions was = readFunctions(before, namesBefore, result.objectsBefore);
  Functions is = readFunctions(after, namesAfter, result.objectsAfter);
  if (result.objectsBefore == 0 || result.objectsAfter == 0)
    return result;
  for (const auto &[key, copies] : was) {
    std::vector<Function> &others = is[key];
    for (const Function &function : copies) {
      const auto same = std::find_if(others.begin(), others.end(), [&](const Function &other) {
        return other.code == function.code;
      });
      if (same != others.end()) {
        ++result.identical;
        others.erase(same);
      } else if (!others.empty()) {
        result.different.push_back(function.name);
        others.erase(others.begin());
      } else {
        result.onlyBefore.push_back(function.name);
      }
    }
  }
  for (const auto &[key, others] : is)
    for (const Function &function : others)
      result.onlyAfter.push_back(function.name);
  return result;
}

} // namespace levitate::equivalence
