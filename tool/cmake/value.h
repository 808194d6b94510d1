// A CMake string that knows which of its characters stand literally in which file.
//
// Values flow from the text of an argument through variables, lists and parameters to the commands
// that define targets; what still has an origin there can be edited at that origin.
#pragma once

#include <compare>
#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace levitate::cmake {

constexpr std::size_t None = static_cast<std::size_t>(-1);

/// Where a run of characters comes from. Without a file it was computed.
struct Origin {
  std::size_t file = None; ///< index of the file
  std::size_t offset = 0;  ///< of the first character
  std::size_t glob = None; ///< index of the file(GLOB) that found it
  bool loop = false;       ///< it passed through the variable of a foreach
  bool single = false;     ///< it passed through a parameter that takes one value: what stands
                           ///< beside it in the text would not get there
  bool joined = false;     ///< it came from a variable into a longer word (`x/${S}`): what stands
                           ///< beside it in the text would get there without the rest of the word

  bool literal() const { return file != None; }
  friend auto operator<=>(const Origin &, const Origin &) = default;
};

/// A run of characters of one origin.
struct Segment {
  std::string text;
  Origin origin;
};

/// A string in segments.
class Value {
public:
  Value() = default;
  Value(std::string text, Origin origin = {}) { append(std::move(text), origin); }

  void append(std::string text, Origin origin = {});
  void append(const Value &other);
  bool empty() const { return segments.empty(); }
  std::string text() const;
  std::size_t size() const;
  /// What is somewhere in the whole may be in this part of it.
  Value substring(std::size_t begin, std::size_t end) const;
  const std::vector<Segment> &parts() const { return segments; }

  /// Runs of files, as where they begin and how long they are, that may be in it, nobody knows
  /// where: its text there has no origin.
  const std::set<std::pair<Origin, std::size_t>> &somewhere() const;
  /// Notes all that `other` is made of as being somewhere in this.
  void hide(const Value &other);

  /// Sets the marks of all segments.
  Value throughLoop() const;
  Value throughSingle() const;
  Value throughWord() const;

private:
  Value marked(bool Origin::*mark) const;

  std::vector<Segment> segments; // none is empty
  using Runs = std::set<std::pair<Origin, std::size_t>>;
  void hide(const std::shared_ptr<const Runs> &runs);
  std::shared_ptr<const Runs> hidden; // most values have none; many share the same
};

/// The elements of a list as CMake sees it: split at `;` outside of `[]`, `\;` not counting. Inside
/// a generator expression `;` does not split, because what belongs together stays together there.
/// Empty elements are left out.
std::vector<Value> splitList(const Value &list);

/// The values with `;` between them.
Value joinList(const std::vector<Value> &elements);

} // namespace levitate::cmake
