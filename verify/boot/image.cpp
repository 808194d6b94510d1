#include "verify/boot/image.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cxxabi.h>
#include <memory>
#include <tuple>

namespace levitate::boot {

namespace {

// Numbers at offsets of a file, in its byte order. Beyond the end there are zeros.
class Bytes {
public:
  Bytes(std::string_view data, bool bigEndian) : data(data), bigEndian(bigEndian) {}
  std::uint64_t number(std::uint64_t offset, unsigned width) const {
    if (offset > data.size() || data.size() - offset < width)
      return 0;
    std::uint64_t value = 0;
    for (unsigned i = 0; i < width; ++i) {
      const auto byte = static_cast<unsigned char>(data[offset + (bigEndian ? i : width - 1 - i)]);
      value = value << 8U | byte;
    }
    return value;
  }
  std::string text(std::uint64_t offset) const {
    if (offset >= data.size())
      return {};
    const std::string_view rest = data.substr(offset);
    return std::string(rest.substr(0, std::min<std::size_t>(rest.find('\0'), 4096)));
  }

private:
  std::string_view data;
  bool bigEndian;
};

constexpr std::string_view elfMagic = "\x7f"
                                      "ELF";

std::string architectureOf(std::uint64_t machine, bool wide, bool bigEndian) {
  switch (machine) { // the values of e_machine in the System V ABI
  case 3:
    return "i386";
  case 8:
    return std::string(wide ? "mips64" : "mips") + (bigEndian ? "" : "el");
  case 21:
    return "ppc64";
  case 22:
    return "s390x";
  case 40:
    return "arm";
  case 62:
    return "x86_64";
  case 183:
    return "aarch64";
  case 243:
    return wide ? "riscv64" : "riscv32";
  case 258:
    return "loongarch64";
  default:
    return {};
  }
}

} // namespace

ImageKind identifyImage(std::string_view bytes) {
  const Bytes little(bytes, false);
  if (bytes.size() >= 20 && bytes.starts_with(elfMagic)) {
    const bool wide = bytes[4] == 2, bigEndian = bytes[5] == 2;
    return {"elf", architectureOf(Bytes(bytes, bigEndian).number(18, 2), wide, bigEndian)};
  }
  if (bytes.size() >= 64 && little.number(56, 4) == 0x644D5241) // "ARM\x64"
    return {"arm64-image", "aarch64"};
  if (bytes.size() >= 0x206 && little.number(0x202, 4) == 0x53726448) // "HdrS"
    return {"bzimage", "x86_64"};
  if (bytes.size() >= 64 && bytes.starts_with("MZ") && bytes.substr(4, 4) == "zimg")
    return {"zboot", ""};
  return {};
}

std::string imageProblem(std::string_view begin, std::uint64_t size) {
  if (size == 0)
    return "is empty";
  if (!begin.starts_with(elfMagic))
    return {};
  const bool wide = begin.size() > 4 && begin[4] == 2;
  const auto missing = [&](std::uint64_t end) {
    return "is cut off: it has " + std::to_string(size) + " bytes and needs " + std::to_string(end);
  };
  if (const std::uint64_t header = wide ? 64 : 52; size < header)
    return missing(header);
  const Bytes file(begin, begin[5] == 2);
  const std::uint64_t programs = file.number(wide ? 32 : 28, wide ? 8 : 4);
  const std::uint64_t step = file.number(wide ? 54 : 42, 2);
  const std::uint64_t count = file.number(wide ? 56 : 44, 2);
  std::uint64_t end = programs + count * step;
  for (std::uint64_t at = programs; count > 0 && at < programs + count * step && at < begin.size();
       at += std::max<std::uint64_t>(step, 1)) {
    if (file.number(at, 4) != 1) // PT_LOAD
      continue;
    const std::uint64_t offset = file.number(at + (wide ? 8 : 4), wide ? 8 : 4);
    const std::uint64_t length = file.number(at + (wide ? 32 : 16), wide ? 8 : 4);
    end = std::max(end, offset + length);
  }
  return end > size ? missing(end) : std::string();
}

bool runsOn(const ImageKind &kind, const std::string &architecture) {
  if (kind.architecture.empty() || kind.architecture == architecture)
    return true;
  return (kind.architecture == "i386" && architecture == "x86_64") ||
         (kind.format == "bzimage" && architecture == "i386") ||
         (kind.architecture == "arm" && architecture == "aarch64");
}

// The source names of a nested name of the Itanium C++ ABI (5.1.2), template arguments as `<...>`:
// for names with what the runtime's demangler does not know yet. The name itself when even that
// can't be read.
static std::string nestedName(const std::string &mangled) {
  std::string result;
  std::size_t at = mangled.starts_with("_ZNK") ? 4 : 3;
  int depth = 0; // of template arguments and what is inside
  while (at < mangled.size()) {
    const char c = mangled[at];
    if (c >= '0' && c <= '9') {
      std::size_t length = 0;
      for (; at < mangled.size() && mangled[at] >= '0' && mangled[at] <= '9'; ++at)
        length = std::min<std::size_t>(length * 10 + static_cast<std::size_t>(mangled[at] - '0'),
                                       mangled.size());
      if (depth == 0)
        result += (result.empty() ? "" : "::") + mangled.substr(at, length);
      at += length;
    } else if (c == 'E') {
      ++at;
      if (depth-- == 0)
        return result.empty() ? mangled : result;
    } else if (c == 'L') { // a literal: to its end
      at = mangled.find('E', at);
      at = at == std::string::npos ? mangled.size() : at + 1;
    } else if (c == 'I' || c == 'N' || c == 'X' || c == 'J' || c == 'F') {
      if (depth++ == 0)
        result += "<...>";
      ++at;
    } else if ((c == 'S' || c == 'T') && at + 1 < mangled.size() && mangled[at + 1] >= 'a') {
      at += 2; // St, Tk, ...
    } else if (c == 'S' || c == 'T') {
      at = mangled.find('_', at);
      at = at == std::string::npos ? mangled.size() : at + 1;
    } else {
      ++at;
    }
  }
  return mangled;
}

std::string demangled(const std::string &name) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> text(
      abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status), &std::free);
  if (status == 0 && text)
    return text.get();
  return name.starts_with("_ZN") ? nestedName(name) : name;
}

Symbols Symbols::read(std::string_view bytes) {
  Symbols symbols;
  if (!bytes.starts_with(elfMagic)) { // "ffff800010080000 T _text"
    std::size_t broken = 0;
    for (const std::string &line : split(bytes.substr(0, 16U << 20U), "\n")) {
      unsigned long long address = 0;
      char kind = 0;
      std::array<char, 256> name{};
      if (std::sscanf(line.c_str(), "%llx %c %255s", &address, &kind, name.data()) == 3) {
        if (kind == 't' || kind == 'T' || kind == 'w' || kind == 'W')
          symbols.entries.push_back({address, 0, name.data()});
      } else if (++broken > 16) {
        return {};
      }
    }
  } else if (bytes.size() >= 64) {
    const bool wide = bytes[4] == 2;
    const Bytes file(bytes, bytes[5] == 2);
    const std::uint64_t headers = file.number(wide ? 40 : 32, wide ? 8 : 4);
    const std::uint64_t headerSize = file.number(wide ? 58 : 46, 2);
    const std::uint64_t headerCount = file.number(wide ? 60 : 48, 2);
    for (std::uint64_t index = 0; index < headerCount; ++index) {
      const std::uint64_t header = headers + index * headerSize;
      if (file.number(header + 4, 4) != 2) // SHT_SYMTAB
        continue;
      const std::uint64_t offset = file.number(header + (wide ? 24 : 16), wide ? 8 : 4);
      const std::uint64_t size = std::min<std::uint64_t>(
          file.number(header + (wide ? 32 : 20), wide ? 8 : 4), bytes.size());
      const std::uint64_t strings =
          headers + file.number(header + (wide ? 40 : 24), 4) * headerSize;
      const std::uint64_t names = file.number(strings + (wide ? 24 : 16), wide ? 8 : 4);
      const std::uint64_t step = wide ? 24 : 16;
      for (std::uint64_t at = offset; at + step <= offset + size; at += step) {
        const std::uint64_t type = file.number(at + (wide ? 4 : 12), 1) & 15U;
        const std::uint64_t section = file.number(at + (wide ? 6 : 14), 2);
        if (type > 2 || type == 1 || section == 0 || section >= 0xFF00)
          continue; // functions, and labels of assembly code, that are defined here
        std::string name = file.text(names + file.number(at, 4));
        if (name.empty() || name.front() == '$') // mapping symbols of the Arm ABI
          continue;
        symbols.entries.push_back({file.number(at + (wide ? 8 : 4), wide ? 8 : 4),
                                   file.number(at + (wide ? 16 : 8), wide ? 8 : 4),
                                   std::move(name)});
      }
    }
    const std::uint64_t programs = file.number(wide ? 32 : 28, wide ? 8 : 4);
    const std::uint64_t programSize = file.number(wide ? 54 : 42, 2);
    const std::uint64_t programCount = file.number(wide ? 56 : 44, 2);
    for (std::uint64_t index = 0; index < programCount; ++index) {
      const std::uint64_t header = programs + index * programSize;
      if (file.number(header, 4) == 1) // PT_LOAD
        symbols.segments.push_back({file.number(header + (wide ? 16 : 8), wide ? 8 : 4),
                                    file.number(header + (wide ? 24 : 12), wide ? 8 : 4),
                                    file.number(header + (wide ? 40 : 20), wide ? 8 : 4)});
    }
  }
  std::sort(symbols.entries.begin(), symbols.entries.end(), [](const Entry &a, const Entry &b) {
    return std::tie(a.address, b.size, a.name) < std::tie(b.address, a.size, b.name);
  });
  return symbols;
}

const Symbols::Entry *Symbols::find(std::uint64_t address) const {
  auto after = std::upper_bound(
      entries.begin(), entries.end(), address,
      [](std::uint64_t wanted, const Entry &entry) { return wanted < entry.address; });
  // A label without a size holds up to the next symbol, but not for a megabyte.
  while (after != entries.begin()) {
    const Entry &entry = *--after;
    const std::uint64_t distance = address - entry.address;
    if (entry.size != 0 ? distance < entry.size : distance < 0x10000)
      return &entry;
    if (distance > 0x100000)
      break;
  }
  return nullptr;
}

std::string SymbolFile::nameOf(std::uint64_t address) const {
  if (!symbols) {
    const auto bytes = readText(path);
    symbols = bytes ? Symbols::read(*bytes) : Symbols();
  }
  return symbols->nameOf(address);
}

std::string Symbols::nameOf(std::uint64_t address) const {
  const Entry *entry = find(address);
  if (!entry)
    for (const Segment &segment : segments) {
      if (address - segment.physicalAddress >= segment.size ||
          segment.physicalAddress == segment.virtualAddress)
        continue;
      address = address - segment.physicalAddress + segment.virtualAddress;
      entry = find(address);
      break;
    }
  if (!entry)
    return {};
  std::array<char, 32> offset{};
  std::snprintf(offset.data(), offset.size(), "+0x%llx",
                static_cast<unsigned long long>(address - entry->address));
  return demangled(entry->name) + offset.data();
}

} // namespace levitate::boot
