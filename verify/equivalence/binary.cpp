#include "verify/equivalence/binary.h"

#include "verify/equivalence/elf_file.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/Endian.h>

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <tuple>

namespace levitate::equivalence {
namespace {

namespace object = llvm::object;
namespace elf = llvm::ELF;

class Reader {
public:
  Reader(const object::ELFObjectFileBase &file, SymbolNames &names, Binary &binary)
      : file(file), names(names), binary(binary) {}

  Result<void> read() {
    binary.triple = file.makeTriple().str();
    binary.cpu = file.tryGetCPUName().value_or("").str();
    if (llvm::Expected<llvm::SubtargetFeatures> features = file.getFeatures())
      binary.features = features->getString();
    else
      llvm::consumeError(features.takeError());
    binary.isRelocatable = file.getEType() != elf::ET_EXEC;
    LEVITATE_CHECK(readSections());
    LEVITATE_CHECK(readSymbols());
    readExports();
    readStubs();
    readDynamic();
    if (const auto *typed = llvm::dyn_cast<object::ELF64LEObjectFile>(&file))
      readHeaders(*typed);
    else if (const auto *typed32 = llvm::dyn_cast<object::ELF32LEObjectFile>(&file))
      readHeaders(*typed32);
    else if (const auto *typedBig = llvm::dyn_cast<object::ELF64BEObjectFile>(&file))
      readHeaders(*typedBig);
    else if (const auto *typed32Big = llvm::dyn_cast<object::ELF32BEObjectFile>(&file))
      readHeaders(*typed32Big);
    return {};
  }

private:
  Error damaged(const std::string &what, llvm::Error error) const {
    return Error::environment(binary.path + ": " + what + ": " + llvm::toString(std::move(error)));
  }

  Result<void> readSections() {
    for (const object::ELFSectionRef section : file.sections()) {
      if ((section.getFlags() & elf::SHF_ALLOC) == 0)
        continue;
      BinarySection one;
      llvm::Expected<llvm::StringRef> name = section.getName();
      if (!name)
        return damaged("a section has no name", name.takeError());
      one.name = name->str();
      one.address = section.getAddress();
      one.size = section.getSize();
      if (one.size > std::numeric_limits<std::uint64_t>::max() - one.address)
        return Error::environment(binary.path + ": section " + one.name + " has no end");
      one.isCode = (section.getFlags() & elf::SHF_EXECINSTR) != 0;
      one.isWritable = (section.getFlags() & elf::SHF_WRITE) != 0;
      one.properties = fmt::format("type {} flags {:x}", section.getType(), section.getFlags());
      if (section.getType() != elf::SHT_NOBITS) {
        llvm::Expected<llvm::StringRef> bytes = section.getContents();
        if (!bytes)
          return damaged("section " + one.name, bytes.takeError());
        one.bytes = bytes->str();
      }
      binary.sections.push_back(std::move(one));
    }
    return {};
  }

  Result<void> readSymbols() {
    for (const object::ELFSymbolRef symbol : file.symbols()) {
      llvm::Expected<llvm::StringRef> name = symbol.getName();
      if (!name)
        return damaged("a symbol has no name", name.takeError());
      auto section = symbol.getSection();
      if (!section)
        return damaged("symbol " + name->str(), section.takeError());
      const std::uint64_t address = orDefault(symbol.getAddress(), std::uint64_t{0});
      const std::uint32_t flags = orDefault(symbol.getFlags(), std::uint32_t{0});
      if ((flags & object::SymbolRef::SF_Undefined) != 0)
        continue;
      if (name->starts_with("$")) { // mapping symbols of Arm and RISC-V
        if (name->starts_with("$d"))
          binary.data.insert(address);
        else
          binary.code.insert(address);
        continue;
      }
      const std::uint8_t type = symbol.getELFType();
      if (type == elf::STT_FILE || type == elf::STT_SECTION || type == elf::STT_TLS ||
          name->empty())
        continue;
      BinarySymbol one;
      one.address = address;
      one.size = symbol.getSize();
      one.isFunction = type == elf::STT_FUNC;
      one.isLocal = symbol.getBinding() == elf::STB_LOCAL;
      const SymbolName &known = names.of(*name);
      one.name = known.text;
      one.key = one.isLocal ? localKey(names, *name) : known.key;
      if (*section != file.section_end())
        one.section = orDefault((*section)->getName()).str();
      if (one.size > std::numeric_limits<std::uint64_t>::max() - one.address)
        return Error::environment(binary.path + ": symbol " + one.name + " has no end");
      binary.symbols.push_back(std::move(one));
    }
    std::sort(binary.symbols.begin(), binary.symbols.end(),
              [](const BinarySymbol &a, const BinarySymbol &b) {
                return std::tuple(a.address, a.size == 0, a.isLocal, std::cref(a.key).get()) <
                       std::tuple(b.address, b.size == 0, b.isLocal, std::cref(b.key).get());
              });
    // A function of assembly without a size goes on to the next symbol of its section.
    for (std::size_t index = 0; index < binary.symbols.size(); ++index) {
      BinarySymbol &symbol = binary.symbols[index];
      const BinarySection *section = binary.sectionAt(symbol.address);
      if (!symbol.isFunction || symbol.size != 0 || !section)
        continue;
      std::uint64_t end = section->address + section->size;
      for (std::size_t next = index + 1; next < binary.symbols.size(); ++next)
        if (binary.symbols[next].address > symbol.address) {
          end = std::min(end, binary.symbols[next].address);
          break;
        }
      symbol.size = end - symbol.address;
    }
    return {};
  }

  void readExports() {
    const auto versions = orDefault(file.readDynsymVersions());
    std::size_t index = 0;
    for (const object::ELFSymbolRef symbol : file.getDynamicSymbolIterators()) {
      const std::size_t at = index++;
      const std::uint32_t flags = orDefault(symbol.getFlags(), std::uint32_t{0});
      if ((flags & object::SymbolRef::SF_Undefined) != 0 || symbol.getBinding() == elf::STB_LOCAL)
        continue;
      const SymbolName &name = names.of(orDefault(symbol.getName()));
      std::string version;
      if (at < versions.size() && !versions[at].Name.empty())
        version = (versions[at].IsVerDef ? "@@" : "@") + versions[at].Name;
      constexpr const char *visibilities[] = {"default", "internal", "hidden", "protected"};
      const std::string properties =
          fmt::format("{} type {} binding {} {}", version, symbol.getELFType(), symbol.getBinding(),
                      visibilities[symbol.getOther() & 3]);
      binary.exports.emplace(name.key + properties, name.text + properties);
    }
  }

  std::string nameOf(const object::ELFSymbolRef &symbol) {
    return names.of(orDefault(symbol.getName())).key;
  }

  void readStubs() {
    for (const object::ELFPltEntry &entry : file.getPltEntries())
      if (entry.Symbol)
        binary.stubs[entry.Address] =
            "stub of " + nameOf(object::ELFSymbolRef(object::SymbolRef(*entry.Symbol, &file)));
    for (const object::SectionRef &section : file.dynamic_relocation_sections())
      for (const object::ELFRelocationRef relocation : section.relocations()) {
        const auto symbol = relocation.getSymbol();
        const auto addend =
            static_cast<std::uint64_t>(orDefault(relocation.getAddend(), std::int64_t{0}));
        if (symbol == file.symbol_end() || orDefault(symbol->getName()).empty())
          binary.relocated[relocation.getOffset()] = addend;
        else
          binary.stubs[relocation.getOffset()] = "address of " + nameOf(*symbol);
      }
  }

  template <class T> void readHeaders(const object::ELFObjectFile<T> &typed) {
    const object::ELFFile<T> &whole = typed.getELFFile();
    const std::vector<std::string> places = binary.placesOf(whole.getHeader().e_entry, nullptr);
    binary.entry = places.empty() ? "" : places.front();
    auto headers = whole.program_headers();
    if (!headers) {
      llvm::consumeError(headers.takeError());
      return;
    }
    for (const auto &header : *headers)
      if (header.p_type != elf::PT_NOTE && header.p_type != elf::PT_PHDR)
        binary.segments.push_back(fmt::format("segment {:x} flags {}",
                                              static_cast<std::uint32_t>(header.p_type),
                                              static_cast<std::uint32_t>(header.p_flags)));
  }

  /// The libraries that are needed. LLVM's own reader of the table trusts the program headers.
  void readDynamic() {
    const BinarySection *dynamic = nullptr;
    for (const BinarySection &section : binary.sections)
      if (section.name == ".dynamic")
        dynamic = &section;
    if (!dynamic)
      return;
    const std::size_t width = file.getBytesInAddress();
    const auto order = file.isLittleEndian() ? llvm::endianness::little : llvm::endianness::big;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> entries; // tag, value
    const auto word = [&](std::size_t at) -> std::uint64_t {
      const char *bytes = dynamic->bytes.data() + at;
      return width == 4 ? llvm::support::endian::read32(bytes, order)
                        : llvm::support::endian::read64(bytes, order);
    };
    for (std::size_t at = 0; at + 2 * width <= dynamic->bytes.size(); at += 2 * width)
      entries.emplace_back(word(at), word(at + width));
    std::string_view strings;
    for (const auto &[tag, value] : entries)
      if (const BinarySection *section = tag == elf::DT_STRTAB ? binary.sectionAt(value) : nullptr;
          section && value - section->address < section->bytes.size())
        strings = std::string_view(section->bytes).substr(value - section->address);
    const auto stringAt = [&](std::uint64_t offset) {
      const std::string_view rest = offset < strings.size() ? strings.substr(offset) : "";
      return std::string(rest.substr(0, rest.find('\0')));
    };
    for (const auto &[tag, value] : entries) {
      if (tag == elf::DT_SONAME)
        binary.needed.insert(binary.needed.begin(), "is " + stringAt(value));
      if (tag == elf::DT_NEEDED)
        binary.needed.push_back("needs " + stringAt(value));
    }
  }

  const object::ELFObjectFileBase &file;
  SymbolNames &names;
  Binary &binary;
};

/// What stands at a place without a name: a string, a table of places in the function that uses it,
/// or bytes.
std::string contentsAt(const Binary &binary, const BinarySection &section, std::uint64_t address,
                       const BinarySymbol *inside) {
  if (address - section.address >= section.bytes.size())
    return {};
  const std::string_view rest = std::string_view(section.bytes).substr(address - section.address);
  constexpr std::size_t longest = 4096;
  const std::size_t end = rest.substr(0, longest).find('\0');
  const auto isText = [](char byte) {
    return static_cast<unsigned char>(byte) >= ' ' || byte == '\n' || byte == '\t' || byte == '\r';
  };
  if (end != std::string_view::npos && end > 0 &&
      std::all_of(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(end), isText))
    return "\"" + std::string(rest.substr(0, end)) + "\"";
  if (inside) {
    // Jump tables: distances from the table, or addresses.
    for (const std::size_t width : {std::size_t{4}, std::size_t{8}}) {
      std::string table;
      std::size_t count = 0;
      for (; (count + 1) * width <= rest.size() && count < longest; ++count) {
        const char *word = rest.data() + count * width;
        const auto distance = static_cast<std::int32_t>(llvm::support::endian::read32le(word));
        const std::uint64_t target =
            width == 4 ? address + static_cast<std::uint64_t>(std::int64_t{distance})
                       : llvm::support::endian::read64le(word);
        const auto moved = binary.relocated.find(address + count * width);
        const std::uint64_t place =
            width == 8 && moved != binary.relocated.end() ? moved->second : target;
        if (place < inside->address || place >= inside->address + inside->size)
          break;
        table += fmt::format(" {}", place - inside->address);
      }
      if (count >= 2)
        return "table" + table;
    }
  }
  return "bytes " +
         llvm::toHex(llvm::StringRef(rest.data(), std::min<std::size_t>(rest.size(), 16)));
}

} // namespace

const BinarySection *Binary::sectionAt(std::uint64_t address) const {
  for (const BinarySection &section : sections)
    if (address >= section.address && address - section.address < section.size)
      return &section;
  return nullptr;
}

std::vector<std::string> Binary::placesOf(std::uint64_t address, const BinarySymbol *inside) const {
  if (inside && address >= inside->address && address - inside->address < inside->size)
    return {fmt::format("here+{}", address - inside->address)};
  if (const auto stub = stubs.find(address); stub != stubs.end())
    return {stub->second};
  std::vector<std::string> places;
  if (const auto word = relocated.find(address);
      word != relocated.end() && sectionAt(address) && sectionAt(address)->name.starts_with(".got"))
    for (const std::string &place : placesOf(word->second, nullptr))
      places.push_back("address of " + place);
  bool isNamed = false;
  const auto above = std::upper_bound(
      symbols.begin(), symbols.end(), address,
      [](std::uint64_t value, const BinarySymbol &symbol) { return value < symbol.address; });
  std::size_t looked = 0;
  for (auto symbol = std::make_reverse_iterator(above); symbol != symbols.rend(); ++symbol) {
    const std::uint64_t offset = address - symbol->address;
    const bool covers = offset == 0 || offset < symbol->size;
    if (covers || offset == symbol->size)
      places.push_back(fmt::format("{}+{}", symbol->key, offset));
    isNamed = isNamed || (covers && symbol->size > 0);
    if (++looked > 16 && !covers)
      break;
  }
  const BinarySection *section = sectionAt(address);
  if (section && !isNamed && !section->isWritable && !section->isCode)
    if (std::string contents = contentsAt(*this, *section, address, inside); !contents.empty())
      places.push_back(std::move(contents));
  if (section && places.empty())
    places.push_back(fmt::format("{}+{}", section->name, address - section->address));
  return places;
}

Result<Binary> readBinary(const std::string &path, SymbolNames &names) {
  LEVITATE_TRY(file, ElfFile::open(path));
  Binary binary;
  binary.path = path;
  LEVITATE_CHECK(Reader(*file, names, binary).read());
  return binary;
}

} // namespace levitate::equivalence
