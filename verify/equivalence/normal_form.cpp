#include "verify/equivalence/normal_form.h"

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/SetVector.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/DebugInfo.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/InstrTypes.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Module.h>
#include <llvm/Transforms/Utils/BasicBlockUtils.h>
#include <llvm/Transforms/Utils/Local.h>
#include <llvm/Transforms/Utils/PromoteMemToReg.h>

#include <algorithm>

namespace levitate::equivalence {
namespace {

/// Calls in place of invokes of what can't throw; the callees.
std::vector<std::string> dropLandingPads(llvm::Function &function, const NonThrowing &nonThrowing,
                                         std::size_t unit) {
  std::vector<std::string> callees;
  for (llvm::BasicBlock &block : function) {
    auto *invoke = llvm::dyn_cast<llvm::InvokeInst>(block.getTerminator());
    if (!invoke)
      continue;
    const auto *callee =
        llvm::dyn_cast<llvm::Function>(invoke->getCalledOperand()->stripPointerCasts());
    if (!invoke->doesNotThrow() && !(callee && nonThrowing.contains(unit, *callee)))
      continue;
    if (callee)
      callees.push_back(callee->getName().str());
    llvm::changeToCall(invoke);
  }
  std::sort(callees.begin(), callees.end());
  callees.erase(std::unique(callees.begin(), callees.end()), callees.end());
  return callees;
}

/// Removes what nothing reaches and joins blocks that follow one another and no others.
void joinBlocks(llvm::Function &function) {
  llvm::EliminateUnreachableBlocks(function);
  // A cleanup that is left with one way out decides between several no more.
  bool isFolded = false;
  for (llvm::BasicBlock &block : function) {
    for (llvm::PHINode &phi : llvm::make_early_inc_range(block.phis()))
      if (phi.getNumIncomingValues() == 1) {
        phi.replaceAllUsesWith(phi.getIncomingValue(0));
        phi.eraseFromParent();
      }
    if (llvm::isa<llvm::SwitchInst>(block.getTerminator()))
      isFolded = llvm::ConstantFoldTerminator(&block) || isFolded;
  }
  if (isFolded)
    llvm::EliminateUnreachableBlocks(function);
  for (llvm::BasicBlock &block : llvm::make_early_inc_range(function))
    llvm::MergeBlockIntoPredecessor(&block);
}

bool isDescribed(llvm::AllocaInst &variable) {
  return !llvm::findDbgDeclares(&variable).empty() || !llvm::findDVRDeclares(&variable).empty();
}

/// Variables of the compiler's own that are at most written: for exceptions that nobody throws, and
/// whether a cleanup is due on the way of one.
void dropTemporaries(llvm::Function &function) {
  std::vector<llvm::AllocaInst *> unread;
  for (llvm::Instruction &instruction : function.getEntryBlock())
    if (auto *variable = llvm::dyn_cast<llvm::AllocaInst>(&instruction);
        variable && !isDescribed(*variable) &&
        std::all_of(variable->user_begin(), variable->user_end(), [&](const llvm::User *user) {
          const auto *store = llvm::dyn_cast<llvm::StoreInst>(user);
          return (store && store->isSimple() && store->getValueOperand() != variable) ||
                 llvm::isa<llvm::LifetimeIntrinsic>(user);
        }))
      unread.push_back(variable);
  for (llvm::AllocaInst *variable : unread) {
    std::vector<llvm::WeakTrackingVH> stored;
    for (llvm::User *user : llvm::make_early_inc_range(variable->users())) {
      if (auto *store = llvm::dyn_cast<llvm::StoreInst>(user))
        stored.emplace_back(store->getValueOperand());
      llvm::cast<llvm::Instruction>(user)->eraseFromParent();
    }
    variable->eraseFromParent();
    for (const llvm::WeakTrackingVH &value : stored)
      if (value)
        llvm::RecursivelyDeleteTriviallyDeadInstructions(value);
  }
}

/// A variable of the compiler's own that is written once is its value: the result of a function
/// that has one return left.
void readWrittenOnce(llvm::Function &function) {
  std::vector<std::pair<llvm::AllocaInst *, llvm::StoreInst *>> candidates;
  for (llvm::Instruction &instruction : function.getEntryBlock()) {
    auto *variable = llvm::dyn_cast<llvm::AllocaInst>(&instruction);
    if (!variable || isDescribed(*variable) || !llvm::isAllocaPromotable(variable))
      continue;
    std::vector<llvm::StoreInst *> stores;
    for (llvm::User *user : variable->users())
      if (auto *store = llvm::dyn_cast<llvm::StoreInst>(user))
        stores.push_back(store);
    if (stores.size() == 1)
      candidates.emplace_back(variable, stores.front());
  }
  if (candidates.empty())
    return;
  llvm::DominatorTree tree(function);
  std::vector<llvm::AllocaInst *> promoted;
  for (const auto &[variable, store] : candidates)
    if (std::all_of(variable->user_begin(), variable->user_end(),
                    [&, written = store](const llvm::User *user) {
                      return !llvm::isa<llvm::LoadInst>(user) ||
                             tree.dominates(written, llvm::cast<llvm::Instruction>(user));
                    }))
      promoted.push_back(variable);
  if (!promoted.empty())
    llvm::PromoteMemToReg(promoted, tree);
}

/// The blocks in the order in which control may come to them first.
llvm::SmallVector<llvm::BasicBlock *, 0> inOrderOfUse(llvm::Function &function) {
  llvm::SetVector<llvm::BasicBlock *> order;
  std::vector<llvm::BasicBlock *> open = {&function.getEntryBlock()};
  while (!open.empty()) {
    llvm::BasicBlock *block = open.back();
    open.pop_back();
    if (!order.insert(block))
      continue;
    const llvm::SmallVector<llvm::BasicBlock *, 4> next(llvm::successors(block));
    open.insert(open.end(), next.rbegin(), next.rend());
  }
  return order.takeVector();
}

void orderBlocks(llvm::Function &function) {
  // Where the address of a label is taken, the table of labels and the order belong together.
  if (std::any_of(function.begin(), function.end(),
                  [](const llvm::BasicBlock &block) { return block.hasAddressTaken(); }))
    return;
  const llvm::SmallVector<llvm::BasicBlock *, 0> order = inOrderOfUse(function);
  llvm::DenseMap<const llvm::BasicBlock *, std::size_t> place;
  for (std::size_t index = 0; index < order.size(); ++index) {
    place[order[index]] = index;
    if (index > 0)
      order[index]->moveAfter(order[index - 1]);
  }
  for (llvm::BasicBlock *block : order)
    for (llvm::PHINode &phi : block->phis()) {
      std::vector<std::pair<llvm::BasicBlock *, llvm::Value *>> values;
      for (unsigned index = 0; index < phi.getNumIncomingValues(); ++index)
        values.emplace_back(phi.getIncomingBlock(index), phi.getIncomingValue(index));
      std::stable_sort(values.begin(), values.end(), [&](const auto &one, const auto &other) {
        return place.lookup(one.first) < place.lookup(other.first);
      });
      for (unsigned index = 0; index < values.size(); ++index) {
        phi.setIncomingBlock(index, values[index].first);
        phi.setIncomingValue(index, values[index].second);
      }
    }
}

/// Variables of the compiler's own behind those of the source, in the order of use.
void orderTemporaries(llvm::Function &function) {
  std::vector<llvm::AllocaInst *> described, own;
  llvm::BasicBlock &entry = function.getEntryBlock();
  auto end = entry.begin();
  for (; end != entry.end() && llvm::isa<llvm::AllocaInst>(*end); ++end) {
    auto &variable = llvm::cast<llvm::AllocaInst>(*end);
    if (!llvm::isa<llvm::Constant>(variable.getArraySize()))
      break; // a variable-length array
    (isDescribed(variable) ? described : own).push_back(&variable);
  }
  if (own.empty() || end == entry.end())
    return;
  llvm::DenseMap<const llvm::Value *, std::size_t> firstUse;
  std::size_t number = 0;
  for (const llvm::BasicBlock &block : function)
    for (const llvm::Instruction &instruction : block)
      for (const llvm::Use &operand : instruction.operands()) {
        ++number;
        if (llvm::isa<llvm::AllocaInst>(operand))
          firstUse.try_emplace(operand, number);
      }
  std::stable_sort(own.begin(), own.end(), [&](const auto *one, const auto *other) {
    return firstUse.lookup(one) < firstUse.lookup(other);
  });
  for (llvm::AllocaInst *variable : own)
    variable->moveBefore(&*end);
}

/// Definitions that the linker need not take, and nothing takes: inline functions and a unit's own
/// entities that only a removed landing pad mentioned.
class Sweeper {
public:
  explicit Sweeper(llvm::Module &module) : module(module) {
    for (llvm::GlobalObject &object : module.global_objects())
      if (const llvm::Comdat *comdat = object.getComdat())
        members[comdat].push_back(&object);
  }

  /// Removes them; their symbols.
  std::vector<std::string> run() {
    for (llvm::GlobalValue &value : module.global_values())
      if (!value.isDeclaration() && !value.isDiscardableIfUnused())
        reach(value);
    while (!open.empty()) {
      llvm::GlobalValue *value = open.back();
      open.pop_back();
      if (auto *user = llvm::dyn_cast<llvm::User>(value))
        operandsOf(*user);
      if (auto *function = llvm::dyn_cast<llvm::Function>(value))
        for (llvm::BasicBlock &block : *function)
          for (llvm::Instruction &instruction : block)
            operandsOf(instruction);
      const auto *object = llvm::dyn_cast<llvm::GlobalObject>(value);
      if (const llvm::Comdat *comdat = object ? object->getComdat() : nullptr)
        for (llvm::GlobalObject *member : members[comdat])
          reach(*member);
    }
    return remove();
  }

private:
  void reach(llvm::GlobalValue &value) {
    if (reached.insert(&value).second)
      open.push_back(&value);
  }

  void operandsOf(llvm::User &user) {
    for (llvm::Use &operand : user.operands())
      mention(*operand);
  }

  void mention(llvm::Value &value) {
    if (auto *global = llvm::dyn_cast<llvm::GlobalValue>(&value)) {
      reach(*global);
    } else if (auto *constant = llvm::dyn_cast<llvm::Constant>(&value)) {
      if (constants.insert(constant).second)
        operandsOf(*constant);
    } else if (auto *wrapped = llvm::dyn_cast<llvm::MetadataAsValue>(&value)) {
      if (auto *inner = llvm::dyn_cast<llvm::ConstantAsMetadata>(wrapped->getMetadata()))
        mention(*inner->getValue());
    }
  }

  std::vector<std::string> remove() {
    std::vector<llvm::GlobalValue *> unused;
    std::vector<std::string> symbols;
    for (llvm::GlobalValue &value : module.global_values())
      if (!value.isDeclaration() && !reached.contains(&value)) {
        unused.push_back(&value);
        symbols.push_back(llvm::GlobalValue::dropLLVMManglingEscape(value.getName()).str());
      }
    for (llvm::GlobalValue *value : unused) {
      if (auto *function = llvm::dyn_cast<llvm::Function>(value))
        function->deleteBody();
      else if (auto *variable = llvm::dyn_cast<llvm::GlobalVariable>(value))
        variable->setInitializer(nullptr);
      else if (auto *alias = llvm::dyn_cast<llvm::GlobalAlias>(value))
        alias->setAliasee(llvm::PoisonValue::get(alias->getType()));
      else if (auto *ifunc = llvm::dyn_cast<llvm::GlobalIFunc>(value))
        ifunc->setResolver(llvm::PoisonValue::get(ifunc->getType()));
    }
    for (llvm::GlobalValue *value : unused) {
      value->removeDeadConstantUsers();
      if (!value->use_empty()) // of metadata only
        value->replaceAllUsesWith(llvm::PoisonValue::get(value->getType()));
      value->eraseFromParent();
    }
    for (llvm::GlobalValue &value : module.global_values())
      value.removeDeadConstantUsers();
    return symbols;
  }

  llvm::Module &module;
  llvm::DenseMap<const llvm::Comdat *, std::vector<llvm::GlobalObject *>> members;
  llvm::DenseSet<const llvm::GlobalValue *> reached;
  llvm::DenseSet<const llvm::Constant *> constants;
  std::vector<llvm::GlobalValue *> open;
};

} // namespace

NormalForm normalise(llvm::Module &module, const NonThrowing &nonThrowing, std::size_t unit) {
  NormalForm form;
  for (llvm::Function &function : module) {
    if (function.isDeclaration())
      continue;
    std::vector<std::string> callees = dropLandingPads(function, nonThrowing, unit);
    if (!callees.empty())
      form.lostPads.emplace(llvm::GlobalValue::dropLLVMManglingEscape(function.getName()).str(),
                            std::move(callees));
    joinBlocks(function);
    dropTemporaries(function);
    readWrittenOnce(function);
    orderBlocks(function);
    orderTemporaries(function);
    if (std::none_of(function.begin(), function.end(),
                     [](const llvm::BasicBlock &block) { return block.isEHPad(); }))
      function.setPersonalityFn(nullptr);
  }
  // Only now: the calls above go by what Clang and the inference know, not by one another.
  for (llvm::Function &function : module)
    if (!function.isDeclaration() && nonThrowing.contains(unit, function))
      function.setDoesNotThrow();
  form.unused = Sweeper(module).run();
  return form;
}

} // namespace levitate::equivalence
