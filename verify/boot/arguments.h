// The command line of QEMU for a scenario. Pure: it looks at nothing but its input.
#pragma once

#include "verify/boot/scenario.h"

#include <map>
#include <string>
#include <vector>

namespace levitate::boot {

/// What a run adds to a scenario: numbers of inherited descriptors and paths of this run's files.
struct Wiring {
  int qmp = -1, serial = -1;
  std::map<std::string, int> consoles, networks; ///< by id
  std::map<std::string, std::string> disks;      ///< by id: path of the image
  std::map<std::string, std::string> blkdebug;   ///< by id: path of the fault rules, if any
  std::map<std::string, std::string> writeLogs;  ///< by id: path of the log of writes, if any
  std::map<std::string, std::string> entropies;  ///< by id: path of the random bytes
  std::string accelerator = "tcg";
  std::string probe;       ///< the plugin that counts instructions; empty: none
  std::string traceFile;   ///< where trace events go; empty: none are recorded
  std::string traceEvents; ///< path of the file that lists them
};

/// The whole argument vector, program first.
///
/// The machine starts paused, with no default devices, no configuration of the user's, its monitor
/// and first serial line on our sockets, and stays (paused) after the guest powers off or resets.
/// A disk `d` is the block node `-drive id=d`, a network `n` is `-netdev id=n`, an entropy source
/// `e` is `-object id=e`, a console `c` is `-chardev id=c`: the scenario's own arguments name the
/// devices that use them.
std::vector<std::string> qemuArguments(const Scenario &scenario, const Wiring &wiring);

/// The text of a blkdebug configuration for the faults of a disk.
std::string blkdebugRules(const Disk &disk);

} // namespace levitate::boot
