#include "tool/facts/directive_facts.h"

#include "tool/facts/entities.h"

namespace levitate::facts {

using namespace clang;

void DirectiveFacts::InclusionDirective(SourceLocation hash, const Token &, llvm::StringRef name,
                                        bool angled, CharSourceRange spelled,
                                        OptionalFileEntryRef file, llvm::StringRef, llvm::StringRef,
                                        const Module *, bool, SrcMgr::CharacteristicKind kind) {
  const Places::Spot start = places.spot(hash);
  if (!start.file)
    return;
  Include include;
  include.file = *start.file;
  include.name = name.str();
  include.angled = angled;
  include.system = kind != SrcMgr::C_User;
  include.extent = {start.offset, start.offset};
  if (spelled.getBegin().isFileID() && spelled.getEnd().isFileID()) {
    include.spelled = {places.sources.getFileOffset(spelled.getBegin()),
                       places.sources.getFileOffset(spelled.getEnd())};
    include.extent.end = include.spelled.end;
  }
  if (file)
    pending.push_back({facts.includes.size(), *file});
  facts.includes.push_back(std::move(include));
}

void DirectiveFacts::MacroDefined(const Token &name, const MacroDirective *directive) {
  use(name, directive->getMacroInfo(), true);
}

void DirectiveFacts::MacroUndefined(const Token &name, const MacroDefinition &definition,
                                    const MacroDirective *) {
  use(name, definition.getMacroInfo(), false);
}

void DirectiveFacts::MacroExpands(const Token &name, const MacroDefinition &definition, SourceRange,
                                  const MacroArgs *) {
  use(name, definition.getMacroInfo(), false);
}

void DirectiveFacts::Defined(const Token &name, const MacroDefinition &definition, SourceRange) {
  use(name, definition.getMacroInfo(), false);
}

void DirectiveFacts::Ifdef(SourceLocation, const Token &name, const MacroDefinition &definition) {
  use(name, definition.getMacroInfo(), false);
}

void DirectiveFacts::Ifndef(SourceLocation, const Token &name, const MacroDefinition &definition) {
  use(name, definition.getMacroInfo(), false);
}

void DirectiveFacts::SourceRangeSkipped(SourceRange range, SourceLocation) {
  const Places::Spot begin = places.spot(range.getBegin()), end = places.spot(range.getEnd());
  if (begin.file && end.file)
    passages[*begin.file][places.sources.getFileID(range.getBegin())].push_back(
        {begin.offset, end.offset});
}

void DirectiveFacts::FileChanged(SourceLocation at, FileChangeReason reason,
                                 SrcMgr::CharacteristicKind, FileID) {
  if (reason != EnterFile)
    return;
  if (const Places::Spot spot = places.spot(at); spot.file)
    passages[*spot.file][places.sources.getFileID(at)];
}

void DirectiveFacts::finish(FileManager &files, const Project &project) {
  for (const auto &[index, file] : pending) {
    const std::string full = pathOf(file, files);
    const std::string relative = project.relative(full);
    facts.includes[index].resolved = relative.empty() ? full : relative;
  }
  for (const auto &[file, all] : passages) {
    std::vector<Range> passedOver = all.begin()->second;
    for (const auto &[passage, ranges] : all)
      passedOver = intersection(passedOver, ranges);
    for (const Range &range : passedOver)
      facts.inactive.push_back({file, range});
  }
}

void DirectiveFacts::use(const Token &name, const MacroInfo *macro, bool declares) {
  if (!macro || macro->isBuiltinMacro() || !name.getIdentifierInfo())
    return;
  const SourceLocation at = name.getLocation();
  const SourceLocation file = places.sources.getSpellingLoc(at);
  const Places::Spot spot = places.spot(file);
  if (!spot.file)
    return;
  if (!places.sources.getFileEntryRefForID(places.sources.getFileID(macro->getDefinitionLoc())))
    return; // from the command line
  Reference reference;
  reference.file = *spot.file;
  reference.name = {spot.offset, places.tokenEnd(file)};
  reference.qualifier = {spot.offset, spot.offset};
  reference.entity = entities.ofMacro(name.getIdentifierInfo()->getName(), macro);
  reference.declares = declares;
  reference.inMacro = at.isMacroID() && !places.sources.isMacroArgExpansion(at);
  facts.references.push_back(std::move(reference));
}

} // namespace levitate::facts
