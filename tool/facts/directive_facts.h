// What the preprocessor says of a unit: its includes, its uses of macros, and what it passes over.
#pragma once

#include "tool/facts/entity_table.h"

#include <clang/Lex/PPCallbacks.h>
#include <clang/Lex/Preprocessor.h>

#include <map>
#include <string>
#include <vector>

namespace levitate::facts {

/// Adds these to Facts.
class DirectiveFacts : public clang::PPCallbacks {
public:
  DirectiveFacts(Facts &facts, Places &places, Entities &entities)
      : facts(facts), places(places), entities(entities) {}

  void InclusionDirective(clang::SourceLocation hash, const clang::Token &, llvm::StringRef name,
                          bool angled, clang::CharSourceRange spelled,
                          clang::OptionalFileEntryRef file, llvm::StringRef, llvm::StringRef,
                          const clang::Module *, bool,
                          clang::SrcMgr::CharacteristicKind kind) override;
  void MacroDefined(const clang::Token &name, const clang::MacroDirective *directive) override;
  void MacroUndefined(const clang::Token &name, const clang::MacroDefinition &definition,
                      const clang::MacroDirective *) override;
  void MacroExpands(const clang::Token &name, const clang::MacroDefinition &definition,
                    clang::SourceRange, const clang::MacroArgs *) override;
  void Defined(const clang::Token &name, const clang::MacroDefinition &definition,
               clang::SourceRange) override;
  void Ifdef(clang::SourceLocation, const clang::Token &name,
             const clang::MacroDefinition &definition) override;
  void Ifndef(clang::SourceLocation, const clang::Token &name,
              const clang::MacroDefinition &definition) override;
  void SourceRangeSkipped(clang::SourceRange range, clang::SourceLocation) override;
  void FileChanged(clang::SourceLocation at, FileChangeReason reason,
                   clang::SrcMgr::CharacteristicKind, clang::FileID) override;

  /// The paths of included files are known once their contents have been opened; what is passed
  /// over in a file that is entered several times, at the end.
  void finish(clang::FileManager &files, const Project &project);

private:
  void use(const clang::Token &name, const clang::MacroInfo *macro, bool declares);

  Facts &facts;
  Places &places;
  Entities &entities;
  std::vector<std::pair<std::size_t, clang::FileEntryRef>> pending;
  /// By file: what is passed over each time that it is entered.
  std::map<std::string, std::map<clang::FileID, std::vector<Range>>> passages;
};

} // namespace levitate::facts
