// The trees of the corpus: which there are, and how each comes to lie on disk twice, built.
//
// A tree is a Debian source package. It is fetched with apt by a configuration of its own, so that
// nothing of the system's apt changes; what it needs to be built must be installed already.
#pragma once

#include "base/result.h"

#include <string>
#include <vector>

namespace levitate::corpus {

struct TreeDescription {
  std::string name;                   ///< for people and folders
  std::string source;                 ///< the Debian source package
  std::vector<std::string> packages;  ///< Debian packages that its build needs beside the tools
  std::vector<std::string> prepare;   ///< a command that makes sources the package leaves out
  std::vector<std::string> configure; ///< further arguments for CMake
  std::vector<std::string> slowTests; ///< tests whose names hold one of these are not run
};

/// Reads tool/corpus/trees.json. Usage errors with their place for all that is wrong with it.
Result<std::vector<TreeDescription>> readTrees(const std::string &path);

/// A tree as the trials use it. `before` is never changed; each trial changes `after` and takes its
/// change back. Both are built, with CMake's File API reply.
struct Tree {
  TreeDescription description;
  std::string before, beforeBuild, after, afterBuild; ///< absolute
  std::vector<std::string> failing; ///< of its own tests, as it is: they say nothing of a change
};

/// Where things are for all trees.
struct Place {
  std::string work;     ///< absolute
  unsigned threads = 1; ///< for builds
  bool offline = false; ///< a tree that was not fetched before is an error
};

/// Fetches the tree unless that was done before.
Result<void> fetch(const TreeDescription &description, const Place &place);

/// Fetches, configures and builds whatever is not there yet. `after` is made the same as `before`,
/// whatever an interrupted trial left in it. An environment error says what is missing: no apt, no
/// network, a package, a tree that does not build.
Result<Tree> prepare(const TreeDescription &description, const Place &place);

struct Tests {
  bool passed = false;
  std::vector<std::string> failed; ///< their names
  std::string log;
  bool any = true; ///< there are some to run
};

/// Runs the tests of a build but for those that are slow or fail as the tree is. A test fails when
/// it does so twice: some go by the clock, and fail on a busy machine.
Result<Tests> runTests(const Tree &tree, const std::string &build, const Place &place);

/// Makes `after` byte for byte what `before` is.
Result<void> restore(const Tree &tree);

/// Configures a build directory again: a file(GLOB) finds what came or went only then. Findings
/// with CMake's words when it stops.
Result<void> configureAgain(const std::string &directory, const Place &place);

/// Builds a build directory; the process's status says whether it built.
Result<void> buildDirectory(const std::string &directory, const Place &place, std::string &log);

} // namespace levitate::corpus
