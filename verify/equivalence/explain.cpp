#include "verify/equivalence/explain.h"

#include "verify/equivalence/build_tree.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>
#include <cctype>

namespace levitate::equivalence {
namespace {

/// The words of a line: separated by blanks, a quoted string being one word with what it touches.
std::vector<std::string_view> wordsOf(std::string_view line) {
  std::vector<std::string_view> words;
  std::size_t start = 0;
  bool inString = false;
  for (std::size_t at = 0; at <= line.size(); ++at) {
    if (at < line.size() && line[at] == '"')
      inString = !inString; // a quote inside a string is written as \22
    if (at == line.size() || (line[at] == ' ' && !inString)) {
      if (at > start)
        words.push_back(line.substr(start, at - start));
      start = at + 1;
    }
  }
  return words;
}

bool isString(std::string_view word) {
  return word.size() >= 2 && word.front() == '"' && word.back() == '"';
}

bool isNumber(std::string_view word) {
  return !word.empty() && word.size() < 10 &&
         std::all_of(
             word.begin(), word.end(),
             [](char byte) { return std::isdigit(static_cast<unsigned char>(byte)) != 0; });
}

/// The bytes of a string constant without the zero at its end.
std::string contentsOf(std::string_view word) {
  std::string bytes;
  for (std::size_t at = 1; at + 1 < word.size(); ++at) {
    if (word[at] == '\\' && at + 3 < word.size()) {
      if (word[at + 1] == '\\') {
        bytes += '\\';
        ++at;
      } else {
        bytes += static_cast<char>(std::stoi(std::string(word.substr(at + 1, 2)), nullptr, 16));
        at += 2;
      }
    } else {
      bytes += word[at];
    }
  }
  if (!bytes.empty() && bytes.back() == '\0')
    bytes.pop_back();
  return bytes;
}

/// Where in `text` a path of the unit stands, if one does: the path is of a file the unit was made
/// from, or ends one.
bool namesFileOf(const Unit &unit, const std::string &text) {
  if (text.size() < 3 || text.find('.') == std::string::npos)
    return false;
  return std::any_of(unit.files.begin(), unit.files.end(), [&](const std::string &file) {
    return file == text || (file.ends_with(text) && file[file.size() - text.size() - 1] == '/');
  });
}

/// An absolute path as seen from the root of its tree; another path unchanged.
std::string belowRoot(const Unit &unit, const std::string &path) {
  return !unit.root.empty() && isWithin(path, unit.root) ? relativePath(path, unit.root) : path;
}

/// What recorded use explains a number in the entity, or nullptr.
const PositionUse *positionOf(const ExplainedSide &side, unsigned value, bool column) {
  unsigned last = side.entity.place.line;
  for (const unsigned line : side.entity.lines)
    last = std::max(last, line);
  for (const PositionUse &use : side.unit.positions) {
    const bool tellsLine = use.kind == "__LINE__" || use.kind == "__builtin_LINE" ||
                           use.kind == "__builtin_source_location";
    const bool tellsColumn =
        use.kind == "__builtin_COLUMN" || use.kind == "__builtin_source_location";
    if (column ? !tellsColumn || use.where.column != value : !tellsLine || use.where.line != value)
      continue;
    if (fileName(use.where.file) != fileName(side.entity.place.file))
      continue;
    if (use.where.line < side.entity.place.line || use.where.line > last + 8)
      continue;
    // A multi-line call may end a little after its last instruction, but not in another function.
    const auto isOfOther = [&](const Entity &other) {
      return other.kind == EntityKind::Function && other.place.line > last &&
             other.place.line <= use.where.line && other.place.file == side.entity.place.file;
    };
    if (use.where.line <= last ||
        std::none_of(side.unit.entities.begin(), side.unit.entities.end(), isOfOther))
      return &use;
  }
  return nullptr;
}

class Comparison {
public:
  Comparison(const ExplainedSide &before, const ExplainedSide &after, const SymbolNames &names)
      : before(before), after(after), names(names) {}

  Explanation run() {
    const std::vector<std::string> was = split(before.text, "\n");
    const std::vector<std::string> is = split(after.text, "\n");
    // Strings first: their lengths occur as numbers, possibly before them.
    for (std::size_t line = 0; line < std::min(was.size(), is.size()); ++line)
      if (was[line] != is[line])
        collectStrings(wordsOf(was[line]), wordsOf(is[line]));
    for (std::size_t line = 0; line < std::max(was.size(), is.size()); ++line) {
      const std::string_view one = line < was.size() ? std::string_view(was[line]) : "";
      const std::string_view other = line < is.size() ? std::string_view(is[line]) : "";
      if (one == other)
        continue;
      if (!isExcepted(one, other, line)) {
        result.difference =
            TextDifference{std::string(trim(one)), std::string(trim(other)),
                           lineAt(before.entity, line), lineAt(after.entity, line), line};
        break;
      }
    }
    return std::move(result);
  }

private:
  static unsigned lineAt(const Entity &entity, std::size_t line) {
    return line < entity.lines.size() ? entity.lines[line] : 0;
  }

  /// A string in which a path of the unit stands, with a line behind it or without.
  struct PathInText {
    std::string front, path, line, back;
  };

  static std::optional<PathInText> pathIn(const ExplainedSide &side, const std::string &text) {
    PathInText best;
    for (const std::string &file : side.unit.files) {
      for (const std::string &path : {file, belowRoot(side.unit, file)}) {
        const std::size_t at = text.find(path);
        if (at == std::string::npos || path.size() <= best.path.size() || path.size() < 3)
          continue;
        std::size_t end = at + path.size();
        best = {text.substr(0, at), path, {}, {}};
        const std::size_t digits = text.find_first_not_of("0123456789", end + 1);
        if (end < text.size() && text[end] == ':' && digits != end + 1) {
          best.line = text.substr(end + 1, std::min(digits, text.size()) - end - 1);
          end += 1 + best.line.size();
        }
        best.back = text.substr(end);
      }
    }
    return best.path.empty() ? std::nullopt : std::optional(best);
  }

  /// `file.cpp:12: failed` on both sides, if the lines are those of recorded uses of __LINE__.
  std::optional<std::string> messageKind(const std::string &was, const std::string &is) const {
    const std::optional<PathInText> one = pathIn(before, was), other = pathIn(after, is);
    if (!one || !other || one->front != other->front || one->back != other->back ||
        one->line.empty() != other->line.empty() || one->line.size() > 8 || other->line.size() > 8)
      return std::nullopt;
    const bool sameFile = belowRoot(before.unit, one->path) == belowRoot(after.unit, other->path);
    if (one->line == other->line)
      return sameFile ? "tree root" : "__FILE__";
    const auto isRecorded = [](const ExplainedSide &side, const std::string &line) {
      return positionOf(side, static_cast<unsigned>(std::stoul(line)), false) != nullptr;
    };
    if (!isRecorded(before, one->line) || !isRecorded(after, other->line))
      return std::nullopt;
    return sameFile ? "__LINE__" : "__FILE__";
  }

  std::optional<std::string> stringKind(const std::string &was, const std::string &is) const {
    if (namesFileOf(before.unit, was) && namesFileOf(after.unit, is))
      return belowRoot(before.unit, was) == belowRoot(after.unit, is) ? "tree root" : "__FILE__";
    // A folder of the tree that the build gives by name: of test data, say.
    if (withoutFolder(was, before.unit.root, "<root>") ==
        withoutFolder(is, after.unit.root, "<root>"))
      return "tree root";
    if (names.inText(was) == is || names.sameButForNames(was, is))
      return "name in a string";
    return messageKind(was, is);
  }

  void collectStrings(const std::vector<std::string_view> &was,
                      const std::vector<std::string_view> &is) {
    if (was.size() != is.size())
      return;
    for (std::size_t word = 0; word < was.size(); ++word) {
      if (was[word] == is[word] || !isString(was[word]) || !isString(is[word]))
        continue;
      const std::string one = contentsOf(was[word]), other = contentsOf(is[word]);
      if (!stringKind(one, other))
        continue;
      for (const std::size_t more : {0, 1})
        lengths.push_back({std::to_string(one.size() + more), std::to_string(other.size() + more)});
    }
  }

  void except(std::string kind, std::size_t line, std::string was, std::string is) {
    Exception exception{std::move(kind),    after.entity.name, before.entity.place,
                        after.entity.place, std::move(was),    std::move(is)};
    if (const unsigned at = lineAt(before.entity, line))
      exception.before.line = at;
    if (const unsigned at = lineAt(after.entity, line))
      exception.after.line = at;
    result.exceptions.push_back(std::move(exception));
  }

  /// Whether a word stands in what a sanitizer keeps for its messages.
  static bool isOfSanitizer(const std::vector<std::string_view> &words, std::size_t word) {
    const auto end = words.begin() + static_cast<std::ptrdiff_t>(word);
    return std::find(words.begin(), end, "@sanitizer(align") != end;
  }

  /// Whether a word is the line or column in a place of a message: { file, line, column }.
  static bool isSanitizerPosition(const std::vector<std::string_view> &words, std::size_t word) {
    if (word < 3 || words[word - 1] != "i32" || !isOfSanitizer(words, word))
      return false;
    std::size_t open = word - 1;
    while (open > 1 && words[open] != "{" && words[open] != "}")
      --open;
    return words[open] == "{" && words[open + 1] == "ptr" &&
           (words[open - 1] == "{ptr,i32,i32,}" || words[open - 2] == "@sanitizer(align");
  }

  /// The name of a lambda's type in a message says where it stands: `(lambda at file:line:column)`.
  bool isPlaceOfLambda(const std::string &was, const std::string &is) const {
    const std::optional<PathInText> one = pathIn(before, was), other = pathIn(after, is);
    const auto behind = [](const PathInText &place) {
      const std::size_t digits = place.back.find_first_not_of("0123456789", 1);
      return place.back.starts_with(":") && digits > 1 && digits != std::string::npos
                 ? place.back.substr(digits)
                 : place.back;
    };
    return one && other && one->front.ends_with(" at ") && one->front == other->front &&
           !one->line.empty() && !other->line.empty() && behind(*one) == behind(*other);
  }

  bool isExcepted(std::string_view one, std::string_view other, std::size_t line) {
    const std::vector<std::string_view> was = wordsOf(one), is = wordsOf(other);
    if (was.size() != is.size())
      return false;
    for (std::size_t word = 0; word < was.size(); ++word) {
      if (was[word] == is[word])
        continue;
      if (isString(was[word]) && isString(is[word])) {
        const std::string text = contentsOf(was[word]), now = contentsOf(is[word]);
        std::optional<std::string> kind = stringKind(text, now);
        if (!kind && isOfSanitizer(was, word) && isOfSanitizer(is, word) &&
            isPlaceOfLambda(text, now))
          kind = "sanitizer position";
        if (!kind)
          return false;
        except(*kind, line, text, now);
        continue;
      }
      if (!isNumber(was[word]) || !isNumber(is[word]))
        return false;
      const auto value = static_cast<unsigned>(std::stoul(std::string(was[word])));
      const auto now = static_cast<unsigned>(std::stoul(std::string(is[word])));
      std::string kind;
      for (const bool column : {false, true}) {
        const PositionUse *use = positionOf(before, value, column);
        const PositionUse *same = positionOf(after, now, column);
        if (kind.empty() && use && same && use->kind == same->kind)
          kind = use->kind;
      }
      const std::pair<std::string, std::string> pair{was[word], is[word]};
      if (kind.empty() && std::find(lengths.begin(), lengths.end(), pair) != lengths.end())
        kind = "length of a string";
      if (kind.empty() && isSanitizerPosition(was, word) && isSanitizerPosition(is, word))
        kind = "sanitizer position";
      if (kind.empty())
        return false;
      except(kind, line, std::string(was[word]), std::string(is[word]));
    }
    return true;
  }

  const ExplainedSide &before;
  const ExplainedSide &after;
  const SymbolNames &names;
  std::vector<std::pair<std::string, std::string>> lengths;
  Explanation result;
};

} // namespace

Explanation explain(const ExplainedSide &before, const ExplainedSide &after,
                    const SymbolNames &names) {
  return Comparison(before, after, names).run();
}

} // namespace levitate::equivalence
