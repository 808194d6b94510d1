// Which units can matter to a recipe: only these are parsed (design, section 6).
//
// To use an entity, a unit must see its declaration, which stands in a file of the project. So each
// component of the entity's qualified name is spelled in one that the unit reads, on its command
// line, or in a macro of the system's headers; or a macro makes it by `##`. (Of a name for which
// that is true of no unit, all that the system's headers spell counts: it may be one of theirs.) A
// unit of which that is true for none of the names that a recipe speaks of, and that reads none of
// the files that it speaks of, neither declares nor uses what changes. What it reads and the
// includes between that are known of every unit.
//
// That is a first choice. A unit that reads a file which the plan turns out to change is parsed as
// well, and so is one that has the words of a new name (context.h).
#pragma once

#include "tool/facts/facts.h"
#include "tool/recipe/recipe.h"

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace levitate::plan {

/// The identifiers and numbers of files, as hashes: two words of one hash only make a unit seem to
/// matter that does not.
class WordIndex {
public:
  using Parallel = std::function<void(std::size_t, const std::function<void(std::size_t)> &)>;

  /// `root` is what relative paths are relative to; `foreign` says which files are not the
  /// project's, nor generated from its files.
  WordIndex(std::string root, std::function<bool(const std::string &)> foreign)
      : root(std::move(root)), foreign(std::move(foreign)) {}

  /// Reads the files that it does not know yet. A file that can't be read has every word.
  void read(const std::set<std::string> &files, const Parallel &parallel);
  /// Makes a text known under a name that is no path.
  void add(const std::string &name, std::string_view text);

  /// The file must have been read.
  bool has(const std::string &file, const std::string &word) const;
  /// The same of what it can make a file of the project spell: of a foreign one, its directives.
  bool gives(const std::string &file, const std::string &word) const;

private:
  struct Words {
    std::vector<std::uint64_t> hashes;       ///< sorted
    std::vector<std::uint64_t> inDirectives; ///< of a foreign file; sorted
    bool all = false;
    bool foreign = false;
  };
  static Words wordsOf(std::string_view text, bool foreign);

  std::string root;
  std::function<bool(const std::string &)> foreign;
  std::unordered_map<std::string, Words> files;
};

class Interest {
public:
  /// `root` is that of the tree; what is in a build directory may be generated from its files.
  Interest(const recipe::Recipe &recipe, const std::string &root,
           const std::vector<std::string> &buildDirectories);

  /// How deep each unit must be read; `units` are known to Depth::Directives at least. Reads the
  /// files of these from the disk.
  std::vector<facts::Depth> depths(const std::vector<const facts::Facts *> &units,
                                   const WordIndex::Parallel &parallel);

  /// Can the unit declare or use something of this qualified name? It was given to depths().
  bool concerns(const facts::Facts &unit, const std::string &qualified) const;
  /// Can `__has_include` ask for a file of this name (without its folder) in what the unit reads?
  bool asksFor(const facts::Facts &unit, const std::string &fileName);

private:
  using Name = std::vector<std::string>; ///< components

  void addStep(const recipe::Step &step);
  void addName(const std::string &qualified);
  void introduce(const std::string &qualified);
  void readPastings(const std::vector<const facts::Facts *> &units);
  using HasWord = bool (WordIndex::*)(const std::string &, const std::string &) const;
  bool sees(const facts::Facts &unit, const Name &name, HasWord has) const;
  bool seesWord(const facts::Facts &unit, const std::string &word, HasWord has) const;
  bool pastes(const facts::Facts &unit, const std::string &word) const;

  std::string root;
  WordIndex words;
  bool everything = false;
  std::set<Name> names;
  std::set<std::string> files;        ///< a unit that reads one of these
  std::set<std::string> includeNames; ///< or that includes something by this name
  std::set<std::string> introduced;   ///< words that steps before the one at hand bring in
  /// By project file: the words of which its uses of macros can paste others.
  std::unordered_map<std::string, std::unordered_set<std::string>> fragments;
  /// By file: what it asks `__has_include` for.
  std::unordered_map<std::string, std::vector<std::string>> questions;
};

} // namespace levitate::plan
