#include "verify/boot/trace.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>

namespace levitate::boot {

namespace {

using Number = std::uint64_t;

std::optional<Number> parse(std::string_view text, int base) {
  Number value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  return problem == std::errc() && end == text.data() + text.size() ? std::optional(value)
                                                                    : std::nullopt;
}

// The word behind `key` in `line`, or nothing.
std::string_view wordAfter(std::string_view line, std::string_view key) {
  const std::size_t at = line.find(key);
  if (at == std::string_view::npos)
    return {};
  line.remove_prefix(at + key.size());
  return line.substr(0, line.find(' '));
}

std::optional<Number> hexAfter(std::string_view line, std::string_view key) {
  const std::string_view word = wordAfter(line, key);
  return word.starts_with("0x") ? parse(word.substr(2), 16) : std::nullopt;
}

std::string hex(Number value) {
  char digits[17];
  const auto [end, problem] = std::to_chars(digits, digits + sizeof digits, value, 16);
  return "0x" + std::string(digits, problem == std::errc() ? end : digits);
}

// An access of a processor to a device, or another event.
struct Event {
  std::string text; // of an event that is no access
  std::string_view device;
  Number address = 0, value = 0;
  unsigned size = 0; // of the access in bytes; 0: no access
  bool write = false;
  Number instructions = 0, place = 0;
};

// "memory_region_ops_write cpu 0 mr 0x55d0 addr 0x9000000 value 0x41 size 4 name 'pl011'". Nothing
// for other lines, and for accesses that no processor makes (cpu -1).
std::optional<Event> accessOf(std::string_view line) {
  const bool write = line.starts_with("memory_region_ops_write ");
  if (!write && !line.starts_with("memory_region_ops_read "))
    return std::nullopt;
  const auto address = hexAfter(line, " addr "), value = hexAfter(line, " value ");
  const auto size = parse(wordAfter(line, " size "), 10);
  const std::size_t name = line.find(" name '");
  if (!address || !value || !size || *size == 0 || *size > 64 || name == std::string_view::npos ||
      wordAfter(line, " cpu ").starts_with("-"))
    return std::nullopt;
  Event event;
  event.device = line.substr(name + 7);
  event.device = event.device.substr(0, event.device.rfind('\''));
  event.address = *address, event.value = *value, event.write = write;
  event.size = static_cast<unsigned>(*size);
  return event;
}

// Registers of virtio-mmio that take an address of the guest's memory: 0x40 (legacy page number)
// and 0x80 to 0xa7 (VirtIO 1.2, 4.2.2 and 4.2.4). A slot is 512 bytes.
bool takesAddress(const Event &access) {
  const Number offset = access.address & 0x1ffU;
  return access.device == "virtio-mmio" && (offset == 0x40 || (offset >= 0x80 && offset <= 0xa7));
}

class Reader {
public:
  explicit Reader(const TraceContext &context) : context(context) {}

  DeviceTrace read(std::string_view log) {
    while (!log.empty()) {
      const std::size_t end = std::min(log.find('\n'), log.size());
      readLine(log.substr(0, end));
      log.remove_prefix(std::min(end + 1, log.size()));
    }
    closePorts();
    findSerialRegister();
    present();
    return std::move(trace);
  }

private:
  void readLine(std::string_view line) {
    line = withoutStamp(line);
    if (line.starts_with("@( ")) {
      openPorts(line.substr(3));
    } else if (line == "@)") {
      closePorts();
    } else if (line.starts_with("@ ")) {
      readPlace(line.substr(2));
    } else if (auto access = accessOf(line)) {
      events.push_back(std::move(*access));
    } else if (!line.empty() && !line.starts_with("memory_region_ops_")) {
      events.push_back({.text = masked(line)});
    }
  }

  struct Place {
    Number instructions = 0, address = 0;
  };
  // Reads "COUNT ADDRESS", with more behind it.
  static std::optional<Place> placeOf(std::string_view text) {
    const auto count = parse(text.substr(0, text.find(' ')), 10);
    const auto address = parse(wordAfter(text, " "), 16);
    return count && address ? std::optional<Place>({*count, *address}) : std::nullopt;
  }

  // "COUNT ADDRESS w WHERE" belongs to the access before it, or to the parts of one that was too
  // wide for the device; events of other threads may have come in between. There is none when QEMU
  // takes a shortcut to the device (an ioeventfd, say); then this line is all that is known of it.
  void readPlace(std::string_view text) {
    if (text == "unsettled") {
      trace.settled = false;
      return;
    }
    const auto place = placeOf(text);
    if (!place)
      return;
    const Event *later = nullptr;
    for (std::size_t at = events.size(); at-- > placed;) {
      Event &event = events[at];
      if (event.size == 0)
        continue;
      if (later && (event.device != later->device || event.write != later->write ||
                    event.address + event.size != later->address))
        break;
      event.instructions = place->instructions, event.place = place->address;
      later = &event;
    }
    if (!later)
      addShortcut(text, *place);
    placed = events.size();
  }

  void addShortcut(std::string_view text, const Place &place) {
    const bool write = text.find(" w ") != std::string_view::npos;
    const auto address = parse(wordAfter(text, write ? " w " : " r "), 16);
    if (address)
      events.push_back({.text = (isMemory(*address) ? "<address>" : hex(*address)) +
                                (write ? " write" : " read") + " (the value is not traced)",
                        .instructions = place.instructions,
                        .place = place.address});
  }

  // What stands between "@( COUNT ADDRESS" and "@)" was done by that port instruction.
  void openPorts(std::string_view text) {
    closePorts();
    ports = placeOf(text);
    portsBegin = events.size();
  }
  void closePorts() {
    if (ports)
      for (std::size_t at = portsBegin; at < events.size(); ++at)
        if (events[at].size != 0 && events[at].place == 0)
          events[at].instructions = ports->instructions, events[at].place = ports->address;
    if (ports)
      placed = events.size();
    ports.reset();
  }

  // The first megabyte is no place for a kernel's data, but RAM on x86; -1 is a mask.
  bool isMemory(Number value) const {
    return value >= 0x100000 && value != 0xffffffffU &&
           std::any_of(context.memory.begin(), context.memory.end(), [&](const auto &range) {
             return value >= range.first && value <= range.second;
           });
  }

  // Replaces the numbers that are places in the guest's memory or in QEMU's own.
  std::string masked(std::string_view event) const {
    std::string text;
    for (std::size_t at = 0; at < event.size();) {
      if (event.substr(at, 2) != "0x" ||
          (at > 0 && std::isalnum(static_cast<unsigned char>(event[at - 1])) != 0)) {
        text += event[at++];
        continue;
      }
      std::size_t end = at + 2;
      while (end < event.size() && std::isxdigit(static_cast<unsigned char>(event[end])) != 0)
        ++end;
      const std::string_view digits = event.substr(at, end - at);
      const Number value = parse(digits.substr(2), 16).value_or(0);
      text += isMemory(value)                                        ? "<address>"
              : value >= 0x500000000000U && value <= 0x7fffffffffffU ? "<pointer>"
                                                                     : digits;
      at = end;
    }
    return text;
  }

  // The register whose written bytes are what the serial line said. A register may take other bytes
  // first (the divisor of a 8250).
  void findSerialRegister() {
    if (context.serial.empty())
      return;
    std::map<Number, std::string> written;
    for (const Event &event : events)
      if (event.write && event.size != 0)
        written[event.address] += static_cast<char>(event.value);
    for (const auto &[address, bytes] : written)
      if (bytes.size() >= context.serial.size())
        if (const std::size_t at = bytes.rfind(context.serial); at != std::string::npos) {
          serialRegister = address;
          serialSkip = at;
        }
    if (!serialRegister)
      return;
    std::size_t skip = serialSkip;
    for (const Event &event : events)
      if (isSerial(event) && (skip == 0 || skip-- == 0))
        trace.serialInstructions.push_back(event.instructions);
    trace.serialInstructions.resize(
        std::min(trace.serialInstructions.size(), context.serial.size()));
    if (std::find(trace.serialInstructions.begin(), trace.serialInstructions.end(), Number{0}) !=
        trace.serialInstructions.end())
      trace.serialInstructions.clear(); // without a probe
  }

  bool isSerial(const Event &event) const {
    return event.write && event.size != 0 && serialRegister == event.address;
  }

  void add(std::string text, const Event &event) {
    if (trace.events.size() < DeviceTrace::most)
      trace.events.push_back({std::move(text), event.instructions, event.place});
    else
      ++trace.cut;
  }

  // Puts the events into words. From the first byte of a varying text to its last there is one.
  void present() {
    std::size_t skip = serialSkip;
    std::uint64_t position = 0; // in the serial line
    auto varying = context.varying.begin();
    for (const Event &event : events) {
      const bool output = isSerial(event) && (skip == 0 || skip-- == 0);
      if (output) {
        while (varying != context.varying.end() && position >= varying->end)
          ++varying;
        const bool inside = varying != context.varying.end() && position >= varying->begin;
        ++position;
        if (inside && position - 1 == varying->begin) {
          add(describe(event, "<" + varying->name + ">"), event);
          continue;
        }
        if (inside)
          continue;
      } else if (varying != context.varying.end() && position > varying->begin &&
                 position < varying->end) {
        continue;
      }
      add(event.size == 0
              ? event.text
              : describe(event, takesAddress(event) || isMemory(event.value) ? "<address>"
                                                                             : hex(event.value)),
          event);
    }
  }

  static std::string describe(const Event &event, const std::string &value) {
    return std::string(event.device) + " " + hex(event.address) +
           (event.write ? " write" : " read") + std::to_string(event.size * 8) + " " + value;
  }

  const TraceContext &context;
  DeviceTrace trace;
  std::vector<Event> events;
  std::size_t placed = 0;     // events before this have their place
  std::optional<Place> ports; // of the port instruction that is at work
  std::size_t portsBegin = 0;
  std::optional<Number> serialRegister;
  std::size_t serialSkip = 0;
};

} // namespace

std::vector<std::string> traceEventsOfAccesses() {
  return {"memory_region_ops_read", "memory_region_ops_write"};
}

std::string_view withoutStamp(std::string_view line) {
  if (const std::size_t colon = line.find(':');
      colon != std::string_view::npos && line.substr(0, colon).find('@') < colon &&
      line.substr(0, colon).find(' ') == std::string_view::npos)
    line.remove_prefix(colon + 1);
  return line;
}

DeviceTrace readTrace(std::string_view log, const TraceContext &context) {
  return Reader(context).read(log);
}

std::vector<std::pair<std::uint64_t, std::uint64_t>> guestMemory(std::string_view mtree) {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
  while (!mtree.empty()) {
    const std::size_t end = std::min(mtree.find('\n'), mtree.size());
    std::string_view line = mtree.substr(0, end);
    mtree.remove_prefix(std::min(end + 1, mtree.size()));
    while (line.starts_with(' '))
      line.remove_prefix(1);
    // "0000000040000000-000000004fffffff (prio 0, ram): mach-virt.ram KVM"
    const std::size_t dash = line.find('-'), blank = line.find(' ');
    if (dash == std::string_view::npos || blank == std::string_view::npos || dash > blank ||
        line.find(", ram): ") == std::string_view::npos)
      continue;
    const auto first = parse(line.substr(0, dash), 16);
    const auto last = parse(line.substr(dash + 1, blank - dash - 1), 16);
    const std::pair range(first.value_or(1), last.value_or(0));
    if (range.first <= range.second &&
        std::find(ranges.begin(), ranges.end(), range) == ranges.end())
      ranges.push_back(range);
  }
  return ranges;
}

} // namespace levitate::boot
