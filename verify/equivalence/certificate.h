// The certificate: what was compared, what differs, and from which inputs.
#pragma once

#include "verify/equivalence/linked.h"
#include "verify/equivalence/machine_code.h"
#include "verify/equivalence/match.h"
#include "verify/equivalence/names.h"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace levitate::equivalence {

enum class Verdict {
  Equivalent,       ///< the same code, under the renames
  EquivalentExcept, ///< the same but for what a move changes by nature, all of it listed
  Different,        ///< at least one difference
};

/// `equivalent`, `equivalent-except`, `different`.
const char *nameOf(Verdict verdict);

/// A file that went into a build.
struct InputFile {
  std::string path; ///< absolute
  std::string hash; ///< BLAKE3, hexadecimal
};

/// How many of the units of all programs are linked in; the rest stays in its library.
struct LinkedUnits {
  std::size_t units = 0, linked = 0;
};

/// One build directory.
struct Side {
  std::string directory;
  std::vector<InputFile> inputs;    ///< every file that was read for the units, sorted by path
  std::size_t units = 0;            ///< compilations
  std::vector<std::string> skipped; ///< sources that are not compiled by Clang (assembly)
  std::vector<std::string> programs;
  std::set<std::string> unused; ///< symbols that the compiler defines and nothing uses: left out
  LinkedUnits link;
  bool hasTargets = false; ///< programs are the build's; else all units are taken as one program
};

/// The hash of all that a certificate says, by which an edit is seen: of its keys in order and
/// without blanks, but for `seal` itself. Who means to deceive can make one as well.
std::string sealOf(const nlohmann::json &certificate);

/// Symbols before whose names after do not follow from the renames alone.
struct NamesApart {
  std::map<std::string, std::string> movedFriends; ///< symbol -> new name: friends of moved classes
  std::map<std::string, std::string> plainSymbols; ///< C symbol -> what it is after
  std::map<std::string, std::string> spelledNames; ///< symbol -> the one after (spelled_names.h)
};

struct Certificate {
  Verdict verdict = Verdict::Different;
  std::string compiler;
  std::vector<Rename> renames;
  NamesApart names;
  Side before, after;
  std::vector<Difference> differences; ///< each once, however many programs it is in
  std::vector<Exception> exceptions;   ///< each once
  std::vector<Pair> pairs;             ///< what was compared, sorted, each once
  std::size_t functions = 0, globals = 0, records = 0, instructions = 0;
  std::size_t stateBefore = 0, stateAfter = 0; ///< variables that can change
  std::size_t initialisers = 0;
  /// Definitions that are left in their library on one side only, where that has no effect.
  std::vector<std::string> unlinked, newlyLinked;
  std::vector<std::string> notCompared; ///< what a build does and the verdict says nothing of
  std::vector<Move> moves;              ///< from one static library to another, each once
  MachineCode machineCode;              ///< of the object files; beside the verdict
  std::vector<LinkedCode> linked;       ///< of the linked files; their code is beside the verdict
  double seconds = 0;

  /// True unless something differs: the criterion `equivalent` of a migration.
  bool holds() const { return verdict != Verdict::Different; }

  /// By rules/schema/equivalence.schema.json.
  nlohmann::json json() const;

  /// For a terminal: the verdict, counts, and each difference with both places. At most `limit`
  /// differences and exceptions are printed; 0 prints all. Ends with a newline.
  std::string text(std::size_t limit = 20) const;
};

} // namespace levitate::equivalence
