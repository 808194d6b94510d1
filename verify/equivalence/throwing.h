// Which functions of a program can't throw: the inference that Clang makes within a unit (a
// function whose body can't throw is `nounwind`), made over all units of a tree.
//
// Clang knows of a callee only when it has compiled it before in the same unit, so that a call of
// a function which moves to another unit gains or loses a landing pad. normal_form.h takes the pads
// away that no exception can reach; here is said which those are.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace llvm {
class Function;
class Module;
} // namespace llvm

namespace levitate::equivalence {

/// The attribute of functions that their source declares `noexcept` (or `throw()`, `nothrow`), as
/// the frontend marks them: they end the program rather than throw.
inline constexpr char declaredNonThrowing[] = "declared-noexcept";

/// A part of a function in which control stays unless something throws: from the entry, or from a
/// landing pad on.
struct ThrowingRegion {
  bool throws = false;              ///< by itself: a resume, a call of who knows what
  std::vector<std::uint32_t> calls; ///< what it calls without catching; indices of symbols
  /// What it calls with a landing pad: symbol, and the region that begins at the pad.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> invokes;
};

/// A function that a unit defines. The first region is that of its entry.
struct ThrowingFunction {
  std::uint32_t symbol = 0;
  bool isReplaceable = false; ///< the linker may take another definition, which may throw
  std::vector<ThrowingRegion> regions;
};

/// What a unit's functions may throw, depending on what those that they call do.
struct ThrowingUnit {
  std::vector<std::string> symbols; ///< a unit's own ones with a zero byte in front
  std::vector<ThrowingFunction> functions;
};

/// Reads a module as Clang leaves it.
ThrowingUnit throwingOf(const llvm::Module &module);

/// Whether anything in the module depends on which functions can't throw.
bool dependsOnThrowing(const llvm::Module &module);

/// The functions of a tree that can't throw, whatever calls them.
class NonThrowing {
public:
  /// The greatest set of functions that call nothing outside of the set but what they are sure to
  /// catch. A symbol of several definitions is in it when all are, and none that is replaceable.
  /// Symbols in `open` may mean something that is not in the tree, and are never in the set.
  NonThrowing(const std::vector<const ThrowingUnit *> &units,
              const std::unordered_set<std::string> &open);

  /// Of a function of the unit with that index, defined or declared there.
  bool contains(std::size_t unit, const llvm::Function &function) const;

private:
  std::unordered_set<std::string> symbols;             // with linkage
  std::vector<std::unordered_set<std::string>> locals; // by unit
};

} // namespace levitate::equivalence
