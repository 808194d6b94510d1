// How the journal and the output say what they refuse.
#pragma once

#include "base/result.h"

#include <string>
#include <utility>

namespace levitate::changeset {

inline Error refused(const std::string &message) { return Error::of(ExitStatus::Refused, message); }

/// Adds what is wrong with a file to the errors; the first one's status is theirs.
inline void add(Error &errors, ExitStatus status, std::string file, std::string message,
                std::string remedy = {}) {
  if (errors.diagnostics.empty())
    errors.status = status;
  Location where;
  where.file = std::move(file);
  errors.diagnostics.push_back(
      {Severity::Error, std::move(where), std::move(message), {}, std::move(remedy), {}});
}

} // namespace levitate::changeset
