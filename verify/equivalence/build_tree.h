// A build directory as the comparison sees it: compilations, and the programs they are linked into.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace levitate::equivalence {

/// One entry of a compile database.
struct Compilation {
  std::string directory;              ///< absolute
  std::string source;                 ///< absolute
  std::string output;                 ///< as the database has it; may be empty
  std::vector<std::string> arguments; ///< the compiler first; response files are read
  bool isAssembly = false;            ///< preprocessed, and compared as text
};

/// A part of a link: the program's own objects, or a library of the build.
struct LinkedPart {
  std::vector<std::size_t> compilations; ///< indices into BuildTree::compilations
  bool isArchive = false;                ///< the linker takes of it only what is needed
};

/// What is linked together: an executable, a shared library or module, or a static library that
/// nothing in the build links.
struct ProgramUnits {
  std::string name;
  std::vector<LinkedPart> parts; ///< in link order
  std::string type;              ///< of an executable, shared library or module, as CMake calls it
  bool isShared = false;         ///< others link it: what it exports matters
  bool isLibrary = false;        ///< a static library on its own
  std::string linkerScripts;     ///< contents of the scripts given by -T, one after another
  std::vector<std::string> linkOptions; ///< words of the link line that are no libraries
  /// Libraries and object files that no target of the build makes, in link order.
  std::vector<std::string> libraries;
  std::map<std::string, std::string> libraryContents; ///< hash of those that are not the system's
  std::vector<std::string> notCompared; ///< what is linked and could not be looked at, and why
  /// How it is made: the archiver or linker and its options, without what it is made of.
  std::string rule;
  /// What is run around the link, with the contents of the files of the source tree that it names.
  std::string commands;
  std::vector<std::string> needed; ///< symbols that the link line or a script asks for
  std::string binary; ///< the linked file, absolute, whether or not it is there; may be empty

  /// All compilations in link order.
  std::vector<std::size_t> compilations() const;
};

struct BuildTree {
  std::string directory;
  std::string root;                      ///< of the sources; where it lies must not matter
  std::vector<Compilation> compilations; ///< C, C++, Objective-C and assembly
  std::vector<std::string> skipped;      ///< sources of other languages
  std::vector<ProgramUnits> programs;
  std::vector<ProgramUnits> libraries; ///< static ones that are linked into programs, on their own
  /// What the commands of the units are read from: the database and response files, absolute.
  std::set<std::string> commandFiles;
  bool hasTargets = false; ///< programs come from the CMake File API; else everything is one
  /// What `rule` and `commands` of programs are read from, `Ninja` or `Make`; empty when they are
  /// not known.
  std::string linkCommandsOf;
  std::vector<std::string> notCompared; ///< what the build does beside, as words of a list
};

/// Reads `compile_commands.json` in `directory` and, if it is there, CMake's File API reply.
/// A usage error when the database is malformed, an environment error when it can't be read.
Result<BuildTree> readBuildTree(const std::string &directory);

/// Everything as one program, for want of knowing what is linked.
ProgramUnits allUnits(const BuildTree &tree);

/// `text` with `name` for the folder wherever a path in it begins with that: what a text says must
/// not depend on where a tree lies. Nothing is replaced when the folder is empty or the root.
std::string withoutFolder(std::string text, std::string_view folder, std::string_view name);

} // namespace levitate::equivalence
