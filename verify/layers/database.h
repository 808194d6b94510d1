// Compile databases: which translation units there are, and where each looks for its includes.
#pragma once

#include "base/result.h"
#include "verify/layers/scanner.h"

#include <string>
#include <vector>

namespace levitate::layers {

/// Where includes are looked for, in order: `quote` only for "...", then the rest.
struct SearchPaths {
  std::vector<std::string> quote;  ///< -iquote
  std::vector<std::string> angled; ///< -I
  std::vector<std::string> system; ///< -isystem
  std::vector<std::string> after;  ///< -idirafter
  friend bool operator==(const SearchPaths &, const SearchPaths &) = default;
};

struct Unit {
  std::string file;      ///< absolute
  std::string directory; ///< absolute; where the compiler runs
  LanguageMode mode;
  SearchPaths search;
  std::vector<std::string> forced;  ///< -include, as spelled
  std::vector<std::string> imacros; ///< -imacros, as spelled
  std::vector<std::string> defines; ///< -D and -U in order, as "-DX=1" and "-UX"
  /// The compiler and those of its options that decide on its own search paths and macros.
  std::vector<std::string> compiler;
  std::vector<std::string> arguments; ///< the whole command, the compiler first
  std::size_t database = 0;           ///< index into the list of build directories
};

/// Reads `folder`/compile_commands.json. A usage error when there is none or it is malformed.
Result<std::vector<Unit>> readDatabase(const std::string &folder, std::size_t index);

/// The unit of one command line, which has no launcher and no response files.
Unit unitOf(const std::vector<std::string> &arguments, const std::string &directory,
            const std::string &file);

/// What the compiler looks through on its own, and the macros it has on its own, as it says itself.
struct CompilerFacts {
  std::vector<std::string> quote, angled; ///< folders
  std::string macros;                     ///< lines of #define; only when asked for
};
/// Runs the compiler (`-E -v`, and `-dM` when `macros` is true) on an empty file.
Result<CompilerFacts> askCompiler(const std::vector<std::string> &compiler,
                                  const std::string &directory, bool macros);

/// Build directories below `root` that hold a compile database: build*/ and build*/*/. Sorted.
std::vector<std::string> findDatabases(const std::string &root);

} // namespace levitate::layers
