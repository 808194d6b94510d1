// Opens ELF files. LLVM's reader trusts the tables of a file in places; this looks at them first.
#pragma once

#include "base/result.h"

#include <llvm/Object/ELFObjectFile.h>

#include <memory>
#include <string>

namespace levitate::equivalence {

/// An ELF file, with the bytes that it reads from.
class ElfFile {
public:
  /// An environment error when it can't be read, is no ELF file, or has a section, symbol table or
  /// relocation table that does not lie within it.
  static Result<ElfFile> open(const std::string &path);

  const llvm::object::ELFObjectFileBase &operator*() const { return *file; }
  const llvm::object::ELFObjectFileBase *operator->() const { return file; }

private:
  ElfFile(llvm::object::OwningBinary<llvm::object::ObjectFile> owner,
          const llvm::object::ELFObjectFileBase *file)
      : owner(std::move(owner)), file(file) {}

  llvm::object::OwningBinary<llvm::object::ObjectFile> owner;
  const llvm::object::ELFObjectFileBase *file;
};

/// The value, or the fallback in place of an error.
template <class T> T orDefault(llvm::Expected<T> value, T fallback = {}) {
  if (value)
    return std::move(*value);
  llvm::consumeError(value.takeError());
  return fallback;
}

} // namespace levitate::equivalence
