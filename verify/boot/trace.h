// The trace of device accesses that QEMU records, made comparable between two builds of a kernel.
//
// A migration moves code, so that addresses of the guest's memory differ while what the devices see
// must not. Pure: text in, events out.
//
// The log holds QEMU's trace events (memory_region_ops_read and _write are every access of a
// processor to a device, whatever the machine) and, from plugin/plugin.cpp, lines about each access
// with the count of instructions and the place in the code.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace levitate::boot {

/// The events that a deterministic boot always records.
std::vector<std::string> traceEventsOfAccesses();

/// One access to a device, or another event that the scenario asked for.
struct TraceEvent {
  /// What two boots are compared by: "pl011 0x9000000 write32 0x41". Addresses of the guest's
  /// memory are `<address>`, those of QEMU itself `<pointer>`, and serial output that differs from
  /// run to run is one event with its name.
  std::string text;
  std::uint64_t instructions = 0; ///< executed up to here; 0 when unknown
  std::uint64_t place = 0;        ///< address of the instruction; 0 for events between accesses
};

/// Bytes [begin, end) of the first serial line that differ from run to run.
struct VaryingText {
  std::uint64_t begin = 0, end = 0;
  std::string name; ///< "nonce", or that of a capture
};

/// What is known about the run that made the log.
struct TraceContext {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> memory; ///< the guest's RAM: [first, last]
  std::string_view serial;                                     ///< what the first serial line said
  std::vector<VaryingText> varying;                            ///< in order, without overlaps
};

struct DeviceTrace {
  std::vector<TraceEvent> events;
  /// For each byte of the serial line, the instructions executed when it was written; empty when
  /// the register that takes these bytes can't be told, or without a probe.
  std::vector<std::uint64_t> serialInstructions;
  bool settled = true; ///< false: QEMU was busy with something that never ended
  std::size_t cut = 0; ///< events left out, beyond the most that are kept
  static constexpr std::size_t most = 400'000;
};

/// A line of the log without the process number and time that stand before it in some set-ups
/// ("1234@1700000000.123456:event text").
std::string_view withoutStamp(std::string_view line);

DeviceTrace readTrace(std::string_view log, const TraceContext &context);

/// The RAM in the output of the monitor's `info mtree -f`: the address spaces of the processors,
/// ROM left out.
std::vector<std::pair<std::uint64_t, std::uint64_t>> guestMemory(std::string_view mtree);

} // namespace levitate::boot
