#include "verify/equivalence/canonical.h"

#include "verify/equivalence/assembly_files.h"
#include "verify/equivalence/records.h"

#include "base/files.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/GlobalAlias.h>
#include <llvm/IR/GlobalIFunc.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/InstrTypes.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Operator.h>
#include <llvm/Support/raw_ostream.h>

namespace levitate::equivalence {
namespace {

using llvm::dyn_cast;
using llvm::isa;
using llvm::StringRef;

/// Constants up to this size are written out where they are used; larger ones are entities.
constexpr std::uint64_t largestInlineConstant = 1024;

std::string quoted(StringRef bytes) {
  std::string text = "\"";
  llvm::raw_string_ostream out(text);
  llvm::printEscapedString(bytes, out);
  out << '"';
  return text;
}

Location placeOf(const llvm::DIFile *file, unsigned line) {
  if (!file)
    return {};
  return {absolutePath(file->getFilename().str(), file->getDirectory().str()), line, 0};
}

/// What all texts of a module share.
class ModuleWriter {
public:
  ModuleWriter(const llvm::Module &module, SymbolNames &names, TextStore &store, Unit &unit)
      : module(module), names(names), store(store), unit(unit) {
    // Places for messages, and how often a branch is taken: no part of what the code does.
    for (const char *kind : {"dbg", "srcloc", "heapallocsite", "DIAssignID", "prof"})
      skippedMetadata.insert(module.getContext().getMDKindID(kind));
  }

  void write();

  const std::string &type(const llvm::Type *type);
  const SymbolName &nameOf(const llvm::GlobalValue &value) { return names.of(symbolOf(value)); }

  /// The name without the mark that says that it is final (asm labels).
  static StringRef symbolOf(const llvm::GlobalValue &value) {
    return llvm::GlobalValue::dropLLVMManglingEscape(value.getName());
  }

  const std::string &mentionOf(StringRef symbol) {
    std::string &mention = mentions[symbol];
    if (mention.empty()) {
      const SymbolName &name = names.of(symbol);
      mention = store.mention(name.key, name.text);
    }
    return mention;
  }

  /// What UBSan hands to its runtime: places and names for its messages. It is no constant only
  /// because the runtime marks there what it has reported.
  static bool isSanitizerData(const llvm::GlobalVariable &variable) {
    if (variable.hasName() || !variable.hasPrivateLinkage() || variable.isConstant() ||
        !variable.hasInitializer() || variable.use_empty())
      return false;
    return std::all_of(variable.user_begin(), variable.user_end(), [&](const llvm::User *user) {
      if (const auto *stored = dyn_cast<llvm::StoreInst>(user))
        return stored->getValueOperand() == &variable; // the place of a return, until it is checked
      const auto *call = dyn_cast<llvm::CallBase>(user);
      const llvm::Function *callee = call ? call->getCalledFunction() : nullptr;
      return callee && callee->getName().starts_with("__ubsan_handle_");
    });
  }

  /// A constant that has no identity: its users can only see its contents.
  static bool isInlined(const llvm::GlobalValue &value) {
    const auto *variable = dyn_cast<llvm::GlobalVariable>(&value);
    if (!variable || !variable->hasLocalLinkage() || !variable->hasInitializer() ||
        variable->hasSection())
      return false;
    return (variable->isConstant() && variable->hasGlobalUnnamedAddr() &&
            variable->getDataLayout().getTypeAllocSize(variable->getValueType()) <=
                largestInlineConstant) ||
           isSanitizerData(*variable);
  }

  std::uint32_t indexOf(const llvm::GlobalValue &value) const { return indices.lookup(&value); }
  bool isEntity(const llvm::GlobalValue &value) const { return indices.contains(&value); }
  std::uint32_t assumptionOf(const llvm::GlobalValue &value) const {
    const auto found = assumed.find(&value);
    return found == assumed.end() ? Unit::defined : found->second;
  }

  const llvm::Module &module;
  SymbolNames &names;
  TextStore &store;
  Unit &unit;
  llvm::DenseSet<unsigned> skippedMetadata;

private:
  void collect();
  void writeModuleText();
  void writeRetained();
  void writeInitialisers(StringRef variable, bool isAtExit);

  llvm::DenseMap<const llvm::GlobalValue *, std::uint32_t> indices;
  llvm::DenseMap<const llvm::GlobalValue *, std::uint32_t> assumed; // declarations
  std::vector<const llvm::GlobalValue *> globals;
  llvm::DenseSet<const llvm::GlobalValue *> flattened; // `_GLOBAL__sub_I_...`
  llvm::DenseMap<const llvm::Type *, std::string> types;
  llvm::StringMap<std::string> mentions;
};

/// Writes one text.
class TextWriter {
public:
  explicit TextWriter(ModuleWriter &shared) : shared(shared) {}

  std::string text;
  std::vector<std::uint32_t> locals;
  std::vector<std::uint32_t> others;
  std::vector<std::uint32_t> lines;
  std::size_t instructions = 0;

  void function(const llvm::Function &function);
  void variable(const llvm::GlobalVariable &variable);
  void alias(const llvm::GlobalValue &value, const llvm::Constant &target);
  void declaration(const llvm::GlobalValue &value);
  void metadata(const llvm::Metadata *node);

private:
  void word(StringRef word) {
    if (!text.empty() && text.back() != '\n' && text.back() != ' ')
      text += ' ';
    text += word;
  }
  void number(std::uint64_t value) { word(std::to_string(value)); }
  void type(const llvm::Type *of) { word(shared.type(of)); }
  void endLine(unsigned line = 0) {
    text += '\n';
    lines.push_back(line);
  }

  void mention(StringRef symbol) { word(shared.mentionOf(symbol)); }
  void inlined(const llvm::GlobalVariable &constant);
  void symbol(const llvm::GlobalValue &value);
  void constant(const llvm::Constant &value);
  void operand(const llvm::Value *value);
  void typedOperand(const llvm::Value *value) {
    type(value->getType());
    operand(value);
  }
  void attributes(llvm::AttributeSet set);
  void attributeList(const llvm::AttributeList &list, unsigned parameters);
  void globalProperties(const llvm::GlobalValue &value);
  void objectProperties(const llvm::GlobalObject &object);
  void instruction(const llvm::Instruction &instruction);
  void special(const llvm::Instruction &instruction);
  void call(const llvm::CallBase &call);

  ModuleWriter &shared;
  llvm::DenseMap<const llvm::Value *, unsigned> numbers;
  llvm::DenseMap<const llvm::Metadata *, unsigned> visited;
  llvm::DenseMap<const llvm::Constant *, unsigned> inlinedBefore; // constants that hold others
  unsigned depth = 0;
};

// --- types -----------------------------------------------------------------------------------

const std::string &ModuleWriter::type(const llvm::Type *type) {
  const auto found = types.find(type);
  if (found != types.end())
    return found->second;
  std::string text;
  if (const auto *structure = dyn_cast<llvm::StructType>(type)) {
    text = structure->isOpaque() ? "opaque" : structure->isPacked() ? "<{" : "{";
    if (!structure->isOpaque()) {
      for (const llvm::Type *element : structure->elements()) {
        text += this->type(element);
        text += ',';
      }
      text += structure->isPacked() ? "}>" : "}";
    }
  } else if (const auto *array = dyn_cast<llvm::ArrayType>(type)) {
    text = "[" + std::to_string(array->getNumElements()) + "x" +
           this->type(array->getElementType()) + "]";
  } else if (const auto *function = dyn_cast<llvm::FunctionType>(type)) {
    text = this->type(function->getReturnType()) + "(";
    for (const llvm::Type *parameter : function->params()) {
      text += this->type(parameter);
      text += ',';
    }
    text += function->isVarArg() ? "...)" : ")";
  } else {
    llvm::raw_string_ostream out(text);
    type->print(out, /*IsForDebug=*/false, /*NoDetails=*/true);
  }
  return types[type] = std::move(text);
}

// --- constants and operands ------------------------------------------------------------------

void TextWriter::symbol(const llvm::GlobalValue &value) {
  if (ModuleWriter::isInlined(value)) {
    inlined(llvm::cast<llvm::GlobalVariable>(value));
    return;
  }
  if (value.hasLocalLinkage() && shared.isEntity(value)) {
    locals.push_back(shared.indexOf(value));
    word("@local");
    return;
  }
  others.push_back(shared.assumptionOf(value));
  mention(ModuleWriter::symbolOf(value));
}

/// A string says its type and its length itself, which differ with the names that it holds.
bool isText(const llvm::Value &value) {
  const auto *data = dyn_cast<llvm::ConstantDataSequential>(&value);
  return data && data->isString();
}

void TextWriter::inlined(const llvm::GlobalVariable &constant) {
  const llvm::Constant &contents = *constant.getInitializer();
  const bool isData = isa<llvm::ConstantData>(contents);
  if (!isData) {
    // Constants that point to constants are written once in a text: they may form a circle.
    const auto [place, isNew] = inlinedBefore.try_emplace(&constant, inlinedBefore.size());
    if (!isNew) {
      word("@constant-above " + std::to_string(place->second));
      return;
    }
  }
  constexpr unsigned deepest = 100;
  if (depth >= deepest) {
    word("@unread " + quoted(shared.unit.source) + " " + quoted(constant.getName()));
    return;
  }
  ++depth;
  word(constant.isConstant() ? "@constant(align" : "@sanitizer(align");
  number(constant.getAlign().valueOrOne().value());
  if (const auto *structure = dyn_cast<llvm::ConstantStruct>(&contents)) {
    if (structure->getType()->isPacked())
      word("packed"); // the types of its parts stand with them
  } else if (!isText(contents)) {
    type(constant.getValueType());
  }
  this->constant(contents);
  word(")");
  --depth;
}

void TextWriter::constant(const llvm::Constant &value) {
  if (const auto *global = dyn_cast<llvm::GlobalValue>(&value)) {
    symbol(*global);
  } else if (const auto *integer = dyn_cast<llvm::ConstantInt>(&value)) {
    llvm::SmallString<32> digits;
    integer->getValue().toStringSigned(digits);
    word(digits);
  } else if (const auto *floating = dyn_cast<llvm::ConstantFP>(&value)) {
    llvm::SmallString<32> digits;
    floating->getValueAPF().bitcastToAPInt().toStringUnsigned(digits, 16);
    word(("0x" + digits).str());
  } else if (isa<llvm::ConstantPointerNull>(value)) {
    word("null");
  } else if (isa<llvm::PoisonValue>(value)) {
    word("poison");
  } else if (isa<llvm::UndefValue>(value)) {
    word("undef");
  } else if (isa<llvm::ConstantAggregateZero>(value)) {
    word("zero");
  } else if (isa<llvm::ConstantTokenNone>(value)) {
    word("none");
  } else if (const auto *data = dyn_cast<llvm::ConstantDataSequential>(&value)) {
    if (data->isString()) {
      word(quoted(data->getAsString()));
    } else {
      word("[");
      for (unsigned index = 0; index < data->getNumElements(); ++index)
        constant(*data->getElementAsConstant(index));
      word("]");
    }
  } else if (isa<llvm::ConstantAggregate>(value)) {
    word("{");
    for (const llvm::Use &element : value.operands()) {
      if (!isText(*element.get()))
        type(element->getType());
      constant(*llvm::cast<llvm::Constant>(element.get()));
    }
    word("}");
  } else if (const auto *address = dyn_cast<llvm::BlockAddress>(&value)) {
    word("block-address");
    symbol(*address->getFunction());
    unsigned index = 0;
    for (const llvm::BasicBlock &block : *address->getFunction()) {
      if (&block == address->getBasicBlock())
        break;
      ++index;
    }
    number(index);
  } else if (const auto *equivalent = dyn_cast<llvm::DSOLocalEquivalent>(&value)) {
    word("dso-local-equivalent");
    symbol(*equivalent->getGlobalValue());
  } else if (const auto *noCfi = dyn_cast<llvm::NoCFIValue>(&value)) {
    word("no-cfi");
    symbol(*noCfi->getGlobalValue());
  } else if (const auto *expression = dyn_cast<llvm::ConstantExpr>(&value)) {
    word("(");
    word(expression->getOpcodeName());
    number(expression->getRawSubclassOptionalData());
    if (const auto *offset = dyn_cast<llvm::GEPOperator>(expression)) {
      type(offset->getSourceElementType());
      if (const auto range = offset->getInRange()) {
        std::string bounds;
        llvm::raw_string_ostream out(bounds);
        out << *range;
        word("inrange" + bounds);
      }
    }
    for (const llvm::Use &part : expression->operands())
      typedOperand(part.get());
    word(")");
  } else {
    // Target extension types and what later versions of LLVM bring: spelled by LLVM.
    std::string other;
    llvm::raw_string_ostream out(other);
    value.printAsOperand(out, /*PrintType=*/true, &shared.module);
    word(other);
  }
}

void TextWriter::operand(const llvm::Value *value) {
  if (const auto *constantValue = dyn_cast<llvm::Constant>(value)) {
    constant(*constantValue);
  } else if (const auto *assembly = dyn_cast<llvm::InlineAsm>(value)) {
    word("asm");
    word(quoted(assembly->getAsmString()));
    const std::string files =
        filesOfAssembly(assembly->getAsmString(), shared.unit.includeFolders, shared.unit.files);
    if (!files.empty())
      word(quoted(files));
    word(quoted(assembly->getConstraintString()));
    number(static_cast<unsigned>(assembly->hasSideEffects()) |
           static_cast<unsigned>(assembly->isAlignStack()) << 1 |
           static_cast<unsigned>(assembly->canThrow()) << 2 |
           static_cast<unsigned>(assembly->getDialect()) << 3);
  } else if (const auto *wrapped = dyn_cast<llvm::MetadataAsValue>(value)) {
    metadata(wrapped->getMetadata());
  } else {
    const auto found = numbers.find(value);
    word((isa<llvm::BasicBlock>(value) ? "^" : "%") +
         (found == numbers.end() ? std::string("?") : std::to_string(found->second)));
  }
}

void TextWriter::metadata(const llvm::Metadata *node) {
  if (!node) {
    word("!null");
  } else if (const auto *string = dyn_cast<llvm::MDString>(node)) {
    // Type-based alias analysis and !type name types by their mangling.
    if (string->getString().starts_with("_Z")) {
      mention(string->getString());
    } else {
      word("!" + quoted(string->getString()));
    }
  } else if (const auto *value = dyn_cast<llvm::ValueAsMetadata>(node)) {
    type(value->getType());
    operand(value->getValue());
  } else if (isa<llvm::DINode>(node) || isa<llvm::DILocation>(node)) {
    return; // debug information
  } else if (const auto *tuple = dyn_cast<llvm::MDTuple>(node)) {
    const auto [place, isNew] = visited.try_emplace(tuple, visited.size());
    word("!" + std::to_string(place->second));
    if (!isNew)
      return;
    word(tuple->isDistinct() ? "distinct{" : "{");
    for (const llvm::MDOperand &part : tuple->operands())
      metadata(part.get());
    word("}");
  } else {
    std::string other;
    llvm::raw_string_ostream out(other);
    node->print(out, &shared.module);
    word("!" + quoted(other));
  }
}

// --- attributes and properties ---------------------------------------------------------------

void TextWriter::attributes(llvm::AttributeSet set) {
  for (const llvm::Attribute &attribute : set) {
    if (attribute.isTypeAttribute()) {
      word(llvm::Attribute::getNameFromAttrKind(attribute.getKindAsEnum()));
      if (attribute.getValueAsType())
        type(attribute.getValueAsType());
    } else {
      word(attribute.getAsString());
    }
  }
}

void TextWriter::attributeList(const llvm::AttributeList &list, unsigned parameters) {
  word("attributes(");
  attributes(list.getFnAttrs());
  word(")(");
  attributes(list.getRetAttrs());
  for (unsigned index = 0; index < parameters; ++index) {
    word(",");
    attributes(list.getParamAttrs(index));
  }
  word(")");
}

StringRef linkageName(llvm::GlobalValue::LinkageTypes linkage) {
  switch (linkage) {
  case llvm::GlobalValue::ExternalLinkage:
    return "external";
  case llvm::GlobalValue::AvailableExternallyLinkage:
    return "available_externally";
  case llvm::GlobalValue::LinkOnceAnyLinkage:
    return "linkonce";
  case llvm::GlobalValue::LinkOnceODRLinkage:
    return "linkonce_odr";
  case llvm::GlobalValue::WeakAnyLinkage:
    return "weak";
  case llvm::GlobalValue::WeakODRLinkage:
    return "weak_odr";
  case llvm::GlobalValue::AppendingLinkage:
    return "appending";
  case llvm::GlobalValue::InternalLinkage:
    return "internal";
  case llvm::GlobalValue::PrivateLinkage:
    return "private";
  case llvm::GlobalValue::ExternalWeakLinkage:
    return "extern_weak";
  case llvm::GlobalValue::CommonLinkage:
    return "common";
  }
  return "unknown";
}

void TextWriter::globalProperties(const llvm::GlobalValue &value) {
  word(linkageName(value.getLinkage()));
  constexpr const char *visibilities[] = {"default", "hidden", "protected"};
  word(visibilities[value.getVisibility()]);
  if (value.isDSOLocal())
    word("dso_local");
  if (value.hasDLLImportStorageClass())
    word("dllimport");
  if (value.hasDLLExportStorageClass())
    word("dllexport");
  if (value.isThreadLocal()) {
    word("thread_local");
    number(value.getThreadLocalMode());
  }
  if (value.hasGlobalUnnamedAddr())
    word("unnamed_addr");
  else if (value.hasAtLeastLocalUnnamedAddr())
    word("local_unnamed_addr");
  if (value.hasSanitizerMetadata()) {
    const llvm::GlobalValue::SanitizerMetadata &sanitizer = value.getSanitizerMetadata();
    word("sanitizer " + std::to_string(static_cast<unsigned>(sanitizer.NoAddress) |
                                       static_cast<unsigned>(sanitizer.NoHWAddress) << 1 |
                                       static_cast<unsigned>(sanitizer.Memtag) << 2 |
                                       static_cast<unsigned>(sanitizer.IsDynInit) << 3));
  }
  if (value.hasPartition())
    word("partition " + quoted(value.getPartition()));
  if (value.getAddressSpace() != 0)
    word("addrspace " + std::to_string(value.getAddressSpace()));
}

void TextWriter::objectProperties(const llvm::GlobalObject &object) {
  globalProperties(object);
  if (object.hasSection())
    word("section " + quoted(object.getSection()));
  if (const llvm::MaybeAlign align = object.getAlign())
    word("align " + std::to_string(align->value()));
  if (const llvm::Comdat *comdat = object.getComdat()) {
    word("comdat");
    mention(comdat->getName());
    number(comdat->getSelectionKind());
  }
  llvm::SmallVector<std::pair<unsigned, llvm::MDNode *>, 4> attachments;
  object.getAllMetadata(attachments);
  for (const auto &[kind, node] : attachments) {
    if (shared.skippedMetadata.contains(kind))
      continue;
    llvm::SmallVector<StringRef, 32> kinds;
    object.getContext().getMDKindNames(kinds);
    word("!" + kinds[kind].str());
    metadata(node);
  }
}

// --- instructions ----------------------------------------------------------------------------

void TextWriter::call(const llvm::CallBase &call) {
  word("cc" + std::to_string(call.getCallingConv()));
  if (const auto *plain = dyn_cast<llvm::CallInst>(&call))
    word("tail" + std::to_string(plain->getTailCallKind()));
  type(call.getFunctionType());
  attributeList(call.getAttributes(), static_cast<unsigned>(call.arg_size()));
  for (unsigned index = 0; index < call.getNumOperandBundles(); ++index)
    word("bundle " + quoted(call.getOperandBundleAt(index).getTagName()) + " " +
         std::to_string(call.getOperandBundleAt(index).Inputs.size()));
}

/// What an instruction has beside opcode, type, flags and operands.
void TextWriter::special(const llvm::Instruction &instruction) {
  const auto atomic = [&](llvm::AtomicOrdering ordering, llvm::SyncScope::ID scope) {
    word(std::string("order ") + llvm::toIRString(ordering));
    llvm::SmallVector<StringRef, 8> names; // numbers are given as they come up
    instruction.getContext().getSyncScopeNames(names);
    word("scope " + quoted(names[scope]));
  };
  if (const auto *allocation = dyn_cast<llvm::AllocaInst>(&instruction)) {
    type(allocation->getAllocatedType());
    word("align " + std::to_string(allocation->getAlign().value()));
    number(static_cast<unsigned>(allocation->isUsedWithInAlloca()) |
           static_cast<unsigned>(allocation->isSwiftError()) << 1);
  } else if (const auto *load = dyn_cast<llvm::LoadInst>(&instruction)) {
    if (load->isVolatile())
      word("volatile");
    word("align " + std::to_string(load->getAlign().value()));
    if (load->isAtomic())
      atomic(load->getOrdering(), load->getSyncScopeID());
  } else if (const auto *stored = dyn_cast<llvm::StoreInst>(&instruction)) {
    if (stored->isVolatile())
      word("volatile");
    word("align " + std::to_string(stored->getAlign().value()));
    if (stored->isAtomic())
      atomic(stored->getOrdering(), stored->getSyncScopeID());
  } else if (const auto *fence = dyn_cast<llvm::FenceInst>(&instruction)) {
    atomic(fence->getOrdering(), fence->getSyncScopeID());
  } else if (const auto *exchange = dyn_cast<llvm::AtomicCmpXchgInst>(&instruction)) {
    if (exchange->isVolatile())
      word("volatile");
    if (exchange->isWeak())
      word("weak");
    word("align " + std::to_string(exchange->getAlign().value()));
    atomic(exchange->getSuccessOrdering(), exchange->getSyncScopeID());
    word(std::string("failure ") + llvm::toIRString(exchange->getFailureOrdering()));
  } else if (const auto *update = dyn_cast<llvm::AtomicRMWInst>(&instruction)) {
    if (update->isVolatile())
      word("volatile");
    word(llvm::AtomicRMWInst::getOperationName(update->getOperation()));
    word("align " + std::to_string(update->getAlign().value()));
    atomic(update->getOrdering(), update->getSyncScopeID());
  } else if (const auto *compare = dyn_cast<llvm::CmpInst>(&instruction)) {
    word(llvm::CmpInst::getPredicateName(compare->getPredicate()));
  } else if (const auto *offset = dyn_cast<llvm::GetElementPtrInst>(&instruction)) {
    type(offset->getSourceElementType());
  } else if (const auto *extract = dyn_cast<llvm::ExtractValueInst>(&instruction)) {
    for (const unsigned index : extract->indices())
      number(index);
    word(":");
  } else if (const auto *insert = dyn_cast<llvm::InsertValueInst>(&instruction)) {
    for (const unsigned index : insert->indices())
      number(index);
    word(":");
  } else if (const auto *shuffle = dyn_cast<llvm::ShuffleVectorInst>(&instruction)) {
    for (const int index : shuffle->getShuffleMask())
      word(std::to_string(index));
    word(":");
  } else if (const auto *phi = dyn_cast<llvm::PHINode>(&instruction)) {
    for (const llvm::BasicBlock *block : phi->blocks())
      operand(block);
    word(":");
  } else if (const auto *landing = dyn_cast<llvm::LandingPadInst>(&instruction)) {
    if (landing->isCleanup())
      word("cleanup");
  } else if (const auto *called = dyn_cast<llvm::CallBase>(&instruction)) {
    call(*called);
  }
}

void TextWriter::instruction(const llvm::Instruction &instruction) {
  if (isa<llvm::DbgInfoIntrinsic>(instruction))
    return;
  ++instructions;
  if (!instruction.getType()->isVoidTy())
    word("  %" + std::to_string(numbers.lookup(&instruction)) + " =");
  else
    text += "  ";
  word(instruction.getOpcodeName());
  if (const unsigned flags = instruction.getRawSubclassOptionalData())
    word("flags " + std::to_string(flags));
  special(instruction);
  type(instruction.getType());
  for (const llvm::Use &use : instruction.operands())
    typedOperand(use.get());
  llvm::SmallVector<std::pair<unsigned, llvm::MDNode *>, 4> attachments;
  instruction.getAllMetadataOtherThanDebugLoc(attachments);
  if (!attachments.empty()) {
    llvm::SmallVector<StringRef, 32> kinds;
    instruction.getContext().getMDKindNames(kinds);
    for (const auto &[kind, node] : attachments) {
      if (shared.skippedMetadata.contains(kind))
        continue;
      word("!" + kinds[kind].str());
      metadata(node);
    }
  }
  endLine(instruction.getDebugLoc() ? instruction.getDebugLoc().getLine() : 0);
}

// --- definitions -----------------------------------------------------------------------------

void TextWriter::function(const llvm::Function &function) {
  word("function");
  objectProperties(function);
  word("cc" + std::to_string(function.getCallingConv()));
  if (function.hasGC())
    word("gc " + quoted(function.getGC()));
  type(function.getFunctionType());
  attributeList(function.getAttributes(), static_cast<unsigned>(function.arg_size()));
  if (function.hasPersonalityFn()) {
    word("personality");
    operand(function.getPersonalityFn());
  }
  if (function.hasPrefixData()) {
    word("prefix");
    operand(function.getPrefixData());
  }
  if (function.hasPrologueData()) {
    word("prologue");
    operand(function.getPrologueData());
  }
  const unsigned line = function.getSubprogram() ? function.getSubprogram()->getLine() : 0;
  endLine(line);
  unsigned values = 0, blocks = 0;
  for (const llvm::Argument &argument : function.args())
    numbers[&argument] = values++;
  for (const llvm::BasicBlock &block : function) {
    numbers[&block] = blocks++;
    for (const llvm::Instruction &instruction : block)
      if (!instruction.getType()->isVoidTy())
        numbers[&instruction] = values++;
  }
  for (const llvm::BasicBlock &block : function) {
    word("^" + std::to_string(numbers.lookup(&block)) + ":");
    endLine();
    for (const llvm::Instruction &each : block)
      instruction(each);
  }
}

void TextWriter::variable(const llvm::GlobalVariable &variable) {
  word(variable.isConstant() ? "constant" : "variable");
  objectProperties(variable);
  if (variable.isExternallyInitialized())
    word("externally_initialized");
  if (const auto model = variable.getCodeModel())
    word("code-model " + std::to_string(static_cast<int>(*model)));
  attributes(variable.getAttributes());
  const auto *string = dyn_cast<llvm::ConstantDataSequential>(variable.getInitializer());
  const bool isTypeName = variable.getName().starts_with("_ZTS") && string && string->isCString();
  if (!(string && string->isString()))
    type(variable.getValueType());
  endLine();
  if (isTypeName)
    word("type-name " + quoted(shared.names.ofTypeString(string->getAsCString().str())));
  else
    constant(*variable.getInitializer());
  endLine();
}

void TextWriter::alias(const llvm::GlobalValue &value, const llvm::Constant &target) {
  word(isa<llvm::GlobalAlias>(value) ? "alias" : "ifunc");
  globalProperties(value);
  type(value.getValueType());
  operand(&target);
  endLine();
}

void TextWriter::declaration(const llvm::GlobalValue &value) {
  word("declaration");
  mention(ModuleWriter::symbolOf(value));
  // Where it is found is settled by the definition; what the compiler assumed of it is here.
  if (const auto *function = dyn_cast<llvm::Function>(&value)) {
    objectProperties(*function);
    word("cc" + std::to_string(function->getCallingConv()));
    type(function->getFunctionType());
    attributeList(function->getAttributes(), static_cast<unsigned>(function->arg_size()));
  } else if (const auto *variable = dyn_cast<llvm::GlobalVariable>(&value)) {
    objectProperties(*variable);
    word(variable->isConstant() ? "constant" : "variable");
    attributes(variable->getAttributes());
    type(variable->getValueType());
  }
  endLine();
}

// --- the module ------------------------------------------------------------------------------

Binding bindingOf(const llvm::GlobalValue &value) {
  if (value.hasLocalLinkage())
    return Binding::Internal;
  return value.hasExternalLinkage() ? Binding::Strong : Binding::Weak;
}

/// Whether the program can tell the address of `value` from that of a copy of it.
bool addressIsUsed(const llvm::Value &value, unsigned depth = 0) {
  constexpr unsigned deepest = 8;
  if (depth > deepest)
    return true;
  for (const llvm::Use &use : value.uses()) {
    const llvm::User *user = use.getUser();
    if (isa<llvm::LoadInst>(user) || isa<llvm::BlockAddress>(user) ||
        isa<llvm::MemTransferInst>(user))
      continue;
    if (const auto *call = dyn_cast<llvm::CallBase>(user); call && call->isCallee(&use))
      continue;
    if (isa<llvm::GetElementPtrInst>(user) || isa<llvm::GEPOperator>(user)) {
      if (addressIsUsed(*user, depth + 1))
        return true;
      continue;
    }
    // The lists of what runs first and of what is kept: { priority, function, data }.
    if (const auto *constant = dyn_cast<llvm::Constant>(user)) {
      const auto isList = [](const llvm::User *holder) {
        const auto *variable = dyn_cast<llvm::GlobalVariable>(holder);
        return variable && variable->getName().starts_with("llvm.");
      };
      const auto isInList = [&](const llvm::User *holder) {
        return isList(holder) || (!holder->use_empty() &&
                                  std::all_of(holder->user_begin(), holder->user_end(), isList));
      };
      if (!constant->use_empty() &&
          std::all_of(constant->user_begin(), constant->user_end(), isInList))
        continue;
    }
    return true;
  }
  return false;
}

/// The functions that a `_GLOBAL__sub_I_...` calls, or nothing when it does more than that.
std::optional<std::vector<const llvm::Function *>> stepsOf(const llvm::Function &function) {
  if (!function.getName().starts_with("_GLOBAL__") || function.size() != 1)
    return std::nullopt;
  std::vector<const llvm::Function *> steps;
  for (const llvm::Instruction &instruction : function.getEntryBlock()) {
    if (isa<llvm::ReturnInst>(instruction) || isa<llvm::DbgInfoIntrinsic>(instruction))
      continue;
    const auto *call = dyn_cast<llvm::CallInst>(&instruction);
    const llvm::Function *step = call ? call->getCalledFunction() : nullptr;
    if (!step || !step->hasLocalLinkage() || step->isDeclaration() || call->arg_size() != 0)
      return std::nullopt;
    steps.push_back(step);
  }
  return steps;
}

void ModuleWriter::collect() {
  for (const char *list : {"llvm.global_ctors", "llvm.global_dtors"}) {
    const llvm::GlobalVariable *variable = module.getNamedGlobal(list);
    if (!variable || !variable->hasInitializer())
      continue;
    for (const llvm::Use &entry : variable->getInitializer()->operands()) {
      const auto *parts = dyn_cast<llvm::ConstantStruct>(entry.get());
      const auto *function =
          parts ? dyn_cast<llvm::Function>(parts->getOperand(1)->stripPointerCasts()) : nullptr;
      if (function && function->hasLocalLinkage() && stepsOf(*function))
        flattened.insert(function);
    }
  }
  const auto add = [&](const llvm::GlobalValue &value) {
    if (value.getName().starts_with("llvm."))
      return;
    if (value.isDeclaration()) {
      assumed[&value] = static_cast<std::uint32_t>(assumed.size());
      return;
    }
    if (isInlined(value) || flattened.contains(&value))
      return;
    indices[&value] = static_cast<std::uint32_t>(globals.size());
    globals.push_back(&value);
  };
  for (const llvm::GlobalVariable &variable : module.globals())
    add(variable);
  for (const llvm::Function &function : module)
    add(function);
  for (const llvm::GlobalAlias &alias : module.aliases())
    add(alias);
  for (const llvm::GlobalIFunc &ifunc : module.ifuncs())
    add(ifunc);
}

void ModuleWriter::writeModuleText() {
  unit.target = module.getTargetTriple() + " " + module.getDataLayoutStr();
  unit.assembly = module.getModuleInlineAsm();
  unit.assembly += filesOfAssembly(unit.assembly, unit.includeFolders, unit.files);
  TextWriter writer(*this);
  for (const llvm::NamedMDNode &node : module.named_metadata()) {
    const StringRef name = node.getName();
    if (name.starts_with("llvm.dbg") || name == "llvm.ident" || name == "llvm.commandline")
      continue;
    for (const llvm::MDNode *element : node.operands()) {
      const auto *flag = element->getNumOperands() > 1
                             ? dyn_cast<llvm::MDString>(element->getOperand(1))
                             : nullptr;
      if (flag &&
          (flag->getString() == "Debug Info Version" || flag->getString() == "Dwarf Version"))
        continue;
      writer.text += name.str();
      writer.metadata(element);
      writer.text += '\n';
    }
  }
  unit.flags = writer.text;
}

void ModuleWriter::writeRetained() {
  for (const char *list : {"llvm.used", "llvm.compiler.used"}) {
    const llvm::GlobalVariable *variable = module.getNamedGlobal(list);
    if (!variable || !variable->hasInitializer())
      continue;
    for (const llvm::Use &entry : variable->getInitializer()->operands()) {
      const auto *value = dyn_cast<llvm::GlobalValue>(entry->stripPointerCasts());
      if (value && isEntity(*value))
        unit.retained.push_back({indexOf(*value), list == StringRef("llvm.used")});
    }
  }
}

void ModuleWriter::writeInitialisers(StringRef name, bool isAtExit) {
  const llvm::GlobalVariable *variable = module.getNamedGlobal(name);
  if (!variable || !variable->hasInitializer())
    return;
  for (const llvm::Use &entry : variable->getInitializer()->operands()) {
    const auto *parts = dyn_cast<llvm::ConstantStruct>(entry.get());
    const auto *function =
        parts ? dyn_cast<llvm::Function>(parts->getOperand(1)->stripPointerCasts()) : nullptr;
    if (!function)
      continue;
    Initialiser step;
    step.isAtExit = isAtExit;
    step.priority = static_cast<std::uint32_t>(
        llvm::cast<llvm::ConstantInt>(parts->getOperand(0))->getZExtValue());
    if (const auto *shared = dyn_cast<llvm::GlobalValue>(parts->getOperand(2)->stripPointerCasts()))
      step.sharedWith = nameOf(*shared).key;
    const auto add = [&](const llvm::Function &run) {
      Initialiser one = step;
      if (run.hasLocalLinkage() && isEntity(run))
        one.local = indexOf(run);
      else
        one.key = nameOf(run).key;
      unit.initialisers.push_back(std::move(one));
    };
    if (flattened.contains(function)) {
      const auto steps = stepsOf(*function);
      for (const llvm::Function *part : *steps)
        add(*part);
    } else {
      add(*function);
    }
  }
}

void ModuleWriter::write() {
  collect();
  writeModuleText();
  for (const llvm::GlobalValue *value : globals) {
    TextWriter writer(*this);
    Entity entity;
    const SymbolName &name = nameOf(*value);
    entity.symbol = symbolOf(*value).str();
    entity.isElsewhere = value->hasAvailableExternallyLinkage();
    entity.isDiscardable = value->hasLinkOnceLinkage();
    entity.key = name.key;
    entity.name = name.text;
    entity.binding = bindingOf(*value);
    entity.isExported = !value->hasLocalLinkage() && value->hasDefaultVisibility();
    if (const auto *function = dyn_cast<llvm::Function>(value)) {
      entity.kind = EntityKind::Function;
      writer.function(*function);
      if (const llvm::DISubprogram *program = function->getSubprogram())
        entity.place = placeOf(program->getFile(), program->getLine());
    } else if (const auto *variable = dyn_cast<llvm::GlobalVariable>(value)) {
      entity.kind = EntityKind::Variable;
      entity.isState = !variable->isConstant();
      entity.size = module.getDataLayout().getTypeAllocSize(variable->getValueType());
      writer.variable(*variable);
      llvm::SmallVector<llvm::DIGlobalVariableExpression *, 1> places;
      variable->getDebugInfo(places);
      if (!places.empty())
        entity.place =
            placeOf(places[0]->getVariable()->getFile(), places[0]->getVariable()->getLine());
    } else {
      entity.kind = EntityKind::Alias;
      if (const auto *alias = dyn_cast<llvm::GlobalAlias>(value))
        writer.alias(*alias, *alias->getAliasee());
      else if (const auto *ifunc = dyn_cast<llvm::GlobalIFunc>(value))
        writer.alias(*ifunc, *ifunc->getResolver());
    }
    entity.text = store.add(writer.text);
    if (const auto *object = dyn_cast<llvm::GlobalObject>(value))
      entity.section = object->getSection().str();
    entity.hasAddress = value->hasLocalLinkage() && !entity.isState && addressIsUsed(*value);
    entity.locals = std::move(writer.locals);
    entity.others = std::move(writer.others);
    entity.lines = std::move(writer.lines);
    entity.instructions = writer.instructions;
    unit.entities.push_back(std::move(entity));
  }
  const auto declare = [&](const llvm::GlobalValue &value) {
    if (assumed.contains(&value)) {
      TextWriter writer(*this);
      writer.declaration(value);
      unit.assumptions[assumptionOf(value)] = store.add(writer.text);
    }
    const bool isElsewhere = value.hasAvailableExternallyLinkage();
    if ((!assumed.contains(&value) && !isElsewhere) || value.use_empty())
      return;
    Declaration &declaration = unit.declarations[nameOf(value).key];
    declaration.name = nameOf(value).text;
    declaration.symbol = symbolOf(value).str();
    declaration.isWeak = declaration.isWeak && value.hasExternalWeakLinkage();
  };
  unit.assumptions.resize(assumed.size());
  for (const llvm::Function &function : module)
    declare(function);
  for (const llvm::GlobalVariable &variable : module.globals())
    declare(variable);
  writeRetained();
  writeInitialisers("llvm.global_ctors", false);
  writeInitialisers("llvm.global_dtors", true);
  collectRecords(module, names, unit);
}

} // namespace

void writeCanonical(const llvm::Module &module, SymbolNames &names, TextStore &store, Unit &unit) {
  ModuleWriter(module, names, store, unit).write();
}

} // namespace levitate::equivalence
