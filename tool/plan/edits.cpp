#include "tool/plan/edits.h"

#include <algorithm>
#include <optional>

namespace levitate::plan {

using facts::Range;

void Edits::replace(const std::string &file, Range range, std::string text, std::string reason) {
  for (const Edit &edit : byFile[file])
    if (edit.range == range && edit.text == text)
      return; // the same token seen from another unit
  byFile[file].push_back({range, std::move(text), std::move(reason)});
}

void Edits::insert(const std::string &file, std::uint32_t offset, std::string text,
                   std::string reason) {
  replace(file, {offset, offset}, std::move(text), std::move(reason));
}

void Edits::remove(const std::string &file, Range range, std::string reason) {
  replace(file, range, "", std::move(reason));
}

namespace {

// In order of position; an insertion stands before a replacement at the same place.
std::vector<Edit> sorted(const std::vector<Edit> &edits) {
  std::vector<Edit> result = edits;
  std::stable_sort(result.begin(), result.end(), [](const Edit &a, const Edit &b) {
    if (a.range.begin != b.range.begin)
      return a.range.begin < b.range.begin;
    return a.range.empty() && !b.range.empty();
  });
  return result;
}

// Drops edits inside a removed range. Returns two edits that are in conflict, if there are any.
std::optional<std::pair<Edit, Edit>> resolve(std::vector<Edit> &edits) {
  std::vector<Edit> kept;
  for (Edit &edit : edits) {
    bool swallowed = false;
    for (const Edit &other : edits)
      swallowed |= &other != &edit && other.text.empty() && !other.range.empty() &&
                   other.range.contains(edit.range) && other.range != edit.range &&
                   !(edit.range.empty() && (edit.range.begin == other.range.begin ||
                                            edit.range.begin == other.range.end));
    if (!swallowed)
      kept.push_back(edit);
  }
  for (std::size_t i = 1; i < kept.size(); ++i)
    if (kept[i].range.begin < kept[i - 1].range.end) {
      // Two removals that overlap remove what both cover.
      if (kept[i].text.empty() && kept[i - 1].text.empty()) {
        kept[i - 1].range.end = std::max(kept[i - 1].range.end, kept[i].range.end);
        kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(i--));
        continue;
      }
      return std::pair(kept[i - 1], kept[i]);
    }
  edits = std::move(kept);
  return std::nullopt;
}

std::string applied(std::string_view contents, const std::vector<Edit> &edits, Range within) {
  std::string result;
  std::uint32_t at = within.begin;
  for (const Edit &edit : edits) {
    result += contents.substr(at, edit.range.begin - at);
    result += edit.text;
    at = edit.range.end;
  }
  result += contents.substr(at, within.end - at);
  return result;
}

Error conflictError(const std::string &file, std::string_view text,
                    const std::pair<Edit, Edit> &conflict) {
  Error error = Error::at(ExitStatus::Refused, locate(text, conflict.second.range.begin, file),
                          "two changes meet in one place: " + conflict.first.reason + "; and " +
                              conflict.second.reason);
  error.diagnostics.front().remedy = "split the migration so that they do not";
  return error;
}

} // namespace

Result<std::string> Edits::appliedWithin(const std::string &file, Range range,
                                         std::string_view contents) const {
  std::vector<Edit> inside;
  if (const auto found = byFile.find(file); found != byFile.end())
    for (const Edit &edit : sorted(found->second))
      if (range.contains(edit.range) && edit.range != range &&
          !(edit.range.empty() && edit.range.begin == range.end))
        inside.push_back(edit);
  if (const auto conflict = resolve(inside))
    return conflictError(file, contents, *conflict);
  return applied(contents, inside, range);
}

Result<void> Edits::apply(workspace::Overlay &overlay, const std::string &step,
                          std::vector<EditRecord> &records) const {
  for (const auto &[file, list] : byFile) {
    LEVITATE_TRY(contents, overlay.read(file));
    const std::string text = contents.value_or("");
    std::vector<Edit> edits = sorted(list);
    if (const auto conflict = resolve(edits))
      return conflictError(file, text, *conflict);
    for (const Edit &edit : edits)
      records.push_back({file, locate(text, edit.range.begin, file).line, step, edit.reason,
                         text.substr(edit.range.begin, edit.range.end - edit.range.begin),
                         edit.text});
    overlay.write(file, applied(text, edits, {0, static_cast<std::uint32_t>(text.size())}));
  }
  return {};
}

} // namespace levitate::plan
