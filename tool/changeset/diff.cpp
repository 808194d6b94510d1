// The unified diff of a changeset: lines are numbered so that equal lines have equal numbers, the
// numbers are compared, and the differences are printed as hunks.
#include "tool/changeset/changeset.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace levitate::changeset {
namespace {

constexpr std::size_t contextLines = 3;

/// Myers' search gives up after this many inserted and deleted lines; it keeps the square of that
/// in memory (4 bytes each).
constexpr int searchLimit = 1000;

/// The lines of a text, each with its line end.
std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    std::size_t length = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return lines;
}

using Numbers = std::vector<std::uint32_t>;

/// Compares two sequences; the outcome is a mark on each line that is not common to both.
class Comparison {
public:
  Comparison(const Numbers &before, const Numbers &after)
      : removed(before.size()), added(after.size()), a(before), b(after) {
    compare(0, a.size(), 0, b.size());
  }

  std::vector<bool> removed, added;

private:
  void compare(std::size_t aBegin, std::size_t aEnd, std::size_t bBegin, std::size_t bEnd) {
    while (aBegin < aEnd && bBegin < bEnd && a[aBegin] == b[bBegin])
      ++aBegin, ++bBegin;
    while (aBegin < aEnd && bBegin < bEnd && a[aEnd - 1] == b[bEnd - 1])
      --aEnd, --bEnd;
    if (aBegin == aEnd || bBegin == bEnd) {
      replaceWhole(aBegin, aEnd, bBegin, bEnd);
      return;
    }
    if (!shortestEdit(aBegin, aEnd, bBegin, bEnd))
      compareBetweenAnchors(aBegin, aEnd, bBegin, bEnd);
  }

  void replaceWhole(std::size_t aBegin, std::size_t aEnd, std::size_t bBegin, std::size_t bEnd) {
    std::fill(removed.begin() + std::ptrdiff_t(aBegin), removed.begin() + std::ptrdiff_t(aEnd),
              true);
    std::fill(added.begin() + std::ptrdiff_t(bBegin), added.begin() + std::ptrdiff_t(bEnd), true);
  }

  /// Myers 1986, the greedy algorithm: `reach[k]` is how far into `a` one gets on diagonal k with
  /// `edits` edits. False when searchLimit is not enough.
  bool shortestEdit(std::size_t aBegin, std::size_t aEnd, std::size_t bBegin, std::size_t bEnd) {
    const int n = int(aEnd - aBegin), m = int(bEnd - bBegin);
    const int limit = std::min(n + m, searchLimit);
    std::vector<std::vector<int>> history;
    std::vector<int> reach(2 * std::size_t(limit) + 3, 0);
    auto at = [&](int diagonal) -> int & { return *(reach.begin() + (diagonal + limit + 1)); };
    for (int edits = 0; edits <= limit; ++edits) {
      for (int k = -edits; k <= edits; k += 2) {
        int x = k == -edits || (k != edits && at(k - 1) < at(k + 1)) ? at(k + 1) : at(k - 1) + 1;
        int y = x - k;
        while (x < n && y < m && a[aBegin + std::size_t(x)] == b[bBegin + std::size_t(y)])
          ++x, ++y;
        at(k) = x;
        if (x >= n && y >= m) {
          trace(history, aBegin, bBegin, n, m);
          return true;
        }
      }
      // Of this round only the diagonals -edits..edits are known.
      history.emplace_back(reach.begin() + (limit + 1 - edits),
                           reach.begin() + (limit + 2 + edits));
    }
    return false;
  }

  /// Goes back from the end along the edits that were taken, and marks them.
  void trace(const std::vector<std::vector<int>> &history, std::size_t aBegin, std::size_t bBegin,
             int x, int y) {
    for (int edits = int(history.size()); edits > 0; --edits) {
      const std::vector<int> &reach = history[std::size_t(edits - 1)];
      auto at = [&](int diagonal) {
        int index = diagonal + edits - 1;
        return index < 0 || index >= int(reach.size()) ? -1 : reach[std::size_t(index)];
      };
      const int k = x - y;
      const bool insertion = k == -edits || (k != edits && at(k - 1) < at(k + 1));
      const int previous = insertion ? k + 1 : k - 1;
      x = at(previous);
      y = x - previous;
      if (insertion)
        added[bBegin + std::size_t(y)] = true;
      else
        removed[aBegin + std::size_t(x)] = true;
    }
  }

  /// Patience: lines that occur once on both sides, in the longest run that is in order on both,
  /// stay; what is between them is compared on its own.
  void compareBetweenAnchors(std::size_t aBegin, std::size_t aEnd, std::size_t bBegin,
                             std::size_t bEnd) {
    struct Seen {
      std::size_t inA = 0, inB = 0, atA = 0, atB = 0;
    };
    std::unordered_map<std::uint32_t, Seen> lines;
    for (std::size_t i = aBegin; i < aEnd; ++i) {
      Seen &seen = lines[a[i]];
      ++seen.inA, seen.atA = i;
    }
    for (std::size_t i = bBegin; i < bEnd; ++i) {
      Seen &seen = lines[b[i]];
      ++seen.inB, seen.atB = i;
    }
    std::vector<std::pair<std::size_t, std::size_t>> anchors;
    for (std::size_t i = aBegin; i < aEnd; ++i)
      if (const Seen &seen = lines[a[i]]; seen.inA == 1 && seen.inB == 1)
        anchors.emplace_back(i, seen.atB);
    anchors = longestInOrder(anchors);
    if (anchors.empty()) {
      replaceWhole(aBegin, aEnd, bBegin, bEnd);
      return;
    }
    for (const auto &[inA, inB] : anchors) {
      compare(aBegin, inA, bBegin, inB);
      aBegin = inA + 1, bBegin = inB + 1;
    }
    compare(aBegin, aEnd, bBegin, bEnd);
  }

  /// The longest subsequence whose second members rise.
  static std::vector<std::pair<std::size_t, std::size_t>>
  longestInOrder(const std::vector<std::pair<std::size_t, std::size_t>> &pairs) {
    std::vector<std::size_t> tails, previous(pairs.size());
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      auto place = std::lower_bound(
          tails.begin(), tails.end(), pairs[i].second,
          [&](std::size_t tail, std::size_t value) { return pairs[tail].second < value; });
      previous[i] = place == tails.begin() ? i : *std::prev(place);
      if (place == tails.end())
        tails.push_back(i);
      else
        *place = i;
    }
    std::vector<std::pair<std::size_t, std::size_t>> longest;
    if (!tails.empty()) {
      std::size_t i = tails.back();
      for (std::size_t count = tails.size(); count > 0; --count, i = previous[i])
        longest.push_back(pairs[i]);
    }
    std::reverse(longest.begin(), longest.end());
    return longest;
  }

  const Numbers &a, &b;
};

/// Where a group of marked lines could as well stand further down, it does, so that an added
/// function is shown with its own closing brace and not with that of the one before.
void slideDown(std::vector<bool> &marks, const Numbers &lines, std::size_t from) {
  std::size_t end = from;
  while (end < marks.size() && marks[end])
    ++end;
  while (end < marks.size() && !marks[end] && lines[from] == lines[end]) {
    marks[from++] = false;
    marks[end++] = true;
  }
}

/// A stretch of lines that differ: [aBegin, aEnd) became [bBegin, bEnd).
struct Block {
  std::size_t aBegin, aEnd, bBegin, bEnd;
};

std::vector<Block> blocksOf(const Comparison &comparison) {
  std::vector<Block> blocks;
  std::size_t i = 0, j = 0;
  while (i < comparison.removed.size() || j < comparison.added.size()) {
    Block block{i, i, j, j};
    while (block.aEnd < comparison.removed.size() && comparison.removed[block.aEnd])
      ++block.aEnd;
    while (block.bEnd < comparison.added.size() && comparison.added[block.bEnd])
      ++block.bEnd;
    if (block.aEnd != i || block.bEnd != j)
      blocks.push_back(block);
    i = block.aEnd + 1, j = block.bEnd + 1;
  }
  return blocks;
}

/// Slides the blocks that only add or only remove, where nothing stands in the way on the other
/// side.
void slideBlocks(Comparison &comparison, const Numbers &a, const Numbers &b) {
  for (const Block &block : blocksOf(comparison)) {
    if (block.aBegin == block.aEnd)
      slideDown(comparison.added, b, block.bBegin);
    else if (block.bBegin == block.bEnd)
      slideDown(comparison.removed, a, block.aBegin);
  }
}

void appendLine(std::string &out, char mark, std::string_view line) {
  out += mark;
  out += line;
  if (!line.ends_with('\n'))
    out += "\n\\ No newline at end of file\n";
}

/// `begin,count` of a hunk header, where an empty range is named by the line before it.
std::string range(std::size_t begin, std::size_t count) {
  std::string text = std::to_string(count == 0 ? begin : begin + 1);
  return count == 1 ? text : text + "," + std::to_string(count);
}

void appendHunks(std::string &out, std::string_view before, std::string_view after) {
  const std::vector<std::string_view> a = linesOf(before), b = linesOf(after);
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  auto number = [&](const std::vector<std::string_view> &lines) {
    Numbers result;
    result.reserve(lines.size());
    for (std::string_view line : lines)
      result.push_back(numbers.try_emplace(line, std::uint32_t(numbers.size())).first->second);
    return result;
  };
  const Numbers aNumbers = number(a), bNumbers = number(b);
  Comparison comparison(aNumbers, bNumbers);
  slideBlocks(comparison, aNumbers, bNumbers);
  const std::vector<Block> blocks = blocksOf(comparison);

  for (std::size_t first = 0; first < blocks.size();) {
    std::size_t last = first;
    while (last + 1 < blocks.size() &&
           blocks[last + 1].aBegin - blocks[last].aEnd <= 2 * contextLines)
      ++last;
    const std::size_t lead = std::min(contextLines, blocks[first].aBegin);
    const std::size_t tail = std::min(contextLines, a.size() - blocks[last].aEnd);
    std::size_t i = blocks[first].aBegin - lead;
    const std::size_t j = blocks[first].bBegin - lead;
    out += "@@ -" + range(i, blocks[last].aEnd + tail - i) + " +" +
           range(j, blocks[last].bEnd + tail - j) + " @@\n";
    for (; first <= last; ++first) {
      for (; i < blocks[first].aBegin; ++i)
        appendLine(out, ' ', a[i]);
      for (; i < blocks[first].aEnd; ++i)
        appendLine(out, '-', a[i]);
      for (std::size_t k = blocks[first].bBegin; k < blocks[first].bEnd; ++k)
        appendLine(out, '+', b[k]);
    }
    for (std::size_t end = i + tail; i < end; ++i)
      appendLine(out, ' ', a[i]);
  }
}

/// A path as git writes it in a header: in quotes when it has bytes that would confuse a reader.
std::string quotedPath(const std::string &path) {
  const bool plain = std::none_of(path.begin(), path.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '"' || c == '\\';
  });
  if (plain)
    return path;
  std::string quoted = "\"";
  for (char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      quoted += '\\';
      for (int shift : {6, 3, 0})
        quoted += char('0' + ((byte >> shift) & 7));
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

/// The `---` and `+++` lines end a path that has blanks with a tab, as git's do.
std::string sidePath(const std::string &path) {
  return quotedPath(path) + (path.find(' ') == std::string::npos ? "" : "\t");
}

void appendFile(std::string &out, const std::string &path, const FileChange &change) {
  const std::string before = change.before.value_or(""), after = change.after.value_or("");
  if (change.before.has_value() == change.after.has_value() && before == after)
    return;
  out += "diff --git " + quotedPath("a/" + path) + " " + quotedPath("b/" + path) + "\n";
  if (!change.before)
    out += "new file mode 100644\n";
  else if (!change.after)
    out += "deleted file mode 100644\n";
  if (before == after) { // an empty file comes or goes
    out += change.after ? "index 0000000..e69de29\n" : "index e69de29..0000000\n";
    return;
  }
  out += "--- " + (change.before ? sidePath("a/" + path) : "/dev/null") + "\n";
  out += "+++ " + (change.after ? sidePath("b/" + path) : "/dev/null") + "\n";
  appendHunks(out, before, after);
}

} // namespace

std::string unifiedDiff(const Changeset &changes) {
  std::string out;
  for (const auto &[path, change] : changes.files)
    appendFile(out, path, change);
  return out;
}

std::string renamesJson(const std::vector<Rename> &renames) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Rename &rename : renames)
    list.push_back({{"from", rename.from}, {"to", rename.to}});
  return nlohmann::ordered_json{{"schema", 1}, {"renames", list}}.dump(
             2, ' ', false, nlohmann::json::error_handler_t::replace) +
         "\n";
}

} // namespace levitate::changeset
