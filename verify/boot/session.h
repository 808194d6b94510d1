// One attempt: starts the machine, follows it to its end, gathers the evidence, and judges.
//
// The machine always ends with the attempt, and everything it needed lies in a private folder that
// goes with it. Runs on the thread that calls it, with an event loop of its own.
#pragma once

#include "verify/boot/image.h"
#include "verify/boot/report.h"
#include "verify/boot/scenario.h"

#include <functional>
#include <string>

namespace levitate::boot {

struct SessionOptions {
  std::string artifacts;      ///< a folder to keep logs and screenshots in; empty: keep none
  bool handleSignals = false; ///< SIGINT and SIGTERM end the attempt in good order
  bool keepTrace = false;     ///< put the recorded device accesses into the attempt
  std::function<void(std::string_view)> onOutput; ///< sees the first serial line as it comes
};

/// Runs the scenario once. Never fails as such: what goes wrong on the host is an attempt with the
/// verdict EnvironmentFailed. `nonce` is the one the scenario was decoded with.
Attempt runAttempt(const Scenario &scenario, const std::string &nonce, const SymbolFile &symbols,
                   const SessionOptions &options);

/// True once a signal asked to end (only with handleSignals).
bool interrupted();

} // namespace levitate::boot
