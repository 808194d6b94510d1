// A linked file (ELF executable or shared library) as plain data: what it exports, where its
// symbols were placed, and what an address in it means. What its code says is in disassembly.h.
#pragma once

#include "base/result.h"
#include "verify/equivalence/names.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace levitate::equivalence {

/// A section that is in memory when the program runs.
struct BinarySection {
  std::string name;
  std::uint64_t address = 0;
  std::uint64_t size = 0;
  bool isCode = false, isWritable = false;
  std::string properties; ///< type and flags, for comparison
  std::string bytes;      ///< empty where the file has none (zero at the start)
};

/// A defined symbol.
struct BinarySymbol {
  std::uint64_t address = 0;
  std::uint64_t size = 0; ///< 0: a label
  std::string name;       ///< for people
  std::string key;        ///< SymbolNames::key; of a local one its name without unit numbers
  std::string section;    ///< empty: absolute
  bool isFunction = false, isLocal = false;
};

struct Binary {
  std::string path;
  std::string triple, cpu, features;
  bool isRelocatable = false;        ///< position-independent: no immediate operand is an address
  std::string entry;                 ///< what it starts at; empty: nothing
  std::vector<std::string> needed;   ///< libraries, in their order; its own name first
  std::vector<std::string> segments; ///< kind and permissions, in their order
  /// Dynamic symbols with version, kind, binding and visibility; for each a text for people.
  std::map<std::string, std::string> exports;
  std::vector<BinarySection> sections;        ///< in the order of the file
  std::vector<BinarySymbol> symbols;          ///< sorted by address, then by how well they name it
  std::set<std::uint64_t> data;               ///< where data starts in code (mapping symbols)
  std::set<std::uint64_t> code;               ///< and code again
  std::map<std::uint64_t, std::string> stubs; ///< entries of the PLT and GOT: what they lead to
  std::map<std::uint64_t, std::uint64_t> relocated; ///< words that are addresses, and which

  const BinarySection *sectionAt(std::uint64_t address) const;

  /// What an address may mean, whatever the layout: symbols that start at, cover or end at it, a
  /// stub, or what stands there when that has no name. `inside` is the function that uses it. The
  /// same place has one text at least in common in two files; empty when it is outside of the file.
  std::vector<std::string> placesOf(std::uint64_t address, const BinarySymbol *inside) const;
};

/// Reads a linked ELF file. An environment error when it is none, or is damaged.
Result<Binary> readBinary(const std::string &path, SymbolNames &names);

} // namespace levitate::equivalence
