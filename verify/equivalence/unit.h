// What is known of one translation unit after it was compiled: its entities in canonical form.
// Plain data: no LLVM type, so that the module can be freed as soon as its unit is written.
#pragma once

#include "base/diagnostic.h"

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace levitate::equivalence {

/// A cryptographic hash (BLAKE3, 32 bytes) of a text.
struct Hash {
  std::array<std::uint8_t, 32> bytes{};
  friend auto operator<=>(const Hash &, const Hash &) = default;
  std::string hex() const;
};
Hash hashOf(std::string_view text);

/// A text that is kept compressed where that makes it smaller.
class PackedText {
public:
  PackedText() = default;
  explicit PackedText(std::string_view text);
  std::string text() const;
  bool empty() const { return size == 0; }

private:
  std::string bytes;
  std::size_t size = 0; ///< of the text, in bytes
  bool isPacked = false;
};

/// Texts by their hash: each is kept once, compressed, whatever the number of units and of sides it
/// occurs in. Thread-safe.
class TextStore {
public:
  Hash add(std::string_view text);
  std::string text(const Hash &hash) const;

  /// How a text mentions the symbol of that key: `@#` and a part of the key's hash. The name for
  /// people is kept apart, because it says more than the key (`A::B()` for any constructor of A).
  std::string mention(std::string_view key, std::string_view name);
  /// A line of a text with the names of the symbols in it.
  std::string readable(std::string_view line) const;

private:
  struct Hasher {
    std::size_t operator()(const Hash &hash) const;
  };
  mutable std::mutex mutex;
  std::unordered_map<Hash, PackedText, Hasher> texts;
  std::unordered_map<std::string, std::string> mentions; // digits -> name
};

enum class EntityKind { Function, Variable, Alias };

/// How the linker sees a definition.
enum class Binding {
  Strong,   ///< one definition in the program
  Weak,     ///< any of several alike (inline functions, templates, weak symbols)
  Internal, ///< this unit's own
};

/// A function, variable or alias that a unit defines.
///
/// Its text is canonical: locals are numbered, types are spelled by layout, symbols by key, and no
/// debug information is in it. An internal entity is mentioned in it as `@local` only; which one is
/// meant is the next number in `locals`, so that texts do not depend on what else is in the unit.
struct Entity {
  EntityKind kind = EntityKind::Function;
  Binding binding = Binding::Strong;
  std::string symbol;      ///< as the linker knows it
  std::string key;         ///< SymbolNames::key
  std::string name;        ///< for people
  bool isState = false;    ///< a variable that can change
  bool isExported = false; ///< visible outside the linked program
  /// A body that only the optimiser sees (`available_externally`); the linker takes another one.
  bool isElsewhere = false;
  /// A copy that is there because its unit needs it (`linkonce_odr`); one that is instantiated
  /// explicitly (`weak_odr`) is there for all.
  bool isDiscardable = false;
  /// Internal, without state, and its address can be told from another's: it is stored, passed or
  /// compared, and not only called or read.
  bool hasAddress = false;
  std::string section;    ///< that the source asks for; else empty
  std::uint64_t size = 0; ///< of a variable, in bytes
  std::size_t instructions = 0;
  Hash text;
  std::vector<std::uint32_t> locals; ///< indices into Unit::entities, in the order of mention
  /// For each mention of a symbol with linkage the index into Unit::assumptions, or `defined`.
  std::vector<std::uint32_t> others;
  std::vector<std::uint32_t> lines; ///< source line of each line of the text; 0: none
  /// Names of the functions that it calls without a landing pad although Clang made one, because
  /// they can't throw (normal_form.h).
  std::vector<std::string> withoutPads;
  Location place;
};

/// A symbol that is used and not defined here: what the compiler assumes of it.
struct Declaration {
  std::string name;   ///< for people
  std::string symbol; ///< as the linker knows it
  bool isWeak = true; ///< in all its declarations: may stay undefined, and pulls nothing in
};

/// An entity that __attribute__((used)) keeps, or `retain` and the like: the linker keeps it too.
struct Retained {
  std::uint32_t entity = 0;
  bool byLinker = false;
};

/// One step of dynamic initialisation, in the order in which the unit does them.
struct Initialiser {
  std::uint32_t priority = 65535;
  std::optional<std::uint32_t> local; ///< the function that does it, if internal
  bool isAtExit = false;              ///< of llvm.global_dtors
  std::string key;
  std::string sharedWith; ///< key of the inline variable it belongs to: done once in the program
};

/// The layout of a class, struct, union or enumeration.
struct Record {
  std::string name;
  std::string layout;
  Location place;
};

/// Where a source file says something about itself, which a move changes by nature.
struct PositionUse {
  std::string kind; ///< `__FILE__`, `__LINE__`, `std::source_location`, ...
  Location where;
};

/// A diagnostic-free compilation of one source in one configuration.
struct Unit {
  static constexpr std::uint32_t defined = ~std::uint32_t{0};

  std::string source;   ///< absolute path
  std::string root;     ///< of the tree it belongs to; absolute
  std::string output;   ///< of the compile database; distinguishes two compilations of one source
  std::string target;   ///< triple and data layout
  std::string flags;    ///< of the module: ABI, code model, stack protector ...
  std::string options;  ///< of the command, without those whose effect the code shows
  std::string assembly; ///< file-scope asm; of an assembly source, its text
  std::vector<std::string> includeFolders; ///< where assembly looks for files
  Hash environment;                        ///< of target, flags and options
  std::vector<Entity> entities;
  std::vector<Retained> retained;
  std::vector<std::string> unused; ///< symbols that Clang defines here and nothing uses
  std::vector<Hash> assumptions;   ///< what each declaration says; see Entity::others
  std::map<std::string, Declaration> declarations; ///< by key: of symbols that other units define
  std::vector<Initialiser> initialisers;
  std::map<std::string, Record> records; ///< by key
  std::vector<PositionUse> positions;
  std::set<std::string> files; ///< paths of the files it was made from, as spelled
};

} // namespace levitate::equivalence
