#include "tool/plan/linker_names.h"

#include "base/text.h"
#include "tool/workspace/file_kind.h"

#include <llvm/Demangle/Demangle.h>

#include <algorithm>
#include <optional>

namespace levitate::plan {

using namespace facts;

namespace {

// What assemblers and linkers read.
bool isForLinker(std::string_view path) {
  for (const std::string_view ending :
       {".S", ".s", ".asm", ".ld", ".lds", ".x", ".def", ".map", ".ver", ".sym"})
    if (path.ends_with(ending))
      return true;
  return false;
}

bool isForCMake(std::string_view path) {
  return path.ends_with("CMakeLists.txt") || path.ends_with(".cmake");
}

// Does the string stand in an `asm` statement or declaration?
bool isAssembler(const Source &text, const Token &string) {
  const auto &tokens = text.tokens();
  for (auto at = std::lower_bound(
           tokens.begin(), tokens.end(), string.range.begin,
           [](const Token &token, std::uint32_t offset) { return token.range.begin < offset; });
       at != tokens.begin();) {
    --at;
    const std::string_view word = text.view(at->range);
    if (word == ";" || word == "{" || word == "}")
      return false;
    if (word == "asm" || word == "__asm__" || word == "__asm")
      return true;
  }
  return false;
}

// The first word `name` that is no part of a name with `$` in it, as assemblers allow.
std::size_t findSymbol(std::string_view text, const std::string &name) {
  for (std::size_t at = 0; (at = findWord(text, name, at)) != std::string_view::npos; ++at)
    if ((at == 0 || text[at - 1] != '$') &&
        (at + name.size() == text.size() || text[at + name.size()] != '$'))
      return at;
  return std::string_view::npos;
}

// The first of the old names that is in `text` from its first component on. `text` has qualified
// names, as a demangler writes them.
const Renaming *namedIn(std::string_view text, const std::vector<Renaming> &renames) {
  for (const Renaming &rename : renames) {
    if (rename.from == rename.to)
      continue;
    const std::string name = rename.from.substr(0, rename.from.find('('));
    for (std::size_t at = 0; (at = findWord(text, name, at)) != std::string_view::npos; ++at)
      if (at < 2 || text.substr(at - 2, 2) != "::")
        return &rename;
  }
  return nullptr;
}

struct Finding {
  std::size_t at = 0;
  std::string symbol;
  const Renaming *rename = nullptr;
};

// The first mangled name that has an old name in it.
std::optional<Finding> mangledIn(std::string_view text, const std::vector<Renaming> &renames) {
  for (std::size_t at = 0; (at = text.find("_Z", at)) != std::string_view::npos; at += 2) {
    if (at > 0 && (isWord(text[at - 1]) || text[at - 1] == '$'))
      continue;
    std::size_t end = at;
    while (end < text.size() && isWord(text[end]))
      ++end;
    std::string symbol(text.substr(at, end - at));
    // What is no mangled name comes back as it is.
    if (const std::string plain = llvm::demangle(symbol); plain != symbol)
      if (const Renaming *rename = namedIn(plain, renames))
        return Finding{at, std::move(symbol), rename};
  }
  return std::nullopt;
}

} // namespace

Result<void> refuseLinkerName(Context &context, const Program &program, const std::string &step,
                              const std::string &name) {
  const auto refuse = [&](Location where) {
    context.refuse(
        {std::move(where),
         step,
         "this names '" + name + "', which has C linkage, and is no text that the step changes",
         "rename it here by hand in the same change, or keep the name",
         {}});
  };
  LEVITATE_TRY(files, filesOf(context.overlay, context.project));
  for (const std::string &path : files) {
    if (!isForLinker(path))
      continue;
    LEVITATE_TRY(text, context.overlay.read(path));
    if (const std::size_t at = text ? findSymbol(*text, name) : std::string::npos;
        at != std::string::npos)
      refuse(locate(*text, at, path));
  }
  // Strings of `asm` and of attributes such as alias("...").
  for (const auto &[file, facts] : program.files) {
    const Source &text = context.source(file);
    std::string_view before, beforeThat;
    for (const Token &token : text.tokens()) {
      if (token.kind == TokenKind::Comment)
        continue;
      if (token.kind == TokenKind::String &&
          (isAssembler(text, token) ||
           (before == "(" &&
            (beforeThat == "alias" || beforeThat == "ifunc" || beforeThat == "weakref"))))
        if (const std::size_t at = findSymbol(text.view(token.range), name);
            at != std::string_view::npos)
          refuse(context.place(file, token.range.begin + static_cast<std::uint32_t>(at)));
      beforeThat = before;
      before = text.view(token.range);
    }
  }
  return {};
}

Result<void> refuseMangledNames(Context &context) {
  const std::vector<Renaming> &renames = context.plan.renames;
  if (renames.empty())
    return {};
  const auto refuse = [&](Location where, const Finding &finding) {
    context.refuse(
        {std::move(where),
         context.request.recipe.steps[finding.rename->step].id,
         "'" + finding.symbol + "' is the linker's name of what is '" + finding.rename->from +
             "' now, and would be of nothing",
         "give it C linkage, or a fixed name (asm(\"...\")), or move this by hand in the same "
         "change",
         {}});
  };
  // The tree as it is, for no step changes such a name.
  const workspace::Overlay original(context.overlay.root());
  LEVITATE_TRY(files, filesOf(original, context.project));
  for (const std::string &path : files) {
    const auto contents = original.read(path);
    if (!contents || !*contents)
      continue;
    const std::string &text = **contents;
    if (workspace::isCppFile(path)) {
      if (text.find("_Z") == std::string::npos)
        continue;
      for (const Token &token : tokenize(text))
        if (token.kind != TokenKind::Comment)
          if (const auto finding =
                  mangledIn(std::string_view(text).substr(token.range.begin,
                                                          token.range.end - token.range.begin),
                            renames))
            refuse(locate(text, token.range.begin + finding->at, path), *finding);
      continue;
    }
    const bool binding = isForLinker(path) || isForCMake(path);
    std::optional<Finding> finding = mangledIn(text, renames);
    if (!finding && binding)
      for (const Renaming &rename : renames)
        // A version script and a list of exports may have names as a person writes them.
        if (const std::size_t at = findWord(text, rename.from);
            at != std::string::npos && rename.from != rename.to &&
            rename.from.find("::") != std::string::npos)
          finding = Finding{at, rename.from, &rename};
    if (!finding)
      continue;
    const Location where = locate(text, finding->at, path);
    if (binding)
      refuse(where, *finding);
    else
      context.plan.leftovers.push_back(
          {where, "text names '" + finding->symbol + "', a linker's name of '" +
                      finding->rename->from + "', which is '" + finding->rename->to + "' now"});
  }
  return {};
}

} // namespace levitate::plan
