// A kernel image: which architecture it is for, and which symbol an address belongs to.
//
// Reads ELF (32 and 64 bit, either byte order), arm64 Image and x86 bzImage headers from bytes in
// memory; a malformed file is an answer ("unknown"), never a crash.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace levitate::boot {

/// What a kernel file is: "elf", "arm64-image", "bzimage", "zboot" or "unknown", and the
/// architecture as QEMU names it ("aarch64", "x86_64", "i386", "arm", "riscv64", ...; "" unknown).
struct ImageKind {
  std::string format = "unknown";
  std::string architecture;
};
ImageKind identifyImage(std::string_view bytes);

/// What makes it impossible to boot a file of `size` bytes that begins so, in words ("is empty",
/// "is cut off: ..."); empty when nothing is seen. QEMU ends on such a file without a word.
std::string imageProblem(std::string_view begin, std::uint64_t size);

/// True when a machine of `architecture` can run that image, or when nothing is known against it.
bool runsOn(const ImageKind &kind, const std::string &architecture);

/// Names for addresses.
class Symbols {
public:
  /// From the symbol table of an ELF file, or from the lines of a System.map or `nm`.
  static Symbols read(std::string_view bytes);

  /// `name+0x10` for an address in a function; when there is none there, for the address that the
  /// program headers map to it (code that runs at its physical address). Empty when unknown.
  std::string nameOf(std::uint64_t address) const;
  bool empty() const { return entries.empty(); }

private:
  struct Entry {
    std::uint64_t address = 0, size = 0;
    std::string name;
  };
  struct Segment {
    std::uint64_t virtualAddress = 0, physicalAddress = 0, size = 0;
  };
  const Entry *find(std::uint64_t address) const;

  std::vector<Entry> entries; // sorted by address
  std::vector<Segment> segments;
};

/// The symbols of a file, read when the first name is asked for: most boots never ask. Not for use
/// by several threads.
class SymbolFile {
public:
  explicit SymbolFile(std::string path = {}) : path(std::move(path)) {}
  /// As Symbols::nameOf; empty also when the file can't be read.
  std::string nameOf(std::uint64_t address) const;

private:
  std::string path;
  mutable std::optional<Symbols> symbols;
};

/// A C++ name made readable, or the name itself.
std::string demangled(const std::string &name);

} // namespace levitate::boot
