// What an Editor knows: the files as they are now, and for every source, link and list where in
// them it stands. A value; operations work on a copy and replace it when they succeed.
#pragma once

#include "tool/cmake/edit.h"

#include <memory>
#include <set>

namespace levitate::cmake {

/// A file with its contents so far.
struct Document {
  std::string path;
  std::string original;
  File parsed;         ///< `parsed.text` are the contents now
  bool edited = false; ///< by any operation so far, even if another took it back
};

/// A range of a document that follows the edits made around it.
struct Mark {
  std::size_t document = None, begin = 0, end = 0;
  bool alive = true;
};

/// A use (flow.h), of all configurations together.
struct Entry {
  Role role = Role::Mention;
  std::string target, path, text;
  Scope scope = Scope::Plain;
  std::string fileSet;
  std::vector<std::string> bases;
  std::string directory;
  bool wrapped = false, computed = false;
  bool loop = false, single = false, joined = false; ///< see Origin
  const Glob *glob = nullptr;                        ///< the file(GLOB) that found it
  std::set<std::size_t> configurations;
  std::size_t mark = None; ///< the literal end of `text` that holds at least the file's name; None:
                           ///< there is none
  std::vector<std::size_t> pieces; ///< marks of the other literal text that `text` is made from
  std::size_t call = None;
  Location where;
  bool alive = true;
};

/// A command of a document that some configuration ran.
struct RanCommand {
  std::size_t mark = None;
  std::set<std::string> targets, keywords;
  std::set<std::size_t> configurations;
  Location where;
};

struct KnownTarget {
  std::string name, type, directory;
  bool imported = false;
  std::set<std::size_t> configurations;
  std::size_t call = None, site = None; ///< into State::calls
  Location where;
};

/// Where an element stands in the text now.
struct Place {
  std::size_t document = None, command = None, argument = None;
  std::size_t begin = 0, end = 0; ///< the element within the argument
  bool whole = false;             ///< it is all of the argument
};

struct EditorState {
  std::vector<std::shared_ptr<const Document>> documents;
  std::vector<Mark> marks;
  std::vector<Entry> entries;
  std::vector<RanCommand> calls;
  std::map<std::string, KnownTarget> targets;
  std::map<std::string, std::string> aliases;
  std::vector<std::shared_ptr<const Glob>> globs; // keeps what entries point to
  std::vector<Edge> configured;                   ///< the edges before the first operation

  static Result<EditorState> make(const std::vector<Model> &models, const Reader &reader);

  const std::string &canonical(const std::string &name) const;
  /// Makes an edit and lets all marks follow. Refused when CMake would not parse the result.
  Result<void> apply(std::size_t document, const TextEdit &edit);
  std::size_t addMark(std::size_t document, std::size_t begin, std::size_t end);

  /// Where an entry's element stands; nothing when that is unknown.
  std::optional<Place> place(const Entry &entry) const;
  /// The command that a call is now; nothing when it has gone.
  std::optional<std::pair<std::size_t, std::size_t>> command(std::size_t call) const;
  /// Other entries whose text is the same text, or is made from some of it.
  std::vector<std::size_t> sharers(std::size_t entry) const;
  /// True when the command runs whenever the target's definition does, and for no other reason:
  /// no `if`, loop or function stands around it that does not stand around the definition.
  bool accompanies(std::size_t document, std::size_t command, const KnownTarget &target) const;

  /// Takes an entry's element from the text, with a keyword, an argument or a command that is empty
  /// then. The entry must have a place.
  Result<void> remove(std::size_t entry);

private:
  Result<void> removeText(std::size_t entry);
};

/// A refusal with these parts.
Refusal refusal(Location where, std::string reason, std::string remedy);

/// True for a file that compilers translate, by its extension.
bool isCompiled(std::string_view path);

/// True when a file(GLOB) finds this path.
bool finds(const Glob &glob, const std::string &path);

} // namespace levitate::cmake
