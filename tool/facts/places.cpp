#include "tool/facts/places.h"

#include "tool/facts/entities.h"

#include <clang/Lex/Lexer.h>

namespace levitate::facts {

using namespace clang;

const std::string *pathIn(const Preamble *preamble, FileEntryRef file) {
  if (!preamble)
    return nullptr;
  const auto found = preamble->files().find(file.getName().str());
  return found == preamble->files().end() ? nullptr : &found->second;
}

const std::string &Places::path(FileID id) {
  const auto found = paths.find(id);
  if (found != paths.end())
    return found->second.name;
  Path entry;
  if (const OptionalFileEntryRef file = sources.getFileEntryRefForID(id)) {
    if (const std::string *known = pathIn(preamble, *file)) {
      entry.name = *known;
    } else {
      const std::string full = pathOf(*file, sources.getFileManager());
      entry.name = project.relative(full);
      entry.ours = !entry.name.empty();
      if (!entry.ours)
        entry.name = full;
    }
  }
  return paths.emplace(id, std::move(entry)).first->second.name;
}

bool Places::ours(FileID id) {
  path(id);
  return paths.at(id).ours;
}

Places::Spot Places::spot(SourceLocation location) {
  if (location.isInvalid() || location.isMacroID())
    return {};
  const auto [id, offset] = sources.getDecomposedLoc(location);
  if (!ours(id))
    return {};
  return {&path(id), offset};
}

const std::string &Places::header(FileID id) {
  while (!ours(id)) {
    const SourceLocation from = sources.getIncludeLoc(id);
    if (from.isInvalid())
      break;
    const FileID includer = sources.getFileID(sources.getFileLoc(from));
    if (ours(includer) || (preamble && path(includer) == preamble->path()))
      break;
    id = includer;
  }
  return path(id);
}

std::uint32_t Places::tokenEnd(SourceLocation location) const {
  return sources.getFileOffset(location) + Lexer::MeasureTokenLength(location, sources, language);
}

Location Places::place(SourceLocation location) {
  const SourceLocation file = sources.getFileLoc(location);
  const auto [id, offset] = sources.getDecomposedLoc(file);
  return {path(id), sources.getLineNumber(id, offset), sources.getColumnNumber(id, offset)};
}

} // namespace levitate::facts
