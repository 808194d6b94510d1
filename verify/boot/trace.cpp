#include "verify/boot/trace.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace levitate::boot {

namespace {

// virtio_mmio_write_offset prints the register's offset and the value: the queue's addresses are at
// 0x40 (legacy page number) and 0x80..0xa4 (VirtIO 1.2, 4.2.2).
bool isAddressRegister(unsigned long long offset) {
  return offset == 0x40 || (offset >= 0x80 && offset <= 0xa4);
}

// How often a driver looks whether a device is done, and how many interrupts it acknowledges,
// depends on how quick the host's disk is, even when instructions are counted: reads of the status
// and of the interrupt status (0x70, 0x60), and acknowledgements (0x64).
bool dependsOnTheHost(std::string_view event) {
  return (event.starts_with("virtio_mmio_read") &&
          (event.find("offset 0x70") != std::string_view::npos ||
           event.find("offset 0x60") != std::string_view::npos)) ||
         (event.starts_with("virtio_mmio_write") &&
          event.find("offset 0x64 ") != std::string_view::npos);
}

// Replaces the numbers that look like places in the guest's memory.
std::string masked(std::string_view event) {
  std::string text;
  std::size_t at = 0;
  bool addressFollows = false;
  while (at < event.size()) {
    if (event.substr(at, 2) != "0x" ||
        (at > 0 && std::isalnum(static_cast<unsigned char>(event[at - 1])) != 0)) {
      text += event[at++];
      continue;
    }
    std::size_t end = at + 2;
    while (end < event.size() && std::isxdigit(static_cast<unsigned char>(event[end])) != 0)
      ++end;
    const std::string digits(event.substr(at, end - at));
    const unsigned long long value = std::stoull("0" + digits.substr(2, 16), nullptr, 16);
    const bool memory = value >= 0x40000000ULL;
    text += addressFollows || memory ? "<address>" : digits;
    addressFollows =
        event.starts_with("virtio_mmio_write") && isAddressRegister(value) && !addressFollows;
    at = end;
  }
  return text;
}

} // namespace

std::vector<std::string> normaliseTrace(std::string_view log) {
  std::vector<std::string> events;
  while (!log.empty()) {
    const std::size_t end = std::min(log.find('\n'), log.size());
    std::string_view line = log.substr(0, end);
    log.remove_prefix(std::min(end + 1, log.size()));
    // "1234@1700000000.123456:event text", where time stamps are on
    if (const std::size_t colon = line.find(':');
        colon != std::string_view::npos &&
        line.substr(0, colon).find('@') != std::string_view::npos &&
        line.substr(0, colon).find(' ') == std::string_view::npos)
      line.remove_prefix(colon + 1);
    if (!line.empty() && !dependsOnTheHost(line))
      events.push_back(masked(line));
  }
  return events;
}

std::optional<TraceDivergence> firstDivergence(const std::vector<std::string> &before,
                                               const std::vector<std::string> &after) {
  const auto [a, b] = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
  if (a == before.end() && b == after.end())
    return std::nullopt;
  return TraceDivergence{static_cast<std::size_t>(a - before.begin()),
                         a == before.end() ? std::string() : *a,
                         b == after.end() ? std::string() : *b};
}

} // namespace levitate::boot
