// Preprocesses a translation unit as far as its directives go: with the unit's own macros, into
// every file it includes, so that what comes out is what the compiler includes, no more, no less.
//
// The exact counterpart of the include graph (graph.h), which keeps the edges of every branch. It
// costs time per unit rather than per file, and is used where the branch matters: for computed
// includes and for --configured.
#pragma once

#include "base/result.h"
#include "verify/layers/resolver.h"

#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace levitate::layers {

/// What one compiler (with the options that matter) says about itself; asked at most once for each
/// thing. Used by many threads at a time.
class CompilerOracle {
public:
  CompilerOracle(std::vector<std::string> compiler, std::string directory, std::string macros)
      : macros(std::move(macros)), compiler(std::move(compiler)), directory(std::move(directory)) {}

  const std::string macros; ///< its own #defines

  /// The value of `__has_builtin(x)` and the like. When the compiler must be asked, `expected` adds
  /// what is likely to be asked for next, so that all of that is asked at once.
  long long value(const std::string &expression,
                  const std::function<void(std::set<std::string> &)> &expected);

  /// True once for each file: its questions are to be expected now. Only for `expected`.
  bool lookAheadInto(FileId file) { return lookedAhead.insert(file).second; }

private:
  void ask(const std::set<std::string> &expressions);

  const std::vector<std::string> compiler;
  const std::string directory;
  std::mutex mutex;
  std::map<std::string, long long> known;
  std::set<FileId> lookedAhead;
};

struct WalkedInclude {
  FileId from = -1;
  std::uint32_t line = 0; ///< 0: from the command line
  std::uint32_t column = 0;
  FileId to = -1;                       ///< -1: not found
  HeaderForm form = HeaderForm::Quoted; ///< as spelled, or as computed
  bool computed = false;
  std::string name; ///< the header's name, when computed the computed one
};

struct Walk {
  std::vector<WalkedInclude> includes; ///< in the order in which they are met; repetitions left out
  std::vector<FileId> files;           ///< all that are entered, the unit first, each once
  std::set<FileId> tested;             ///< those that a __has_include found
  bool complete = true;                ///< false: includes nest too deeply to go on
};

/// Preprocesses a unit. `context` is the unit's. Several units may be preprocessed at a time.
Walk walkUnit(FileTable &files, Sources &sources, SearchContext &context, CompilerOracle &oracle,
              const Unit &unit, bool plusplus);

} // namespace levitate::layers
