#include "verify/equivalence/elf_file.h"

namespace levitate::equivalence {
namespace {

namespace object = llvm::object;
namespace elf = llvm::ELF;

/// What is wrong with the tables of a file; empty when nothing is.
template <class T> std::string faultOf(const object::ELFObjectFile<T> &file) {
  const object::ELFFile<T> &whole = file.getELFFile();
  auto sections = whole.sections();
  if (!sections)
    return llvm::toString(sections.takeError());
  const std::uint64_t size = whole.getBufSize();
  for (const auto &section : *sections) {
    const std::uint64_t offset = section.sh_offset, length = section.sh_size;
    if (section.sh_type != elf::SHT_NOBITS && section.sh_type != elf::SHT_NULL &&
        (offset > size || length > size - offset))
      return "a section does not lie within the file";
    std::uint64_t entry = 0;
    if (section.sh_type == elf::SHT_REL)
      entry = sizeof(typename T::Rel);
    else if (section.sh_type == elf::SHT_RELA)
      entry = sizeof(typename T::Rela);
    else if (section.sh_type == elf::SHT_SYMTAB || section.sh_type == elf::SHT_DYNSYM)
      entry = sizeof(typename T::Sym);
    if (entry != 0 && (section.sh_entsize != entry || length % entry != 0))
      return "a table has entries of a wrong size";
    const bool isTable =
        entry != 0 || section.sh_type == elf::SHT_DYNAMIC || section.sh_type == elf::SHT_HASH;
    if (isTable && section.sh_link >= sections->size())
      return "a table refers to a section that is not there";
    if ((section.sh_type == elf::SHT_REL || section.sh_type == elf::SHT_RELA) &&
        section.sh_link != 0) {
      const auto &symbols = (*sections)[section.sh_link];
      if (symbols.sh_type != elf::SHT_SYMTAB && symbols.sh_type != elf::SHT_DYNSYM)
        return "a relocation table refers to a section that holds no symbols";
    }
  }
  return {};
}

std::string faultOf(const object::ELFObjectFileBase &file) {
  if (const auto *typed = llvm::dyn_cast<object::ELF64LEObjectFile>(&file))
    return faultOf(*typed);
  if (const auto *typed = llvm::dyn_cast<object::ELF32LEObjectFile>(&file))
    return faultOf(*typed);
  if (const auto *typed = llvm::dyn_cast<object::ELF64BEObjectFile>(&file))
    return faultOf(*typed);
  if (const auto *typed = llvm::dyn_cast<object::ELF32BEObjectFile>(&file))
    return faultOf(*typed);
  return "an unknown kind of ELF file";
}

} // namespace

Result<ElfFile> ElfFile::open(const std::string &path) {
  llvm::Expected<object::OwningBinary<object::ObjectFile>> binary =
      object::ObjectFile::createObjectFile(path);
  if (!binary)
    return Error::environment(path + ": " + llvm::toString(binary.takeError()));
  const auto *file = llvm::dyn_cast<object::ELFObjectFileBase>(binary->getBinary());
  if (!file)
    return Error::environment(path + ": not an ELF file");
  if (const std::string fault = faultOf(*file); !fault.empty())
    return Error::environment(path + ": " + fault);
  return ElfFile(std::move(*binary), file);
}

} // namespace levitate::equivalence
