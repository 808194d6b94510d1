// Makes the checks of a scenario: holds what the guest claims against what the devices did.
#pragma once

#include "verify/boot/evidence.h"
#include "verify/boot/machine.h"

#include "verify/boot/loop.h"

#include <map>
#include <string>

namespace levitate::boot {

/// QEMU's counters of every disk, by the names that scenarios use.
asio::awaitable<Result<std::map<std::string, std::map<std::string, std::int64_t>>>>
queryBlock(Machine &machine);

/// Makes a check of the kind Screen while the machine is there; looks again until it holds or
/// `patience` is over. `path` is where the screenshot goes.
asio::awaitable<CheckReport> checkScreen(const Check &check, Machine &machine, std::string path,
                                         Seconds patience);

/// What the other checks look at, once the machine is gone.
struct Witnesses {
  const Watcher &watcher;
  const Evidence &evidence;
  const Wiring &wiring;
  std::map<std::string, std::map<std::string, std::int64_t>> networks; ///< counters of the peers
  std::map<std::string, std::string> digestsBefore; ///< of the disks, as they were made
};
CheckReport checkAfterwards(const Check &check, const Witnesses &witnesses);

/// The line by which the guest claims what the check is about, or "".
std::string claimOf(const Check &check, const Scenario &scenario, const Watcher &watcher);

} // namespace levitate::boot
