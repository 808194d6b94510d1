// The trace of device accesses that QEMU records, made comparable between two builds of a kernel.
//
// A migration moves code, so that addresses of the guest's memory differ while what the devices see
// must not. Pure: text in, lines out.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace levitate::boot {

/// The events of a trace log, one a line, without process numbers and time stamps, and with every
/// number that is an address in the guest's memory (or half of one that was written to a queue's
/// address registers) replaced by `<address>`. Polls of a device's status and acknowledgements of
/// interrupts are left out: their number depends on the host.
std::vector<std::string> normaliseTrace(std::string_view log);

/// The first place where two traces differ.
struct TraceDivergence {
  std::size_t index = 0;     ///< of the event, from 0
  std::string before, after; ///< "" where one trace has ended
};
std::optional<TraceDivergence> firstDivergence(const std::vector<std::string> &before,
                                               const std::vector<std::string> &after);

} // namespace levitate::boot
