// What a configure run did, command by command, followed from the text of the files to the targets:
// which argument, in which file, is the reason that a target has a source or a link.
//
// The input is CMake's trace; the files' text gives what the trace lacks (columns, quoting, the
// literal arguments). Variables, lists, parameters of functions and macros, foreach and
// cmake_parse_arguments are followed. Every value worked out here is compared with the one in the
// trace; where they differ, the origin counts as unknown. So an origin is right or missing, never
// guessed.
#pragma once

#include "tool/cmake/syntax.h"
#include "tool/cmake/trace.h"
#include "tool/cmake/value.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace levitate::cmake {

/// The keyword of a link or of a source; Plain is a call without one.
enum class Scope { Plain, Public, Private, Interface };

/// What an element of some argument is for.
enum class Role {
  Source,   ///< a source or header of a target
  Link,     ///< what a target links
  Property, ///< a source file whose properties are set
  Listed,   ///< a file in another list: install, precompiled headers, source groups, ...
  Mention,  ///< an argument of any other command that names a file
};

/// One element of an argument of a command that ran.
struct Use {
  Role role = Role::Mention;
  std::string target;             ///< of a source or link
  Scope scope = Scope::Plain;     ///< of a source or link
  std::string fileSet;            ///< of a header in a file set, else empty
  std::vector<std::string> bases; ///< the file set's base directories, absolute
  std::string path;               ///< the file, absolute and normalised; empty for a link
  Value value;             ///< the element as evaluated: a path, or the name of what is linked
  bool wrapped = false;    ///< it stands in a generator expression
  bool computed = false;   ///< a generator expression computes it; `path` is empty then
  std::string directory;   ///< CMAKE_CURRENT_SOURCE_DIR
  std::size_t call = None; ///< the command that ran, when its text is known
  std::size_t site = None; ///< the call in a directory's own code that led to it; `call` itself
                           ///< when no function or macro lies between
};

/// A command of a file that ran at least once.
struct Call {
  std::size_t file = None;        ///< index into Flow::files
  std::size_t command = 0;        ///< index into its commands
  std::set<std::string> targets;  ///< those it defines or changes, also by what it calls
  std::set<std::string> keywords; ///< of a function's call: its keywords that take a list
};

/// A target that a command defined.
struct Defined {
  std::string type;      ///< STATIC, SHARED, OBJECT, INTERFACE, ..., EXECUTABLE, UTILITY; "" when
                         ///< CMake chose
  std::string directory; ///< CMAKE_CURRENT_SOURCE_DIR
  bool imported = false;
  Location where;          ///< of the call in a directory's own code
  std::size_t call = None; ///< the add_library or add_executable itself
  std::size_t site = None; ///< see Use::site
};

/// A file(GLOB) that ran.
struct Glob {
  Location where;
  bool recursive = false;
  std::vector<std::string> patterns; ///< absolute
};

/// Everything that one configure run tells.
struct Flow {
  std::vector<std::string> names; ///< absolute paths of the files that ran
  std::vector<File> files;        ///< parsed, in the same order
  std::vector<Call> calls;
  std::vector<Use> uses; ///< in the order they ran
  std::vector<Glob> globs;
  std::map<std::string, Defined> targets;
  std::map<std::string, std::string> aliases; ///< ALIAS targets and what they stand for

  /// The target that a name stands for, through aliases.
  const std::string &canonical(const std::string &name) const;
  /// The place of a call.
  Location where(std::size_t call) const;
  /// The place of a use: of its text where that is known, else of the call in a directory's own
  /// code.
  Location where(const Use &use) const;
};

/// Follows a trace. Files below `root` but not below `build` are read and count as the user's own;
/// all others ran but can't be edited.
Result<Flow> follow(const std::vector<Event> &events, const std::string &source,
                    const std::string &build, const std::string &root);

} // namespace levitate::cmake
