#include "tool/workspace/file_kind.h"

#include "base/files.h"

#include <algorithm>
#include <array>

namespace levitate::workspace {

template <std::size_t N>
static bool endsInOneOf(std::string_view path, const std::array<std::string_view, N> &endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return path.ends_with(ending); });
}

static bool withoutEnding(std::string_view path) {
  return fileName(path).find('.') == std::string_view::npos;
}

bool isHeaderPart(std::string_view path) {
  return endsInOneOf<4>(path, {".inl", ".ipp", ".tpp", ".inc"});
}

bool isHeader(std::string_view path) {
  return endsInOneOf<6>(path, {".h", ".hh", ".hpp", ".hxx", ".h++", ".cuh"}) ||
         isHeaderPart(path) || withoutEnding(path);
}

bool isCppFile(std::string_view path) {
  return !withoutEnding(path) &&
         (isHeader(path) ||
          endsInOneOf<8>(path, {".c", ".cc", ".cpp", ".cxx", ".c++", ".cppm", ".m", ".mm"}));
}

} // namespace levitate::workspace
