// Whether two builds are the same programs up to the renames of a migration: the entry point.
//
//   build tree -> units (compiled, canonical) -> programs (linked) -> matched -> certificate
#pragma once

#include "base/progress.h"
#include "base/result.h"
#include "verify/equivalence/build_tree.h"
#include "verify/equivalence/certificate.h"
#include "verify/equivalence/names.h"

#include <string>
#include <vector>

namespace levitate::equivalence {

struct Request {
  std::string beforeBuildDir; ///< each holds compile_commands.json, and the trees it names exist
  std::string afterBuildDir;
  std::vector<Rename> renames; ///< from names of the tree before to names of the tree after
  unsigned threads = 1;
  Progress *progress = nullptr; ///< not owned; may be null
};

/// Compiles every unit of both build directories (in this process, nothing is written), compares,
/// and returns the certificate, whatever its verdict. An error when there is nothing to compare: a
/// usage error for a malformed compile database, an environment error for one that is missing or a
/// unit that does not compile (with Clang's diagnostics).
Result<Certificate> compare(const Request &request);

/// The same for build trees that are known already. `request` gives renames, threads, progress.
Result<Certificate> compareTrees(const BuildTree &before, const BuildTree &after,
                                 const Request &request);

/// Reads a list of renames: an array of `{ "from", "to" }`, or an object that has one under
/// `renames` (what `levitate-migrate plan --format json` prints, and the journal).
Result<std::vector<Rename>> readRenames(const std::string &path);

/// The rename list that `levitate-migrate apply` left in the tree that was built in
/// `buildDirectory`
/// (`.levitate/renames.json` at its root); empty when there is none.
Result<std::string> journalRenames(const std::string &buildDirectory);

} // namespace levitate::equivalence
