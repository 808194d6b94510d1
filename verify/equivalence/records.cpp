#include "verify/equivalence/records.h"

#include "base/files.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/BinaryFormat/Dwarf.h>
#include <llvm/IR/DebugInfo.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/Module.h>

namespace levitate::equivalence {
namespace {

/// The shape of a member's type: what it is, how large, how a basic type is encoded.
std::string shapeOf(const llvm::DIType *type) {
  if (!type)
    return "void";
  if (const auto *basic = llvm::dyn_cast<llvm::DIBasicType>(type))
    return "basic" + std::to_string(basic->getEncoding()) + ":" +
           std::to_string(basic->getSizeInBits());
  if (const auto *derived = llvm::dyn_cast<llvm::DIDerivedType>(type)) {
    if (derived->getTag() == llvm::dwarf::DW_TAG_typedef)
      return shapeOf(derived->getBaseType());
    return llvm::dwarf::TagString(derived->getTag()).str() + ":" +
           std::to_string(derived->getSizeInBits());
  }
  // A class that is only declared in this unit has no size here.
  return "record";
}

std::string layoutOf(const llvm::DICompositeType &record) {
  std::string layout = llvm::dwarf::TagString(record.getTag()).str() + " size " +
                       std::to_string(record.getSizeInBits()) + " align " +
                       std::to_string(record.getAlignInBits());
  if (record.getTag() == llvm::dwarf::DW_TAG_enumeration_type)
    layout += " of " + shapeOf(record.getBaseType());
  for (const llvm::DINode *element : record.getElements()) {
    if (const auto *enumerator = llvm::dyn_cast_or_null<llvm::DIEnumerator>(element)) {
      llvm::SmallString<32> value;
      enumerator->getValue().toStringSigned(value);
      layout += " " + value.str().str();
      continue;
    }
    const auto *member = llvm::dyn_cast_or_null<llvm::DIDerivedType>(element);
    if (!member || member->isStaticMember() ||
        (member->getTag() != llvm::dwarf::DW_TAG_member &&
         member->getTag() != llvm::dwarf::DW_TAG_inheritance))
      continue;
    layout += member->getTag() == llvm::dwarf::DW_TAG_inheritance ? " base" : " member";
    if (member->isVirtual())
      layout += " virtual";
    if (member->isBitField())
      layout += " bits";
    layout += "@" + std::to_string(member->getOffsetInBits()) + "+" +
              std::to_string(member->getSizeInBits()) + " align " +
              std::to_string(member->getAlignInBits()) + " " + shapeOf(member->getBaseType());
  }
  return layout;
}

} // namespace

void collectRecords(const llvm::Module &module, SymbolNames &names, Unit &unit) {
  llvm::DebugInfoFinder finder;
  finder.processModule(module);
  for (const llvm::DIType *type : finder.types()) {
    const auto *record = llvm::dyn_cast<llvm::DICompositeType>(type);
    if (!record || record->getIdentifier().empty() || record->isForwardDecl())
      continue;
    const SymbolName &name = names.of(record->getIdentifier());
    std::string text = name.text;
    constexpr std::string_view prefix = "typeinfo name for ";
    if (text.starts_with(prefix))
      text.erase(0, prefix.size());
    Location place;
    if (record->getFile())
      place = {absolutePath(record->getFile()->getFilename().str(),
                            record->getFile()->getDirectory().str()),
               record->getLine(), 0};
    unit.records.try_emplace(name.key, Record{text, layoutOf(*record), place});
  }
}

} // namespace levitate::equivalence
