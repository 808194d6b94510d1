#include "tool/plan/includes.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>
#include <deque>
#include <utility>

namespace levitate::plan {

using facts::Include;

namespace {

// Does the range stand in a namespace or a declaration (or, with `linkage`, in `extern "C" {`)?
bool isInside(const FileFacts &file, Range range, bool linkage) {
  return std::any_of(file.blocks.begin(), file.blocks.end(),
                     [&](const facts::Block &block) {
                       return (linkage || !block.linkage) && block.body.contains(range);
                     }) ||
         std::any_of(file.chunks.begin(), file.chunks.end(),
                     [&](const facts::Chunk &chunk) { return chunk.extent.contains(range); });
}

std::string spelledAs(const Include &include) {
  return include.angled ? "<" + include.name + ">" : "\"" + include.name + "\"";
}

// What stands before the name in a header's path: `virtio/include/` for `virtio/include/a/b.hpp`
// that is included as `a/b.hpp`. Nothing when the path does not end in the name.
std::optional<std::string> includeRoot(const Include &include) {
  if (!include.resolved.ends_with(include.name))
    return std::nullopt;
  std::string root = include.resolved.substr(0, include.resolved.size() - include.name.size());
  if (!root.empty() && !root.ends_with('/'))
    return std::nullopt;
  return root;
}

// Is `"a/b.hpp"` the header of the source `c/b.cpp`?
bool isOwnHeader(std::string_view spelled, std::string_view file) {
  const auto stem = [](std::string_view path) { return path.substr(0, path.rfind('.')); };
  return spelled.size() > 2 &&
         stem(fileName(spelled.substr(1, spelled.size() - 2))) == stem(fileName(file));
}

// True when the range stands under no condition and in no block.
bool isOutermost(const Source &text, const FileFacts *file, Range range) {
  return !(file && isInside(*file, range, /*linkage=*/true)) &&
         std::none_of(text.conditionals().begin(), text.conditionals().end(),
                      [&](const Conditional &section) { return section.whole.contains(range); });
}

// True for a line with blank ones, or the ends of the file, above and below.
bool standsAlone(const Source &text, Range line) {
  const auto blank = [&](Range range) { return trim(text.view(range)).empty(); };
  if (line.begin != std::max(text.lineStart(line.begin), text.byteOrderMark()))
    return false;
  return (line.begin == 0 || blank({text.lineStart(line.begin - 1), line.begin})) &&
         (line.end >= text.text().size() || blank({line.end, text.nextLine(line.end)}));
}

} // namespace

std::string Includes::spelling(const std::string &header, const std::string &file) const {
  if (const auto found = fixed.find(header); found != fixed.end())
    return found->second;
  // Votes: how others name this header; how headers below the same root are named.
  std::map<std::string, std::size_t> sameHeader, sameRoot;
  for (const auto &[name, facts] : program.files)
    for (const Include &include : facts.includes) {
      if (include.resolved.empty() || include.spelled.empty())
        continue;
      // A name relative to the including file is no use in another folder.
      const std::string beside = std::string(parentPath(name));
      const bool relative = !include.angled &&
                            (beside.empty() ? "" : beside + "/") + include.name == include.resolved;
      if (relative && parentPath(name) != parentPath(file))
        continue;
      if (include.resolved == header) {
        ++sameHeader[spelledAs(include)];
      } else if (const auto root = includeRoot(include);
                 root && header.starts_with(*root) && header.size() > root->size()) {
        // The root that shares the longest part with the header decides; weigh by its length.
        const std::string text = header.substr(root->size());
        sameRoot[include.angled ? "<" + text + ">" : "\"" + text + "\""] += 1 + 1000 * root->size();
      }
    }
  for (const auto *votes : {&sameHeader, &sameRoot})
    if (!votes->empty())
      return std::max_element(votes->begin(), votes->end(),
                              [](const auto &a, const auto &b) { return a.second < b.second; })
          ->first;
  if (header.starts_with('/'))
    return "<" + header + ">";
  // A folder called `include` is a search path by custom.
  if (const std::size_t at = ("/" + header).rfind("/include/"); at != std::string::npos)
    return "\"" + header.substr(at + 8) + "\"";
  return "\"" + relativePath("/" + header, "/" + std::string(parentPath(file))) + "\"";
}

std::set<std::string> Includes::direct(const std::string &file) const {
  if (const auto added = newFiles.find(file); added != newFiles.end())
    return added->second;
  std::set<std::string> result;
  if (removedFiles.contains(file))
    return result;
  const auto plan = planned.find(file);
  if (const auto facts = program.files.find(file); facts != program.files.end())
    for (const Include &include : facts->second.includes) {
      if (include.resolved.empty())
        continue;
      if (plan != planned.end()) {
        if (plan->second.removed.contains(include.resolved))
          continue;
        if (const auto other = plan->second.replaced.find(include.resolved);
            other != plan->second.replaced.end()) {
          result.insert(other->second);
          continue;
        }
      }
      result.insert(include.resolved);
    }
  if (plan != planned.end())
    result.insert(plan->second.added.begin(), plan->second.added.end());
  return result;
}

bool Includes::has(const std::string &file, const std::string &header) const {
  return direct(file).contains(header);
}

Includes::Includes(Context &context, const Program &program) : context(context), program(program) {}

const std::map<std::string, std::set<std::string>> &Includes::fragments() {
  if (!knownFragments) {
    knownFragments.emplace();
    for (const auto &[file, known] : program.files)
      for (const Include &include : known.includes)
        if (program.files.contains(include.resolved) && include.resolved != file &&
            isInside(known, include.extent, /*linkage=*/false))
          (*knownFragments)[include.resolved].insert(file);
  }
  return *knownFragments;
}

void Includes::add(const std::string &file, const std::string &header) {
  if (file == header || has(file, header))
    return;
  if (fragments().contains(file)) {
    std::set<std::string> seen{file};
    std::vector<std::string> open{file};
    while (!open.empty()) {
      const auto fragment = fragments().find(open.back());
      if (fragment == fragments().end())
        add(open.back(), header);
      open.pop_back();
      if (fragment != fragments().end())
        for (const std::string &includer : fragment->second)
          if (seen.insert(includer).second)
            open.push_back(includer);
    }
    return;
  }
  if (const auto added = newFiles.find(file); added != newFiles.end()) {
    added->second.insert(header);
    return;
  }
  FilePlan &plan = planned[file];
  if (plan.removed.erase(header) == 0)
    plan.added.insert(header);
}

void Includes::remove(const std::string &file, const std::string &header) {
  FilePlan &plan = planned[file];
  plan.added.erase(header);
  plan.replaced.erase(header);
  plan.removed.insert(header);
}

void Includes::replace(const std::string &file, const std::string &from, const std::string &to) {
  if (has(file, to) || file == to) {
    remove(file, from);
    return;
  }
  planned[file].replaced[from] = to;
}

void Includes::addFile(const std::string &file, std::set<std::string> headers) {
  newFiles[file] = std::move(headers);
}

std::set<std::string> Includes::closure(const std::string &file) const {
  std::set<std::string> reached;
  std::vector<std::string> open{file};
  while (!open.empty()) {
    const std::string next = std::move(open.back());
    open.pop_back();
    for (const std::string &header : direct(next))
      if (reached.insert(header).second)
        open.push_back(header);
  }
  return reached;
}

std::vector<std::string> Includes::chain(const std::string &from, const std::string &to) const {
  std::map<std::string, std::string> parent;
  std::deque<std::string> open{from};
  while (!open.empty()) {
    const std::string next = std::move(open.front());
    open.pop_front();
    for (const std::string &header : direct(next)) {
      if (!parent.emplace(header, next).second)
        continue;
      if (header == to) {
        std::vector<std::string> path{to};
        for (std::string at = next; at != from; at = parent[at])
          path.push_back(at);
        path.push_back(from);
        std::reverse(path.begin(), path.end());
        return path;
      }
      open.push_back(header);
    }
  }
  return {};
}

void Includes::emit(Edits &edits, const std::string &why) const {
  for (const auto &[file, plan] : planned) {
    if (removedFiles.contains(file) || newFiles.contains(file))
      continue;
    const Source &text = context.source(file);
    const auto facts = program.files.find(file);
    std::set<std::string> added = plan.added;
    std::vector<std::pair<Range, std::string>> unused;
    if (facts != program.files.end())
      for (const Include &include : facts->second.includes) {
        if (plan.removed.contains(include.resolved)) {
          const Range line = text.directiveRemoval(include.extent.begin);
          if (!added.empty() && standsAlone(text, line) &&
              isOutermost(text, &facts->second, line)) {
            // What is added has no better place than this one.
            std::string lines;
            for (const std::string &header : std::exchange(added, {}))
              lines += "#include " + spelling(header, file) + text.newline();
            edits.replace(file, line, lines, why);
            continue;
          }
          // Neighbours go as one, so that what is left has one blank line around.
          if (!unused.empty() && unused.back().first.end == line.begin) {
            unused.back().first.end = line.end;
            unused.back().second += ", " + include.name;
          } else {
            unused.emplace_back(line, include.name);
          }
        } else if (const auto other = plan.replaced.find(include.resolved);
                   other != plan.replaced.end()) {
          if (include.spelled.empty()) // by a macro, which others may use as well
            added.insert(other->second);
          else
            edits.replace(file, include.spelled, spelling(other->second, file), why);
        }
      }
    std::set<std::uint32_t> insertions;
    for (const std::string &header : added)
      insertions.insert(insertDirective(edits, file, header, why, header == *added.begin(),
                                        header == *added.rbegin()));
    for (const auto &[lines, headers] : unused) {
      // What comes between two of these lines does not go with them.
      Range rest = text.forRemoval(lines);
      const std::string reason = "nothing here uses " + headers + " " + why;
      for (const std::uint32_t at : insertions)
        if (rest.begin < at && at < rest.end) {
          edits.remove(file, {rest.begin, at}, reason);
          rest.begin = at;
        }
      edits.remove(file, rest, reason);
    }
  }
}

std::uint32_t Includes::insertDirective(Edits &edits, const std::string &file,
                                        const std::string &header, const std::string &why,
                                        bool first, bool last) const {
  const Source &text = context.source(file);
  const std::string name = spelling(header, file);
  const std::string line = "#include " + name + text.newline();

  const auto origin = origins.find(header);
  const auto found = program.files.find(file);
  const FileFacts *facts = found == program.files.end() ? nullptr : &found->second;
  if (origin != origins.end() && facts)
    for (const Include &include : facts->includes)
      if (origin->second.contains(include.resolved) &&
          isInside(*facts, include.extent, /*linkage=*/true) &&
          !isInside(*facts, include.extent, /*linkage=*/false)) {
        const std::uint32_t at = text.directiveLines(include.extent.begin).end;
        edits.insert(file, at, line, why);
        return at;
      }

  // Runs of include lines that stand under no condition and in no block, one below the other.
  struct Line {
    Range range;
    std::string name;
  };
  std::vector<std::vector<Line>> runs;
  for (const Token &token : text.tokens()) {
    if (token.kind != TokenKind::Directive)
      continue;
    const DirectiveText directive = directiveText(text.view(token.range));
    if (directive.keyword != "include" || directive.rest.empty())
      continue;
    if (!isOutermost(text, facts, token.range))
      continue;
    Line entry{text.directiveLines(token.range.begin), std::string(directive.rest)};
    if (!runs.empty() && runs.back().back().range.end == entry.range.begin)
      runs.back().push_back(std::move(entry));
    else
      runs.push_back({std::move(entry)});
  }

  // The run whose names resemble the new one the most: same brackets, then the longest common
  // start.
  const std::vector<Line> *best = nullptr;
  std::size_t bestScore = 0;
  for (const std::vector<Line> &run : runs)
    for (const Line &entry : run) {
      const auto differ =
          std::mismatch(entry.name.begin(), entry.name.end(), name.begin(), name.end());
      const std::size_t score = 1 + static_cast<std::size_t>(differ.first - entry.name.begin());
      if (score >= bestScore) {
        bestScore = score;
        best = &run;
      }
    }
  if (best) {
    // A source's own header stands first, whatever the order of the rest.
    std::vector<Line> rest = *best;
    if (isOwnHeader(rest.front().name, file) ||
        !std::is_sorted(rest.begin(), rest.end(),
                        [](const Line &a, const Line &b) { return a.name < b.name; }))
      rest.erase(rest.begin());
    const bool sorted = std::is_sorted(
        rest.begin(), rest.end(), [](const Line &a, const Line &b) { return a.name < b.name; });
    std::uint32_t at = best->back().range.end;
    if (sorted)
      for (const Line &entry : rest)
        if (name < entry.name) {
          at = entry.range.begin;
          break;
        }
    at = std::max(at, text.byteOrderMark());
    const bool needsNewline = at > text.byteOrderMark() && text.text()[at - 1] != '\n';
    edits.insert(file, at, needsNewline ? text.newline() + line : line, why);
    return at;
  }

  // No include yet: below the guard or the head comment, with a blank line around.
  std::uint32_t at = std::max(text.headComment().end, text.byteOrderMark());
  for (const Token &token : text.tokens())
    if (token.kind == TokenKind::Directive && isOutermost(text, facts, token.range)) {
      const DirectiveText directive = directiveText(text.view(token.range));
      if ((directive.keyword == "pragma" && directive.rest == "once") ||
          (!text.guard().empty() && directive.keyword == "define" &&
           directive.rest == text.guard()))
        at = text.directiveLines(token.range.begin).end;
    }
  const bool blankBefore = at == text.byteOrderMark() ||
                           text.text().substr(0, at).ends_with("\n\n") ||
                           text.text().substr(0, at).ends_with("\n\r\n");
  const bool blankAfter =
      at < text.text().size() && (text.text()[at] == '\n' || text.text()[at] == '\r');
  std::string inserted = (blankBefore || !first ? "" : text.newline()) + line;
  if (!blankAfter && last)
    inserted += text.newline();
  edits.insert(file, at, inserted, why);
  return at;
}

} // namespace levitate::plan
