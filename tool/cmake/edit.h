// Changes what targets are made from and what they link, in the text of the CMake files, without
// losing a byte that is not the change's own.
//
// An Editor holds one tree in all its configurations. Its operations follow one another, each
// seeing what the earlier ones did; nothing is written to disk. An operation either works in every
// configuration or changes nothing and says why: where the text is, what is in the way, and what
// would help. What it changes is found through CMake's trace (flow.h), never by searching for text;
// the one exception is commands that no configuration ran, see renameFile.
#pragma once

#include "tool/cmake/layout.h"
#include "tool/cmake/model.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace levitate::cmake {

/// Why an operation can't be done, and what would make it possible.
struct Refusal {
  Location where; ///< in the files as they were configured
  std::string reason;
  std::string remedy;
};

/// What an operation did.
struct Outcome {
  bool changed = false;              ///< some file's text is another now
  std::vector<Refusal> refusals;     ///< not empty: nothing was changed
  std::vector<std::string> notes;    ///< what a person should know, a sentence each
  std::vector<Diagnostic> leftovers; ///< places that name the file but were left as they are

  bool refused() const { return !refusals.empty(); }
};

/// The contents a file has now: of an overlay, or of the disk. Nothing when there is none.
using Reader = std::function<Result<std::optional<std::string>>(const std::string &absolutePath)>;

/// A Reader of the disk.
Result<std::optional<std::string>> readFromDisk(const std::string &path);

struct EditorState; // state.h

/// All paths are absolute. Names of targets may be aliases. Not thread-safe.
class Editor {
public:
  /// Takes the models of all configurations of one tree. A refused error when a CMake file's
  /// contents are not those that were configured: the places would be wrong.
  static Result<Editor> open(const std::vector<Model> &configurations, const Reader &reader);

  // --- sources ---

  /// Makes `path` a source of the target. A header is added only where the target lists headers; a
  /// file that is one already, or that a file(GLOB) of the target will find, needs nothing.
  /// It goes beside its neighbours: into the list of its kind and folder, in order where that list
  /// is in order. Refused for an interface library when `path` is compiled, for a header outside of
  /// the base directories of the only file set there is, and when a file(GLOB) of another target
  /// alone would find a new file to compile.
  Outcome addSource(const std::string &target, const std::string &path);

  /// Takes `path` from the target; the file stays. Refused when the text that names it also serves
  /// another target or another list, or is a file(GLOB).
  Outcome removeSource(const std::string &target, const std::string &path);

  /// Takes `path` out of every target and list, because the file goes. A file(GLOB) needs nothing.
  /// Refused when another command (configure_file, add_custom_command, ...) names it.
  Outcome deleteFile(const std::string &path);

  /// The file `from` is now `to`: every list, property and command that names it names `to`.
  /// Commands that no configuration ran are changed where they name the path literally in the
  /// CMakeLists.txt of their folder; elsewhere they are left over.
  Outcome renameFile(const std::string &from, const std::string &to);

  /// Takes `path` from one target and gives it to another. Refused when properties are set on the
  /// file that would not reach the other target's directory.
  Outcome moveSource(const std::string &path, const std::string &from, const std::string &to);

  /// The file `from` is now `to`, and a source of `target` and of nothing else. The same as
  /// renameFile when the target is the same, or no target has the file: none gets it then.
  Outcome moveFile(const std::string &from, const std::string &to, const std::string &target);

  // --- links ---

  /// Makes the target link every one of `dependencies`. Without a scope: INTERFACE for an interface
  /// library, no keyword where the target's calls have none, else PRIVATE for a program and PUBLIC
  /// for a library. One that is linked with at least that scope needs nothing; PRIVATE becomes
  /// PUBLIC where that is asked for.
  Outcome link(const std::string &target, const std::vector<std::string> &dependencies,
               std::optional<Scope> scope = std::nullopt);

  /// Takes the dependencies from the target's links (of that scope, or of all). An empty keyword,
  /// an empty call goes too.
  Outcome unlink(const std::string &target, const std::vector<std::string> &dependencies,
                 std::optional<Scope> scope = std::nullopt);

  // --- what there is now ---

  /// Direct edges between targets of the tree as configured, and after the operations so far. An
  /// edge that an operation made has the place of the call that it stands in.
  std::vector<Edge> edgesBefore() const;
  std::vector<Edge> edgesAfter() const;

  /// The sources of a target after the operations so far, as far as commands list them, sorted.
  std::vector<std::string> sources(const std::string &target) const;

  /// True when the target lists headers.
  bool listsHeaders(const std::string &target) const;

  /// The targets that have this file now, sorted.
  std::vector<std::string> owners(const std::string &path) const;

  /// The target a new file at `path` belongs to by its folder: the one defined in the nearest
  /// folder above it; of several there the one that has files in the same folder, else the only
  /// library. Nothing when that is not clear.
  std::optional<std::string> targetFor(const std::string &path) const;

  /// The contents of every file that an operation has edited, by path. They may be the old ones
  /// again where a later operation took back what an earlier one did.
  std::map<std::string, std::string> changes() const;

  /// What is wrong with the tree as the operations have left it: a library or program that had a
  /// source to compile and has none left.
  std::vector<Refusal> problems() const;

private:
  explicit Editor(std::shared_ptr<const EditorState> state) : state(std::move(state)) {}
  template <class Operation> Outcome transaction(Operation operation);

  std::shared_ptr<const EditorState> state;
};

} // namespace levitate::cmake
