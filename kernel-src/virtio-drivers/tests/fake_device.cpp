#include "fake_device.hpp"

#include <bit>
#include <cstring>
#include <set>

namespace virtio_drivers::test {

namespace status = spec::status;
namespace flag = spec::descriptor_flag;

std::vector<std::byte> Request::input() const {
  std::vector<std::byte> all;
  for (const auto &segment : readable)
    all.insert(all.end(), segment.begin(), segment.end());
  return all;
}

std::size_t Request::room() const {
  std::size_t total = 0;
  for (const auto &segment : writable)
    total += segment.size();
  return total;
}

std::uint32_t Request::write(std::span<const std::byte> bytes) const {
  std::size_t written = 0;
  for (const auto &segment : writable) {
    const std::size_t length = std::min(segment.size(), bytes.size() - written);
    if (length != 0)
      std::memcpy(segment.data(), bytes.data() + written, length);
    written += length;
  }
  return static_cast<std::uint32_t>(written);
}

FakeDevice::FakeDevice(Description description)
    : config(description.config), description_(std::move(description)),
      queues_(description_.queue_size_max.size()) {
  if (!description_.legacy)
    description_.features |= spec::feature::version_1;
}

void FakeDevice::reset() {
  ++resets;
  status_ = 0;
  driver_features_ = 0;
  driver_features_written_ = false;
  device_features_select_ = driver_features_select_ = queue_select_ = 0;
  guest_page_size_ = 0;
  interrupt_status_ = 0;
  for (Queue &queue : queues_)
    queue = Queue{};
}

// ---- registers

std::uint32_t FakeDevice::read32(std::size_t offset) {
  if (offset >= spec::mmio::config_offset) {
    if (!config_access(offset, 4))
      return 0;
    std::uint32_t value = 0;
    std::memcpy(&value, config.data() + (offset - spec::mmio::config_offset), 4);
    return value;
  }
  const Register which{offset};
  switch (which) {
  case Register::MagicValue:
    return spec::mmio::magic;
  case Register::Version:
    return description_.legacy ? spec::mmio::version_legacy : spec::mmio::version_modern;
  case Register::DeviceId:
    return static_cast<std::uint32_t>(description_.type);
  case Register::VendorId:
    return 0x554d4551;
  case Register::DeviceFeatures:
    expect((status_ & status::driver) != 0, "features read before DRIVER");
    if (description_.legacy)
      return device_features_select_ == 0 ? static_cast<std::uint32_t>(description_.features)
                                          : 0xffff'ffff; // undefined: the worst
    return static_cast<std::uint32_t>(description_.features >> (32 * device_features_select_));
  case Register::QueueSizeMax:
    return queue_select_ < queues_.size() ? description_.queue_size_max[queue_select_] : 0;
  case Register::QueueReady:
    expect(!description_.legacy, "QueueReady of a legacy device");
    return misbehaviour.queue_already_ready || selected().ready ? 1 : 0;
  case Register::QueuePageNumber:
    expect(description_.legacy, "QueuePFN of a modern device");
    return misbehaviour.queue_already_ready ? 1 : selected().page_number;
  case Register::InterruptStatus:
    return interrupt_status_;
  case Register::Status:
    if (on_status_read)
      on_status_read();
    return misbehaviour.never_finish_reset && status_ == 0 ? status::acknowledge : status_;
  case Register::ConfigGeneration:
    expect(!description_.legacy, "ConfigGeneration of a legacy device");
    if (misbehaviour.change_config_always)
      ++generation_;
    return generation_;
  default:
    complain("read of a register that is not readable");
    return 0;
  }
}

std::uint16_t FakeDevice::read16(std::size_t offset) {
  if (!config_access(offset, 2))
    return 0;
  std::uint16_t value = 0;
  std::memcpy(&value, config.data() + (offset - spec::mmio::config_offset), 2);
  return value;
}

std::uint8_t FakeDevice::read8(std::size_t offset) {
  if (!config_access(offset, 1))
    return 0;
  return std::to_integer<std::uint8_t>(config[offset - spec::mmio::config_offset]);
}

bool FakeDevice::config_access(std::size_t offset, std::size_t width) {
  if (offset < spec::mmio::config_offset) {
    complain("narrow access to a control register"); // 4.2.2.2: 32 bits, aligned
    return false;
  }
  if (on_config_read)
    on_config_read();
  offset -= spec::mmio::config_offset;
  if (offset % width != 0) {
    complain("misaligned access to the configuration");
    return false;
  }
  return offset + width <= config.size(); // beyond: reads as 0
}

void FakeDevice::write8(std::size_t offset, std::uint8_t value) {
  if (!config_access(offset, 1)) {
    complain("write outside of the configuration");
    return;
  }
  offset -= spec::mmio::config_offset;
  config[offset] = std::byte{value};
  if (on_config_write)
    on_config_write(offset, value);
}

void FakeDevice::write32(std::size_t offset, std::uint32_t value) {
  if (offset >= spec::mmio::config_offset) {
    if (!config_access(offset, 4)) {
      complain("write outside of the configuration");
      return;
    }
    offset -= spec::mmio::config_offset;
    std::memcpy(config.data() + offset, &value, 4);
    if (on_config_write)
      on_config_write(offset, static_cast<std::uint8_t>(value));
    return;
  }
  const Register which{offset};
  switch (which) {
  case Register::DeviceFeaturesSelect:
    device_features_select_ = value;
    return;
  case Register::DriverFeaturesSelect:
    driver_features_select_ = value;
    return;
  case Register::DriverFeatures: {
    expect((status_ & status::driver) != 0, "features written before DRIVER");
    expect((status_ & status::features_ok) == 0, "features written after FEATURES_OK");
    const std::uint64_t bits = std::uint64_t{value} << (32 * (driver_features_select_ & 1));
    const std::uint64_t mask = std::uint64_t{0xffff'ffff} << (32 * (driver_features_select_ & 1));
    expect((bits & ~description_.features) == 0, "a feature accepted that was not offered");
    driver_features_ = (driver_features_ & ~mask) | bits;
    driver_features_written_ = true;
    return;
  }
  case Register::QueueSelect:
    queue_select_ = value;
    return;
  case Register::QueueSize:
    write_queue_size(value);
    return;
  case Register::QueueNotify:
    notified(value);
    return;
  case Register::InterruptAcknowledge:
    expect((value & ~interrupt_status_) == 0, "an interrupt acknowledged that was not raised");
    interrupt_status_ &= ~value;
    return;
  case Register::Status:
    write_status(value);
    return;
  case Register::GuestPageSize:
  case Register::QueueAlign:
  case Register::QueuePageNumber:
    expect(description_.legacy, "a legacy register of a modern device");
    write_legacy(which, value);
    return;
  default:
    expect(!description_.legacy, "a modern register of a legacy device");
    write_modern(which, value);
  }
}

// Section 3.1.1: the order of the initialisation.
void FakeDevice::write_status(std::uint32_t value) {
  status_trace.push_back(value);
  if (value == 0) {
    reset();
    return;
  }
  expect((value & status_) == status_, "a status bit was cleared without a reset");
  const std::uint32_t added = value & ~status_;
  if ((added & status::driver) != 0)
    expect((status_ & status::acknowledge) != 0, "DRIVER before ACKNOWLEDGE");
  if ((added & status::features_ok) != 0) {
    expect(!description_.legacy, "FEATURES_OK on a legacy device");
    expect(driver_features_written_, "FEATURES_OK before the features");
    if (misbehaviour.refuse_features)
      value &= ~status::features_ok;
  }
  if ((added & status::driver_ok) != 0) {
    expect((status_ & status::driver) != 0, "DRIVER_OK before DRIVER");
    expect(description_.legacy || (status_ & status::features_ok) != 0,
           "DRIVER_OK before FEATURES_OK");
  }
  status_ = value;
  if ((added & status::driver_ok) != 0 && misbehaviour.need_reset_when_live)
    set_needs_reset();
}

FakeDevice::Queue &FakeDevice::selected() {
  static Queue none;
  if (queue_select_ >= queues_.size()) {
    complain("access to a queue that does not exist");
    none = Queue{};
    return none;
  }
  return queues_[queue_select_];
}

void FakeDevice::write_queue_size(std::uint32_t value) {
  expect((status_ & (description_.legacy ? status::driver : status::features_ok)) != 0,
         "a queue set up before the features were agreed");
  expect(!live(), "a queue set up after DRIVER_OK");
  expect(!selected().ready, "the size of a ready queue changed");
  expect(std::has_single_bit(value), "a queue size that is not a power of two");
  expect(queue_select_ < queues_.size() && value <= description_.queue_size_max[queue_select_],
         "a queue larger than the device allows");
  selected().size = value;
}

void FakeDevice::write_modern(Register which, std::uint32_t value) {
  Queue &queue = selected();
  const auto low = [&](std::uint64_t &address) {
    address = (address & ~std::uint64_t{0xffff'ffff}) | value;
  };
  const auto high = [&](std::uint64_t &address) {
    address = (address & 0xffff'ffff) | std::uint64_t{value} << 32;
  };
  if (which != Register::QueueReady)
    expect(!queue.ready, "an address of a ready queue changed");
  switch (which) {
  case Register::QueueDescriptorLow:
    return low(queue.descriptors);
  case Register::QueueDescriptorHigh:
    return high(queue.descriptors);
  case Register::QueueDriverLow:
    return low(queue.driver_area);
  case Register::QueueDriverHigh:
    return high(queue.driver_area);
  case Register::QueueDeviceLow:
    return low(queue.device_area);
  case Register::QueueDeviceHigh:
    return high(queue.device_area);
  case Register::QueueReady:
    expect(value == 1, "QueueReady written with something else than 1");
    if (!misbehaviour.refuse_queue)
      enable_queue();
    return;
  default:
    complain("write of a register that is not writable");
  }
}

void FakeDevice::write_legacy(Register which, std::uint32_t value) {
  if (which == Register::GuestPageSize) {
    expect(std::has_single_bit(value), "a page size that is not a power of two");
    guest_page_size_ = value;
    return;
  }
  Queue &queue = selected();
  if (which == Register::QueueAlign) {
    expect(std::has_single_bit(value), "an alignment that is not a power of two");
    queue.alignment = value;
    return;
  }
  expect(guest_page_size_ != 0, "QueuePFN before GuestPageSize");
  expect(queue.size != 0 && queue.alignment != 0, "QueuePFN before QueueNum and QueueAlign");
  if (misbehaviour.refuse_queue)
    return;
  // 2.7.2: where the parts are follows from the size and the alignment.
  queue.page_number = value;
  queue.descriptors = std::uint64_t{value} * guest_page_size_;
  queue.driver_area = queue.descriptors + 16ull * queue.size;
  const std::uint64_t end = queue.driver_area + 4 + 2ull * queue.size + 2;
  queue.device_area = (end + queue.alignment - 1) / queue.alignment * queue.alignment;
  enable_queue();
}

void FakeDevice::enable_queue() {
  Queue &queue = selected();
  // 2.7: alignment of the parts.
  expect(queue.descriptors % 16 == 0 && queue.driver_area % 2 == 0 && queue.device_area % 4 == 0,
         "a misaligned queue");
  FakeMachine &machine = FakeMachine::instance();
  const auto descriptors = machine.device_access(queue.descriptors, 16ull * queue.size, false);
  const auto driver = machine.device_access(queue.driver_area, 6 + 2ull * queue.size, false);
  const auto device = machine.device_access(queue.device_area, 6 + 8ull * queue.size, true);
  if (descriptors.empty() || driver.empty() || device.empty())
    return;
  for (const std::byte byte : device)
    expect(byte == std::byte{0}, "a used ring that is not zeroed");
  queue.ready = true;
  queue.in_flight.assign(queue.size, false);
}

// ---- queues

void FakeDevice::notified(std::uint32_t queue) {
  ++notifications;
  expect(live(), "a notification before DRIVER_OK"); // 3.1.1
  if (queue >= queues_.size() || !queues_[queue].ready) {
    complain("a notification of a queue that is not ready");
    return;
  }
  if (misbehaviour.need_reset)
    return set_needs_reset();
  if (misbehaviour.lose_state) {
    reset();
    --resets;
    return;
  }
  if (misbehaviour.ignore_requests || hold)
    return;
  process(static_cast<std::uint16_t>(queue));
}

void FakeDevice::set_needs_reset() {
  status_ |= status::device_needs_reset;
  interrupt_status_ |= spec::mmio::interrupt_config_change;
  ++config_interrupts;
}

template <typename V> V *FakeDevice::memory(std::uint64_t address, bool device_writes) {
  const auto bytes = FakeMachine::instance().device_access(address, sizeof(V), device_writes);
  if (address % alignof(V) != 0) {
    complain("a misaligned structure");
    return nullptr;
  }
  return bytes.empty() ? nullptr : reinterpret_cast<V *>(bytes.data());
}

void FakeDevice::process(std::uint16_t index) {
  Queue &queue = queues_.at(index);
  while (queue.ready) {
    std::optional<Request> request = take(queue);
    if (!request)
      break;
    ++requests;
    if (request->indirect)
      ++indirect_requests;
    const std::optional<std::uint32_t> length = on_request(index, *request);
    if (length)
      push_used(queue, request->head, *length);
    else
      queue.kept.push_back(std::move(*request));
  }
  // 2.7.10: notify me of the next one.
  if (queue.ready && negotiated(spec::feature::event_index) && !queue.holds_event)
    *memory<std::uint16_t>(queue.device_area + 4 + 8ull * queue.size, true) = queue.available_index;
}

std::optional<Request> FakeDevice::take(Queue &queue) {
  const auto *header = memory<spec::AvailableHeader>(queue.driver_area, false);
  if (header == nullptr || header->index == queue.available_index)
    return {};
  const auto pending = static_cast<std::uint16_t>(header->index - queue.available_index);
  if (pending > queue.size) {
    complain("more requests available than the queue is large");
    return {};
  }
  const std::uint64_t slot = queue.available_index % queue.size;
  Request request;
  request.head = *memory<std::uint16_t>(queue.driver_area + 4 + 2 * slot, false);
  ++queue.available_index;
  if (request.head >= queue.size || queue.in_flight[request.head]) {
    complain("a head that does not exist or is in flight");
    return {};
  }
  queue.in_flight[request.head] = true;
  if (!follow(queue, request))
    return {};
  return request;
}

// Section 2.7.5, and 2.7.5.3 for indirect descriptors.
bool FakeDevice::follow(Queue &queue, Request &request) {
  std::uint64_t table = queue.descriptors;
  std::uint32_t table_size = queue.size;
  std::uint16_t at = request.head;
  std::set<std::uint16_t> seen;
  while (true) {
    if (at >= table_size || !seen.insert(at).second) {
      complain("a chain that leaves its table, or a loop");
      return false;
    }
    const auto *descriptor = memory<spec::Descriptor>(table + 16ull * at, false);
    if (descriptor == nullptr)
      return false;
    if ((descriptor->flags & flag::indirect) != 0) {
      expect(negotiated(spec::feature::indirect_descriptors), "indirect without the feature");
      expect(!request.indirect, "an indirect table inside of another one");
      expect((descriptor->flags & flag::next) == 0, "INDIRECT together with NEXT");
      expect(descriptor->length % 16 == 0 && descriptor->length != 0, "a table of no good size");
      expect(descriptor->length / 16 <= queue.size, "a chain longer than the queue");
      request.indirect = true;
      table = descriptor->address;
      table_size = descriptor->length / 16;
      at = 0;
      seen.clear();
      continue;
    }
    if (!request.indirect)
      expect(at == request.head || !queue.in_flight[at], "a descriptor in two chains");
    add_segment(request, *descriptor);
    if ((descriptor->flags & flag::next) == 0)
      return true;
    at = descriptor->next;
  }
}

void FakeDevice::add_segment(Request &request, const spec::Descriptor &descriptor) {
  const bool writable = (descriptor.flags & flag::write) != 0;
  expect(descriptor.length != 0, "an empty descriptor");
  expect(writable || request.writable.empty(), "a readable buffer behind a writable one");
  const auto bytes =
      FakeMachine::instance().device_access(descriptor.address, descriptor.length, writable);
  (writable ? request.writable : request.readable).push_back(bytes);
}

void FakeDevice::push_used(Queue &queue, std::uint16_t head, std::uint32_t length) {
  const std::uint16_t before = queue.used_index;
  const std::uint64_t slot = queue.used_index % queue.size;
  auto *element = memory<spec::UsedElement>(queue.device_area + 4 + 8 * slot, true);
  element->id = misbehaviour.used_id.value_or(head);
  element->length = misbehaviour.used_length.value_or(length);
  queue.in_flight[head] = false;
  ++queue.used_index;
  auto *header = memory<spec::UsedHeader>(queue.device_area, true);
  header->index =
      static_cast<std::uint16_t>(queue.used_index + misbehaviour.advance_used_index_by.value_or(0));
  misbehaviour.used_id.reset();
  misbehaviour.used_length.reset();
  misbehaviour.advance_used_index_by.reset();
  if (misbehaviour.repeat_completion) {
    misbehaviour.repeat_completion = false;
    push_used(queue, head, length);
    return;
  }

  bool interrupt = false;
  if (negotiated(spec::feature::event_index)) {
    const std::uint16_t event =
        *memory<std::uint16_t>(queue.driver_area + 4 + 2ull * queue.size, false);
    interrupt = static_cast<std::uint16_t>(queue.used_index - event - 1) <
                static_cast<std::uint16_t>(queue.used_index - before);
  } else {
    interrupt = (memory<spec::AvailableHeader>(queue.driver_area, false)->flags &
                 spec::available_no_interrupt) == 0;
  }
  if (interrupt) {
    ++interrupts;
    interrupt_status_ |= spec::mmio::interrupt_used_buffer;
  }
}

void FakeDevice::finish(std::uint16_t index, std::size_t which, std::uint32_t length) {
  Queue &queue = queues_.at(index);
  const Request request = queue.kept.at(which);
  queue.kept.erase(queue.kept.begin() + static_cast<std::ptrdiff_t>(which));
  push_used(queue, request.head, length);
}

bool FakeDevice::deliver(std::uint16_t index, std::span<const std::byte> bytes) {
  if (queues_.at(index).kept.empty())
    return false;
  const std::uint32_t length = queues_[index].kept.front().write(bytes);
  finish(index, 0, length);
  return length == bytes.size();
}

void FakeDevice::change_config(std::size_t offset, std::span<const std::byte> bytes) {
  std::memcpy(config.data() + offset, bytes.data(), bytes.size());
  ++generation_;
  interrupt_status_ |= spec::mmio::interrupt_config_change;
  ++config_interrupts;
}

void FakeDevice::suppress_notifications(std::uint16_t index, bool on) {
  memory<spec::UsedHeader>(queues_.at(index).device_area, true)->flags =
      on ? spec::used_no_notify : std::uint16_t{0};
}

void FakeDevice::set_available_event(std::uint16_t index, std::uint16_t event) {
  Queue &queue = queues_.at(index);
  queue.holds_event = true;
  *memory<std::uint16_t>(queue.device_area + 4 + 8ull * queue.size, true) = event;
}

} // namespace virtio_drivers::test
