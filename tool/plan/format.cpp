#include "tool/plan/format.h"

#include "base/files.h"
#include "tool/workspace/file_kind.h"

#include <set>

#include <clang/Format/Format.h>
#include <clang/Tooling/Core/Replacement.h>

namespace levitate::plan {

namespace {

// The text as clang-format writes it; nothing when it can't.
std::optional<std::string> formatted(const clang::format::FormatStyle &style,
                                     const std::string &text, const std::string &path) {
  const std::vector<clang::tooling::Range> all{{0, static_cast<unsigned>(text.size())}};
  auto sorted = clang::tooling::applyAllReplacements(
      text, clang::format::sortIncludes(style, text, all, path));
  if (!sorted) {
    llvm::consumeError(sorted.takeError());
    return std::nullopt;
  }
  const std::vector<clang::tooling::Range> whole{{0, static_cast<unsigned>(sorted->size())}};
  auto result = clang::tooling::applyAllReplacements(
      *sorted, clang::format::reformat(style, *sorted, whole, path));
  if (!result) {
    llvm::consumeError(result.takeError());
    return std::nullopt;
  }
  return *result;
}

bool hasStyleFile(std::string_view path) {
  for (std::string_view folder = parentPath(path); !folder.empty(); folder = parentPath(folder)) {
    if (exists(std::string(folder) + "/.clang-format") ||
        exists(std::string(folder) + "/_clang-format"))
      return true;
    if (folder == "/")
      break;
  }
  return false;
}

} // namespace

Result<void> formatPlanned(Context &context) {
  LEVITATE_TRY(changes, context.overlay.changes());
  const auto styleFor = [&](const std::string &path,
                            const std::string &text) -> std::optional<clang::format::FormatStyle> {
    const std::string full = context.overlay.root() + "/" + path;
    if (!workspace::isCppFile(path) || !hasStyleFile(full))
      return std::nullopt;
    auto style = clang::format::getStyle("file", full, "none", text);
    if (!style) {
      llvm::consumeError(style.takeError());
      return std::nullopt;
    }
    return style->DisableFormat ? std::nullopt : std::optional(*style);
  };
  // What is new is made of text from the old files, and is as tidy as those were.
  std::set<std::string> conforming;
  bool all = true;
  for (const auto &[path, change] : changes.files) {
    if (!change.before || !workspace::isCppFile(path))
      continue;
    const auto style = styleFor(path, *change.before);
    const bool conforms = style && formatted(*style, *change.before, path) == *change.before;
    all &= conforms;
    if (conforms)
      conforming.insert(path);
  }
  for (const auto &[path, change] : changes.files) {
    if (!change.after || !(change.before ? conforming.contains(path) : all) ||
        context.gathered.unformatted.contains(path))
      continue;
    const auto style = styleFor(path, *change.after);
    if (!style)
      continue;
    const std::optional<std::string> text = formatted(*style, *change.after, path);
    if (text && *text != *change.after)
      context.overlay.write(path, *text);
  }
  return {};
}

} // namespace levitate::plan
