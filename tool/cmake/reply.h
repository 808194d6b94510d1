// One configured build directory: CMake's File API reply (cmake-file-api(7)) and trace, made when
// they are missing or older than what they were made from.
#pragma once

#include "base/result.h"

#include <string>
#include <vector>

namespace levitate::cmake {

/// A source as the generated build has it.
struct ReplySource {
  std::string path; ///< absolute
  bool generated = false;
  bool compiled = false; ///< false: a header, or another file that is only listed
};

/// A target as the generated build has it. Interface libraries without sources have none.
struct ReplyTarget {
  std::string name;
  std::string type; ///< as the File API names it: STATIC_LIBRARY, EXECUTABLE, UTILITY, ...
  std::vector<ReplySource> sources;
};

struct Reply {
  std::string source, build;        ///< absolute
  std::string trace;                ///< path of the trace of the same run
  std::vector<std::string> inputs;  ///< files below the source directory that CMake read, absolute
  std::vector<ReplyTarget> targets; ///< of the first configuration
};

/// True when CMake has configured this directory.
bool isBuildDirectory(const std::string &directory);

/// Holds a build directory, so that of two runs at once one configures it and the other waits. Of a
/// folder that can't be written nothing is held.
class BuildLock {
public:
  explicit BuildLock(const std::string &build);
  ~BuildLock();
  BuildLock(const BuildLock &) = delete;
  BuildLock &operator=(const BuildLock &) = delete;

private:
  int descriptor;
};

/// Reads the reply of a build directory. Runs the CMake that configured it once more, with the same
/// cache, when reply or trace is missing or older than one of its inputs or than the cache. An
/// environment error, with CMake's own words, when that fails.
Result<Reply> readReply(const std::string &build);

} // namespace levitate::cmake
