// Symbols under a renaming: which symbol of the tree before is which symbol of the tree after.
//
// A symbol's key is its Itanium mangling, parsed and written out as a tree in which every entity
// that the migration renamed carries its new name, at whatever depth: scopes, template arguments,
// parameter types, lambdas, local statics, vtables, typeinfo, guard variables. Two symbols are the
// same under the renaming when their keys are equal. LLVM's ItaniumManglingCanonicalizer is not
// used for it, because it equates names both ways and a one-component name (`f` of the global
// namespace) also wherever it is a member's name; the checker uses it as a second opinion.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace levitate::equivalence {

/// A declaration that the migration moved or renamed: qualified names without leading `::`, of a
/// namespace, class, template, function or variable. A name that ends in a parameter list
/// (`a::f(int)`) means that overload only.
struct Rename {
  std::string from;
  std::string to; ///< empty: the namespace becomes the global one
};

/// A symbol as it is compared and as it is shown.
struct SymbolName {
  std::string key;  ///< equal for symbols that are the same under the renaming
  std::string text; ///< demangled, with its new names; for people
};

/// A symbol that holds names as the source spells them: those of expressions in the signature of a
/// template, which depend on its parameters (`sr`, a callee to be looked up).
struct SpelledForm {
  std::string skeleton;                        ///< its key, with a blank for each such name
  std::vector<std::vector<std::string>> names; ///< of each blank the components
};

/// Maps the symbols of one side. The renames are those that the side's symbols need: the side
/// before gets the migration's, the side after none. Not thread-safe: one for each thread.
/// Remembers what it has mapped.
class SymbolNames {
public:
  explicit SymbolNames(const std::vector<Rename> &renames);

  /// The name of a linker symbol. What is no Itanium mangling is a C name or a variable of the
  /// global namespace, and is looked up as such.
  const SymbolName &of(std::string_view symbol);

  /// Says that the function of this symbol has moved to `to` (a qualified name) although no rename
  /// names it: a friend that is defined in a class moves with the class.
  void moveFunction(std::string_view symbol, const std::string &to);

  /// Says that `symbol` is written in the source as it is (`extern "C"`, an asm label), and what it
  /// is after the renames: no rename of a name of the global namespace is meant for it.
  void plainSymbol(std::string_view symbol, const std::string &to);

  /// The new last component of an entity that is renamed by its name or by its parameters; nothing
  /// when it is not. For `extern "C"`, where namespaces and parameters are no part of the symbol.
  std::string renamedLastComponent(std::string_view qualifiedName) const;

  /// Says that `symbol` is what is called `other` on the side after: for a unit's own symbols,
  /// which the comparison has paired by where they are mentioned.
  void sameAs(std::string_view symbol, const SymbolName &other);

  /// What plainSymbol was told of symbols that the renames change or seem to, by symbol.
  std::map<std::string, std::string> plainSymbols() const;

  /// The symbols asked for so far in which names stand as they are spelled.
  const std::set<std::string> &spelledSymbols() const { return spelled; }

  /// The form of such a symbol under the renames; these are not done in the names of its blanks.
  SpelledForm spelledForm(std::string_view symbol) const;

  /// Whether a name spelled `before` may be spelled `after` under some rename: the front of the one
  /// is an end of the old qualified name, that of the other an end of the new one, and the rest is
  /// the same.
  bool sameAsSpelled(const std::vector<std::string> &before,
                     const std::vector<std::string> &after) const;

  /// What moveFunction was told, by symbol.
  const std::map<std::string, std::string> &movedFunctions() const { return moved; }

  bool hasRenames() const { return !entities.empty() || !overloads.empty(); }

  /// The new name of an entity that a rename names, or nullptr.
  const std::string *renamed(std::string_view qualifiedName) const;

  /// `text` with every renamed qualified name replaced: for strings that hold names, such as
  /// `__PRETTY_FUNCTION__`.
  std::string inText(std::string_view text) const;

  /// True when the texts differ in names only that some rename changes, or in how these are
  /// qualified: for text that a macro made of its argument (`assert(a::x < 3)`).
  bool sameButForNames(std::string_view before, std::string_view after) const;

  /// The contents of a `_ZTS` variable (a mangled type without its prefix) as a key.
  std::string ofTypeString(std::string_view contents);

private:
  std::map<std::string, std::string, std::less<>> entities; // qualified name -> new one
  std::map<std::string, std::string, std::less<>>
      overloads; // `a::f(int)` without blanks -> new name
  std::map<std::string, std::string, std::less<>> functions; // key of the old symbol -> new name
  std::map<std::string, std::string> moved;                  // symbol -> new name
  std::set<std::string> spelled;
  std::unordered_map<std::string, SymbolName> known;
  std::unordered_map<std::string, SymbolName> plain; // symbols that are no mangled names
};

/// `name` without the numbers by which a compiler tells apart what has one name in a unit
/// (`$_3`, `__cxx_global_var_init.5`): they depend on what else is in the unit.
std::string withoutUnitNumbers(const std::string &name);

/// The key of a symbol of a unit's own (SymbolNames::key) without the numbers of its unit: several
/// may share it.
std::string localKey(SymbolNames &names, std::string_view symbol);

} // namespace levitate::equivalence
