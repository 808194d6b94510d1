#include "verify/equivalence/line_names.h"

#include "verify/equivalence/names.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>

namespace levitate::equivalence {
namespace {

/// Whether a use of __LINE__ is recorded on the line of the declaration, and that is `line`.
bool isLineOf(const Entity &entity, const Unit &unit, unsigned line) {
  return line == entity.place.line &&
         std::any_of(unit.positions.begin(), unit.positions.end(), [&](const PositionUse &use) {
           return use.kind == "__LINE__" && use.where.line == line &&
                  fileName(use.where.file) == fileName(entity.place.file);
         });
}

} // namespace

std::string nameOfOwn(const Entity &entity, const Unit &unit) {
  const std::string name = withoutUnitNumbers(entity.name);
  if (entity.place.line == 0)
    return name;
  const auto isDigit = [](char byte) { return byte >= '0' && byte <= '9'; };
  std::string result;
  for (std::size_t at = 0; at < name.size();) {
    std::size_t end = at;
    while (end < name.size() && isDigit(name[end]))
      ++end;
    const std::string digits = name.substr(at, end - at);
    // A name does not begin with its line.
    const bool isPart = !digits.empty() && digits.size() < 8 && at > 0 && isWord(name[at - 1]);
    if (isPart && isLineOf(entity, unit, static_cast<unsigned>(std::stoul(digits)))) {
      result += "<line>";
    } else {
      end = std::max(end, at + 1);
      result += name.substr(at, end - at);
    }
    at = end;
  }
  return result;
}

} // namespace levitate::equivalence
