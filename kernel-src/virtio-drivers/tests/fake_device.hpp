// A virtio-mmio device for the tests, seen through its registers and rings. VirtIO 1.2,
// sections 2.7 and 4.2.
//
// It follows the specification and expects the same of the driver: what a driver MUST NOT do is
// written down in `violations`. It misbehaves only as `misbehaviour` says.
// What the device is for comes in as a function (`on_request`).
#pragma once

#include "fake_hal.hpp"

#include "virtio_drivers/mmio.hpp"
#include "virtio_drivers/spec/device.hpp"
#include "virtio_drivers/spec/queue.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace virtio_drivers::test {

// A chain of buffers as the device got it.
struct Request {
  std::uint16_t head = 0;
  std::vector<std::span<std::byte>> readable;
  std::vector<std::span<std::byte>> writable;
  bool indirect = false;

  std::vector<std::byte> input() const;                        // all that is readable
  std::size_t room() const;                                    // bytes that are writable
  std::uint32_t write(std::span<const std::byte> bytes) const; // from the start; how many fitted
};

struct Misbehaviour {
  // Of the used ring; each for the next completion only.
  std::optional<std::uint16_t> advance_used_index_by;
  std::optional<std::uint32_t> used_id;
  std::optional<std::uint32_t> used_length;
  bool repeat_completion = false;
  // When notified.
  bool ignore_requests = false;
  bool need_reset = false;
  bool lose_state = false; // as if somebody had reset it
  // During initialisation.
  bool never_finish_reset = false;
  bool refuse_features = false;
  bool refuse_queue = false;
  bool queue_already_ready = false;
  bool change_config_always = false;
  bool need_reset_when_live = false;
};

class FakeDevice {
public:
  struct Description {
    DeviceType type = DeviceType::Block;
    bool legacy = false;
    std::uint64_t features = 0; // VERSION_1 is added for a modern device
    std::vector<std::uint32_t> queue_size_max = {16};
    std::vector<std::byte> config;
    std::size_t register_bytes = 0x200;
  };
  explicit FakeDevice(Description description);

  // RegisterAccess.
  std::uint8_t read8(std::size_t offset);
  std::uint16_t read16(std::size_t offset);
  std::uint32_t read32(std::size_t offset);
  void write8(std::size_t offset, std::uint8_t value);
  void write32(std::size_t offset, std::uint32_t value);

  // What the device does with a request: the number of bytes it wrote, or nothing to keep the
  // request for `finish` later.
  std::function<std::optional<std::uint32_t>(std::uint16_t queue, const Request &)> on_request =
      [](std::uint16_t, const Request &) { return 0; };
  std::function<void(std::size_t offset, std::uint8_t value)> on_config_write;
  std::function<void()> on_status_read;
  std::function<void()> on_config_read;

  // Takes up what is available in `queue`, as after a notification.
  void process(std::uint16_t queue);
  // Requests that were kept, oldest first.
  std::deque<Request> &kept(std::uint16_t queue) { return queues_.at(queue).kept; }
  // Finishes a kept request (`which`: its place in `kept`).
  void finish(std::uint16_t queue, std::size_t which, std::uint32_t length);
  // Writes `bytes` into the oldest kept request and finishes it.
  bool deliver(std::uint16_t queue, std::span<const std::byte> bytes);
  void change_config(std::size_t offset, std::span<const std::byte> bytes);
  void set_needs_reset();

  // Asks the driver not to notify (2.7.7), or not before that index (2.7.10).
  void suppress_notifications(std::uint16_t queue, bool on);
  void set_available_event(std::uint16_t queue, std::uint16_t index);

  std::vector<std::string> violations;
  std::vector<std::uint32_t> status_trace; // all that was written to Status
  Misbehaviour misbehaviour;
  bool hold = false; // a notification is counted, but nothing is done
  std::uint32_t notifications = 0;
  std::uint32_t interrupts = 0; // raised by used buffers
  std::uint32_t config_interrupts = 0;
  std::uint32_t resets = 0;
  std::uint32_t requests = 0;
  std::uint32_t indirect_requests = 0;

  std::uint32_t status() const { return status_; }
  std::uint64_t negotiated() const { return driver_features_; }
  std::uint32_t queue_size(std::uint16_t queue) const { return queues_.at(queue).size; }
  std::uint32_t interrupt_status() const { return interrupt_status_; }
  const Description &description() const { return description_; }
  std::vector<std::byte> config; // may be changed by the test

private:
  using Register = spec::mmio::Register;
  struct Queue {
    std::uint32_t size = 0;
    bool ready = false;
    std::uint64_t descriptors = 0;
    std::uint64_t driver_area = 0;
    std::uint64_t device_area = 0;
    std::uint32_t page_number = 0;
    std::uint32_t alignment = 0;
    std::uint16_t available_index = 0; // next entry to take
    std::uint16_t used_index = 0;
    std::vector<bool> in_flight;
    std::deque<Request> kept;
    bool holds_event = false; // the test chose avail_event
  };

  bool negotiated(std::uint64_t feature) const { return (driver_features_ & feature) != 0; }
  bool live() const { return (status_ & spec::status::driver_ok) != 0; }
  void complain(std::string what) { violations.push_back(std::move(what)); }
  void expect(bool condition, const char *what) {
    if (!condition)
      complain(what);
  }
  void reset();
  void write_status(std::uint32_t value);
  void write_modern(Register which, std::uint32_t value);
  void write_legacy(Register which, std::uint32_t value);
  void write_queue_size(std::uint32_t value);
  void enable_queue();
  void notified(std::uint32_t queue);
  bool config_access(std::size_t offset, std::size_t width);
  Queue &selected();

  template <typename V> V *memory(std::uint64_t address, bool device_writes);
  std::optional<Request> take(Queue &queue);
  bool follow(Queue &queue, Request &request);
  void add_segment(Request &request, const spec::Descriptor &descriptor);
  void push_used(Queue &queue, std::uint16_t head, std::uint32_t length);

  Description description_;
  std::vector<Queue> queues_;
  std::uint32_t status_ = 0;
  std::uint64_t driver_features_ = 0;
  bool driver_features_written_ = false;
  std::uint32_t device_features_select_ = 0;
  std::uint32_t driver_features_select_ = 0;
  std::uint32_t queue_select_ = 0;
  std::uint32_t guest_page_size_ = 0;
  std::uint32_t interrupt_status_ = 0;
  std::uint32_t generation_ = 0;
};

// The seam: the transport under test talks to the fake device.
struct FakeRegisters {
  FakeDevice *device;
  std::uint8_t read8(std::size_t offset) { return device->read8(offset); }
  std::uint16_t read16(std::size_t offset) { return device->read16(offset); }
  std::uint32_t read32(std::size_t offset) { return device->read32(offset); }
  void write8(std::size_t offset, std::uint8_t value) { device->write8(offset, value); }
  void write32(std::size_t offset, std::uint32_t value) { device->write32(offset, value); }
};
using FakeTransport = BasicMmioTransport<FakeRegisters>;
static_assert(Transport<FakeTransport>);

inline Result<FakeTransport> transport_of(FakeDevice &device) {
  return FakeTransport::create({&device}, device.description().register_bytes);
}

// Little-endian bytes of values, one after the other, for configuration spaces.
template <typename... Values> std::vector<std::byte> bytes_of(const Values &...values) {
  std::vector<std::byte> bytes;
  (
      [&] {
        const auto *start = reinterpret_cast<const std::byte *>(&values);
        bytes.insert(bytes.end(), start, start + sizeof(values));
      }(),
      ...);
  return bytes;
}

} // namespace virtio_drivers::test
