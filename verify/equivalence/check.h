// Checks a certificate by other means than those that made it.
//
// The comparison compiles in memory and pairs symbols by its own reading of their names. The
// checker looks at what lies on disk instead: the inputs' hashes; the symbol tables of the object
// files that the builds left, which say what was really compiled; and LLVM's
// ItaniumManglingCanonicalizer, which judges each pair of names. It shares no code with the
// comparison but the hash function, the seal, and how a command is split into words.
#pragma once

#include "base/result.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace levitate::equivalence {

/// One thing that was checked.
struct CheckedItem {
  std::string what;                  ///< `seal`, `inputs`, `arithmetic`, `names`, `completeness`
  std::size_t count = 0;             ///< how many things were looked at
  std::vector<std::string> failures; ///< what does not hold
  std::string remark;                ///< why something could not be checked; else empty
};

struct CheckResult {
  std::string verdict; ///< of the certificate
  std::vector<CheckedItem> items;

  /// True when nothing failed and the certificate's verdict is not `different`.
  bool holds() const;
  nlohmann::json json() const;
  std::string text() const; ///< ends with a newline
};

/// Reads the certificate (by rules/schema/equivalence.schema.json) and checks it. A usage error
/// when it is malformed.
Result<CheckResult> checkCertificate(const std::string &file);

} // namespace levitate::equivalence
