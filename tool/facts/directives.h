// The directives of files, found once for all units that read them; and which macros make names.
#pragma once

#include "tool/facts/facts.h"

#include <clang/Lex/DependencyDirectivesScanner.h>
#include <clang/Lex/PPCallbacks.h>

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace levitate::facts {

/// Finds the directives of file contents. The same contents are looked at once. Thread-safe; what
/// it returns lives as long as the cache.
class DirectiveCache {
public:
  using Directive = clang::dependency_directives_scan::Directive;

  /// Nothing when the contents can't be split into directives; then all of their text must be read.
  std::optional<llvm::ArrayRef<Directive>> of(llvm::StringRef contents);

private:
  struct Entry {
    std::once_flag once;
    llvm::SmallVector<clang::dependency_directives_scan::Token, 0> tokens;
    llvm::SmallVector<Directive, 0> directives;
    bool failed = false;
  };
  std::mutex mutex;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::unique_ptr<Entry>> entries;
};

/// Notes the macros that a unit defines, and tells which of them paste.
class PastingMacros : public clang::PPCallbacks {
public:
  void MacroDefined(const clang::Token &name, const clang::MacroDirective *directive) override;

  /// Those whose definition has a `##`, and those whose definition names such a one; by name.
  std::vector<PastingMacro> result() const;

private:
  /// All definitions; they live as long as the preprocessor.
  std::vector<std::pair<const clang::IdentifierInfo *, const clang::MacroInfo *>> macros;
};

} // namespace levitate::facts
