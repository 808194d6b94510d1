#include "verify/equivalence/throwing.h"

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/IR/InstrTypes.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/Module.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace levitate::equivalence {
namespace {

/// What a call means when it is direct, or nullptr.
const llvm::Function *calleeOf(const llvm::CallBase &call) {
  return llvm::dyn_cast<llvm::Function>(call.getCalledOperand()->stripPointerCasts());
}

class Reader {
public:
  explicit Reader(const llvm::Module &module) : module(module) {}

  ThrowingUnit run() {
    for (const llvm::Function &function : module)
      if (!function.isDeclaration())
        read(function);
    return std::move(unit);
  }

private:
  std::uint32_t symbolOf(const llvm::Function &function) {
    const auto [known, isNew] =
        numbers.try_emplace(&function, static_cast<std::uint32_t>(unit.symbols.size()));
    if (isNew)
      unit.symbols.push_back((function.hasLocalLinkage() ? std::string(1, '\0') : std::string()) +
                             function.getName().str());
    return known->second;
  }

  void read(const llvm::Function &function) {
    ThrowingFunction result;
    result.symbol = symbolOf(function);
    const bool isDeclared = function.hasFnAttribute(declaredNonThrowing);
    result.isReplaceable = function.isInterposable() && !isDeclared;
    regionOf.clear();
    starts = {&function.getEntryBlock()};
    // `nounwind` alone may come from -fno-exceptions, which says nothing of what is called.
    if (isDeclared)
      result.regions.emplace_back();
    else
      for (std::size_t index = 0; index < starts.size(); ++index)
        result.regions.push_back(region(*starts[index]));
    unit.functions.push_back(std::move(result));
  }

  ThrowingRegion region(const llvm::BasicBlock &start) {
    ThrowingRegion result;
    llvm::DenseSet<const llvm::BasicBlock *> known = {&start};
    std::vector<const llvm::BasicBlock *> open = {&start};
    while (!open.empty()) {
      const llvm::BasicBlock *block = open.back();
      open.pop_back();
      for (const llvm::Instruction &instruction : *block)
        add(instruction, result);
      const auto *invoke = llvm::dyn_cast<llvm::InvokeInst>(block->getTerminator());
      for (const llvm::BasicBlock *next : llvm::successors(block))
        if ((!invoke || next == invoke->getNormalDest()) && known.insert(next).second)
          open.push_back(next);
    }
    std::sort(result.calls.begin(), result.calls.end());
    result.calls.erase(std::unique(result.calls.begin(), result.calls.end()), result.calls.end());
    std::sort(result.invokes.begin(), result.invokes.end());
    result.invokes.erase(std::unique(result.invokes.begin(), result.invokes.end()),
                         result.invokes.end());
    return result;
  }

  void add(const llvm::Instruction &instruction, ThrowingRegion &result) {
    const auto *call = llvm::dyn_cast<llvm::CallBase>(&instruction);
    if (!call) {
      result.throws = result.throws || instruction.mayThrow();
      return;
    }
    if (call->hasFnAttr(llvm::Attribute::NoUnwind))
      return;
    const llvm::Function *callee = calleeOf(*call);
    if (const auto *invoke = llvm::dyn_cast<llvm::InvokeInst>(call)) {
      const auto [pad, isNew] = regionOf.try_emplace(invoke->getUnwindDest(), starts.size());
      if (isNew)
        starts.push_back(invoke->getUnwindDest());
      result.invokes.emplace_back(callee ? symbolOf(*callee) : unknown(),
                                  static_cast<std::uint32_t>(pad->second));
    } else if (!instruction.mayThrow()) {
      return;
    } else if (callee) {
      result.calls.push_back(symbolOf(*callee));
    } else {
      result.throws = true;
    }
  }

  /// A symbol that nothing defines: of a call through a pointer.
  std::uint32_t unknown() {
    if (!unknownSymbol) {
      unknownSymbol = static_cast<std::uint32_t>(unit.symbols.size());
      unit.symbols.emplace_back();
    }
    return *unknownSymbol;
  }

  const llvm::Module &module;
  ThrowingUnit unit;
  llvm::DenseMap<const llvm::Function *, std::uint32_t> numbers;
  std::optional<std::uint32_t> unknownSymbol;
  llvm::DenseMap<const llvm::BasicBlock *, std::size_t> regionOf; // by landing pad
  std::vector<const llvm::BasicBlock *> starts;
};

} // namespace

ThrowingUnit throwingOf(const llvm::Module &module) { return Reader(module).run(); }

bool dependsOnThrowing(const llvm::Module &module) {
  return std::any_of(module.begin(), module.end(), [](const llvm::Function &function) {
    return !function.isDeclaration() &&
           (!function.doesNotThrow() ||
            std::any_of(function.begin(), function.end(), [](const llvm::BasicBlock &block) {
              return llvm::isa<llvm::InvokeInst>(block.getTerminator());
            }));
  });
}

namespace {

/// The symbols of all units as numbers, and the functions that are not yet known to throw.
class Solver {
public:
  Solver(const std::vector<const ThrowingUnit *> &units,
         const std::unordered_set<std::string> &open)
      : units(units) {
    std::unordered_map<std::string, std::size_t> external;
    for (const ThrowingUnit *unit : units) {
      std::vector<std::size_t> &own = numbers.emplace_back();
      for (const std::string &symbol : unit->symbols) {
        const bool isLocal = symbol.empty() || symbol.front() == '\0';
        const auto [known, isNew] =
            isLocal ? std::pair(external.end(), true) : external.try_emplace(symbol, count);
        own.push_back(isNew ? count++ : known->second);
        if (isNew)
          throwing.push_back(true); // until a definition is seen
      }
    }
    users.resize(count);
    for (std::size_t index = 0; index < units.size(); ++index)
      for (const ThrowingFunction &function : units[index]->functions) {
        throwing[numbers[index][function.symbol]] = false;
        for (const ThrowingRegion &region : function.regions) {
          for (const std::uint32_t callee : region.calls)
            users[numbers[index][callee]].push_back({index, &function});
          for (const auto &[callee, pad] : region.invokes)
            users[numbers[index][callee]].push_back({index, &function});
        }
      }
    for (const std::string &symbol : open)
      if (const auto found = external.find(symbol); found != external.end())
        throwing[found->second] = true;
  }

  void run() {
    for (std::size_t index = 0; index < units.size(); ++index)
      for (const ThrowingFunction &function : units[index]->functions)
        examine(index, function);
    while (!changed.empty()) {
      const std::size_t symbol = changed.back();
      changed.pop_back();
      for (const auto &[index, function] : users[symbol])
        examine(index, *function);
    }
  }

  bool canThrow(std::size_t unit, std::uint32_t symbol) const {
    return throwing[numbers[unit][symbol]];
  }

private:
  void examine(std::size_t unit, const ThrowingFunction &function) {
    const std::size_t symbol = numbers[unit][function.symbol];
    if (throwing[symbol] || (!function.isReplaceable && !throws(unit, function)))
      return;
    throwing[symbol] = true;
    changed.push_back(symbol);
  }

  bool throws(std::size_t unit, const ThrowingFunction &function) const {
    std::vector<bool> known(function.regions.size(), false);
    std::vector<std::uint32_t> open = {0};
    known[0] = true;
    while (!open.empty()) {
      const ThrowingRegion &region = function.regions[open.back()];
      open.pop_back();
      if (region.throws ||
          std::any_of(region.calls.begin(), region.calls.end(),
                      [&](std::uint32_t callee) { return canThrow(unit, callee); }))
        return true;
      for (const auto &[callee, pad] : region.invokes)
        if (!known[pad] && canThrow(unit, callee)) {
          known[pad] = true;
          open.push_back(pad);
        }
    }
    return false;
  }

  const std::vector<const ThrowingUnit *> &units;
  std::vector<std::vector<std::size_t>> numbers; // by unit and its symbol
  std::size_t count = 0;
  std::vector<bool> throwing;
  std::vector<std::vector<std::pair<std::size_t, const ThrowingFunction *>>> users;
  std::vector<std::size_t> changed;
};

} // namespace

NonThrowing::NonThrowing(const std::vector<const ThrowingUnit *> &units,
                         const std::unordered_set<std::string> &open)
    : locals(units.size()) {
  Solver solver(units, open);
  solver.run();
  for (std::size_t index = 0; index < units.size(); ++index)
    for (const ThrowingFunction &function : units[index]->functions) {
      const std::string &symbol = units[index]->symbols[function.symbol];
      if (solver.canThrow(index, function.symbol))
        continue;
      if (symbol.front() == '\0')
        locals[index].insert(symbol.substr(1));
      else
        symbols.insert(symbol);
    }
}

bool NonThrowing::contains(std::size_t unit, const llvm::Function &function) const {
  const std::string symbol = function.getName().str();
  if (function.hasLocalLinkage())
    return unit < locals.size() && locals[unit].contains(symbol);
  return symbols.contains(symbol);
}

} // namespace levitate::equivalence
