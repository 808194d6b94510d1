// What a machine that hangs or has crashed can still tell: registers of every processor, several
// samples of the program counters with symbols, the state of the VirtIO devices.
#pragma once

#include "verify/boot/image.h"
#include "verify/boot/machine.h"

#include "verify/boot/loop.h"

#include <string>

namespace levitate::boot {

struct Diagnosis {
  std::string state; ///< one clause: "CPU 0 spins in hang()+0x4", "CPU 0 waits in idle()+0x8"
  std::string text;  ///< everything, for the report
};

/// Stops the machine a few times, looks, and lets it run again. `busy` is the share of one
/// processor that QEMU used lately: it tells spinning from waiting.
asio::awaitable<Diagnosis> diagnose(Machine &machine, const SymbolFile &symbols,
                                    asio::io_context &context);

/// The program counters in the output of the monitor's `info registers -a`, by processor.
std::vector<std::uint64_t> programCounters(const std::string &registers);

} // namespace levitate::boot
