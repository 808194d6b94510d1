// Builds a tree by its CMake presets, out of its source, and runs its tests.
#pragma once

#include "base/progress.h"
#include "base/result.h"
#include "verify/report/run.h"

#include <string>
#include <vector>

namespace levitate::pipeline {

/// A configured build of a tree.
struct Configuration {
  std::string preset;
  std::string directory; ///< absolute; holds compile_commands.json
};

/// Where and how trees are built.
struct BuildSettings {
  unsigned jobs = 1;
  Progress *progress = nullptr; ///< may be null
};

/// The configure presets that the tree offers on this machine. A usage error when it has no
/// CMakePresets.json or CMake does not accept it.
Result<std::vector<std::string>> presetsOf(const std::string &tree);

/// Configures `tree` by `preset` into `directory`: warnings are errors, ccache is used where there
/// is one, compile_commands.json is written. Quick when nothing changed since the last time. An
/// environment error with CMake's words when it fails.
Result<Configuration> configure(const std::string &tree, const std::string &preset,
                                const std::string &directory, const BuildSettings &settings);

/// Builds everything. A build that fails is a result, not an error.
report::Build build(const Configuration &configuration, const std::string &treeName,
                    const BuildSettings &settings);

/// Runs the tests of a build that succeeded; a build without tests has failed. Adds to `result`.
void runTests(const Configuration &configuration, report::Build &result,
              const BuildSettings &settings);

/// The ELF executables for an architecture, as QEMU names it (`aarch64`), that a build made;
/// sorted.
Result<std::vector<std::string>> executables(const Configuration &configuration,
                                             const std::string &architecture);

} // namespace levitate::pipeline
