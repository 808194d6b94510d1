// The split virtqueue: VirtIO 1.2, section 2.7.
#include "support.hpp"

#include "virtio_drivers/queue.hpp"

#include <algorithm>
#include <array>

using namespace virtio_drivers;
using namespace virtio_drivers::test;

namespace {

using Queue = VirtQueue<FakeHal, 8, 3>;

std::vector<std::byte> pattern(std::size_t length, unsigned seed) {
  std::vector<std::byte> bytes(length);
  for (std::size_t i = 0; i < length; ++i)
    bytes[i] = static_cast<std::byte>(seed * 31 + i * 7);
  return bytes;
}

// A device with one queue that answers each request by its bytes turned around.
struct Echo {
  explicit Echo(const Variant &variant, std::uint32_t size_max = 8)
      : fake(description(variant, size_max)), device(make()) {
    fake.on_request = [](std::uint16_t, const Request &request) {
      std::vector<std::byte> answer = request.input();
      std::reverse(answer.begin(), answer.end());
      return request.write(answer);
    };
    REQUIRE(device.begin(DeviceType::Block, 0).has_value());
    REQUIRE(queue.setup(device.transport(), 0, device.queue_options()).has_value());
    REQUIRE(device.finish().has_value());
  }
  ~Echo() { device.shut_down(Error::DeviceReset, queue); }

  static FakeDevice::Description description(const Variant &variant, std::uint32_t size_max) {
    FakeDevice::Description description;
    description.legacy = variant.legacy;
    description.features = variant.features();
    description.queue_size_max = {size_max};
    return description;
  }
  Device<FakeTransport> make() {
    Result<FakeTransport> transport = transport_of(fake);
    REQUIRE(transport.has_value());
    return {std::move(*transport), quick};
  }

  Result<void> add(std::span<const std::byte> question, std::span<std::byte> answer,
                   std::uint16_t context = 0) {
    const std::array segments = {Segment::readable(question), Segment::writable(answer)};
    return queue.add(segments, context);
  }
  void keep_requests() {
    fake.on_request = [](std::uint16_t, const Request &) { return std::optional<std::uint32_t>(); };
  }

  CheckedDevice fake;
  Device<FakeTransport> device;
  Queue queue;
};

} // namespace

TEST_CASE_METHOD(OnMachine, "a request goes there and its answer comes back") {
  const auto question = pattern(100, 1);
  std::vector<std::byte> answer(100);
  Echo echo(EACH_VARIANT());
  REQUIRE(echo.add(question, answer, 42).has_value());
  CHECK(failure(echo.queue.pop_used()) == Error::NotReady);
  echo.queue.notify(echo.device.transport());
  const Result<UsedChain> used = echo.queue.pop_used();
  REQUIRE(used.has_value());
  CHECK(used->context == 42);
  CHECK(used->length == 100);
  CHECK(std::equal(question.rbegin(), question.rend(), answer.begin()));
  CHECK(failure(echo.queue.pop_used()) == Error::NotReady);
}

TEST_CASE_METHOD(OnMachine, "indirect descriptors are used if they were agreed on, for chains") {
  const Variant variant = EACH_VARIANT();
  const auto question = pattern(10, 1);
  std::vector<std::byte> answer(10);
  Echo echo(variant);
  REQUIRE(echo.add(question, answer).has_value());
  const Segment single = Segment::readable(question);
  REQUIRE(echo.queue.add(std::span(&single, 1), 0).has_value());
  echo.queue.notify(echo.device.transport());
  CHECK(echo.fake.requests == 2);
  CHECK(echo.fake.indirect_requests == (variant.indirect ? 1 : 0));
  CHECK(echo.queue.pop_used().has_value());
  CHECK(echo.queue.pop_used().has_value());
}

TEST_CASE_METHOD(OnMachine, "the indices may wrap around, in any state of the rings") {
  const Variant variant = EACH_VARIANT();
  Echo echo(variant, 4);
  unsigned outstanding = 0;
  // Some more than 2^16, with one to three requests on their way.
  for (unsigned i = 0; i < 66'000; ++i) {
    const std::array question = {static_cast<std::byte>(i), static_cast<std::byte>(i >> 8)};
    const Segment segment = Segment::readable(question);
    if (!echo.queue.add(std::span(&segment, 1), static_cast<std::uint16_t>(i)))
      FAIL("request " << i << " was not taken");
    ++outstanding;
    echo.queue.notify(echo.device.transport());
    if (i % 3 != 0)
      continue;
    for (; outstanding != 0; --outstanding) {
      const Result<UsedChain> used = echo.queue.pop_used();
      if (!used || used->context != static_cast<std::uint16_t>(i - outstanding + 1))
        FAIL("the answer of request " << i << " is missing");
    }
  }
  while (echo.queue.pop_used())
    --outstanding;
  CHECK(outstanding == 0);
  CHECK(echo.fake.requests == 66'000);
}

TEST_CASE_METHOD(OnMachine, "a full queue refuses, and takes again what was given back") {
  const Variant variant = EACH_VARIANT();
  const auto question = pattern(8, 1);
  std::vector<std::vector<std::byte>> answers(8, std::vector<std::byte>(8));
  Echo echo(variant);
  echo.keep_requests();
  const std::uint16_t capacity = variant.indirect ? 8 : 4; // two descriptors each
  CHECK(echo.queue.room_for(2) == capacity);
  for (std::uint16_t i = 0; i < capacity; ++i)
    REQUIRE(echo.add(question, answers[i], i).has_value());
  CHECK(echo.queue.room_for(2) == 0);
  CHECK(echo.queue.in_flight() == capacity);
  CHECK(failure(echo.add(question, answers[0])) == Error::QueueFull);

  // The device answers in another order; all come back, each with its own context.
  echo.queue.notify(echo.device.transport());
  REQUIRE(echo.fake.kept(0).size() == capacity);
  echo.fake.finish(0, 2, 8);
  Result<UsedChain> used = echo.queue.pop_used();
  REQUIRE(used.has_value());
  CHECK(used->context == 2);
  REQUIRE(echo.add(question, answers[2], 77).has_value());
  echo.queue.notify(echo.device.transport());
  std::vector<std::uint16_t> contexts;
  while (!echo.fake.kept(0).empty())
    echo.fake.finish(0, echo.fake.kept(0).size() - 1, 8);
  while ((used = echo.queue.pop_used()))
    contexts.push_back(used->context);
  std::sort(contexts.begin(), contexts.end());
  CHECK(contexts == (variant.indirect ? std::vector<std::uint16_t>{0, 1, 3, 4, 5, 6, 7, 77}
                                      : std::vector<std::uint16_t>{0, 1, 3, 77}));
  CHECK(echo.queue.room_for(2) == capacity);
}

TEST_CASE_METHOD(OnMachine, "memory above 4 GiB is reached") {
  const Variant variant = EACH_VARIANT();
  machine.next_address = 0x8'4000'0000;
  const auto question = pattern(10, 1);
  std::vector<std::byte> answer(10);
  Echo echo(variant);
  REQUIRE(echo.add(question, answer).has_value());
  echo.queue.notify(echo.device.transport());
  REQUIRE(echo.queue.pop_used().has_value());
  CHECK(std::equal(question.rbegin(), question.rend(), answer.begin()));
}

TEST_CASE_METHOD(OnMachine, "a chain that makes no sense is not sent") {
  std::array<std::byte, 4> bytes{};
  Echo echo(EACH_VARIANT());
  const Segment in = Segment::readable(bytes);
  const Segment out = Segment::writable(bytes);
  Segment both = out;
  both.direction = BufferDirection::Both;
  const Segment empty = Segment::readable({});
  const auto add = [&](std::initializer_list<Segment> segments) {
    return failure(echo.queue.add(std::span(segments.begin(), segments.size()), 0));
  };
  CHECK(add({}) == Error::InvalidArgument);
  CHECK(add({in, in, in, in}) == Error::InvalidArgument); // more than three
  CHECK(add({out, in}) == Error::InvalidArgument);
  CHECK(add({both}) == Error::InvalidArgument);
  CHECK(add({in, empty}) == Error::InvalidArgument);
  Segment huge = in;
  huge.length = 0xffff'ffff;
  CHECK(add({huge, huge}) == Error::InvalidArgument); // 2.7.5: below 2^32 in all
  echo.queue.notify(echo.device.transport());
  CHECK(echo.fake.notifications == 0);
}

TEST_CASE_METHOD(OnMachine,
                 "a buffer that the machine can't share is refused, the others given back") {
  std::array<std::byte, 4> bytes{};
  Echo echo(EACH_VARIANT());
  machine.shares_before_refusal = GENERATE(0, 1);
  CHECK(failure(echo.add(bytes, bytes)) == Error::BufferNotShared);
  machine.shares_before_refusal = -1;
  CHECK(machine.shared() == 0);
  CHECK(echo.queue.in_flight() == 0);
  CHECK(echo.add(bytes, bytes).has_value());
}

TEST_CASE_METHOD(OnMachine, "the queue is as large as the device allows, and a power of two") {
  const auto [offered, used] = GENERATE(
      table<std::uint32_t, std::uint32_t>({{4, 4}, {7, 4}, {8, 8}, {1024, 8}, {32768, 8}}));
  Echo echo(EACH_VARIANT(), offered);
  CHECK(echo.queue.size() == used);
  CHECK(echo.fake.queue_size(0) == used);
}

TEST_CASE_METHOD(OnMachine, "a queue that can't be is not set up") {
  const Variant variant = EACH_VARIANT();
  FakeDevice::Description description = Echo::description(variant, 8);
  Queue queue;
  CHECK(failure(queue.pop_used()) == Error::QueueUnavailable);
  CHECK(queue.room_for(1) == 0);

  SECTION("there is none, or an absurd one, or one too short for a chain") {
    description.queue_size_max = {GENERATE(0u, 0xffff'ffffu, 65536u, 2u)};
    CheckedDevice fake(description);
    Result<FakeTransport> transport = transport_of(fake);
    Device<FakeTransport> device(std::move(*transport), quick);
    REQUIRE(device.begin(DeviceType::Block, 0).has_value());
    CHECK(failure(queue.setup(device.transport(), 0, device.queue_options())) ==
          Error::QueueUnavailable);
  }
  SECTION("there is no memory") {
    machine.allocations_before_failure = variant.indirect ? GENERATE(0, 1) : 0;
    CheckedDevice fake(description);
    Result<FakeTransport> transport = transport_of(fake);
    Device<FakeTransport> device(std::move(*transport), quick);
    REQUIRE(device.begin(DeviceType::Block, 0).has_value());
    CHECK(failure(queue.setup(device.transport(), 0, device.queue_options())) ==
          Error::OutOfMemory);
  }
  std::array<std::byte, 4> bytes{};
  const Segment segment = Segment::readable(bytes);
  CHECK(failure(queue.add(std::span(&segment, 1), 0)) == Error::QueueUnavailable);
}

TEST_CASE_METHOD(OnMachine,
                 "the device is notified once per batch, and not when it asks not to be") {
  const Variant variant = EACH_VARIANT();
  std::array<std::byte, 4> bytes{};
  Echo echo(variant);
  const Segment segment = Segment::readable(bytes);
  const auto add = [&] { REQUIRE(echo.queue.add(std::span(&segment, 1), 0).has_value()); };
  const auto notify = [&] { echo.queue.notify(echo.device.transport()); };
  const auto drain = [&] {
    while (echo.queue.pop_used()) {
    }
  };
  notify();
  CHECK(echo.fake.notifications == 0);
  add();
  add();
  notify();
  notify();
  CHECK(echo.fake.notifications == 1);
  CHECK(echo.fake.requests == 2);
  drain();

  if (variant.event_index) {
    echo.fake.suppress_notifications(0, true); // 2.7.10: without meaning now
    echo.fake.set_available_event(0, 3);       // wake me for the fourth
    add();
    notify();
    CHECK(echo.fake.notifications == 1);
    add();
    notify();
    CHECK(echo.fake.notifications == 2);
    add();
    notify();
    CHECK(echo.fake.notifications == 2); // it has not asked for more
    echo.fake.process(0);
  } else {
    echo.fake.suppress_notifications(0, true);
    add();
    notify();
    CHECK(echo.fake.notifications == 1);
    echo.fake.suppress_notifications(0, false);
    add();
    notify();
    CHECK(echo.fake.notifications == 2);
  }
  drain();
  CHECK(echo.queue.in_flight() == 0);
}

TEST_CASE_METHOD(OnMachine, "interrupts come if wanted, and one is never lost") {
  std::array<std::byte, 4> bytes{};
  Echo echo(EACH_VARIANT());
  const Segment segment = Segment::readable(bytes);
  const auto request = [&] {
    REQUIRE(echo.queue.add(std::span(&segment, 1), 0).has_value());
    echo.queue.notify(echo.device.transport());
  };
  request();
  CHECK(echo.fake.interrupts == 0);       // off after setup
  CHECK(echo.queue.set_interrupts(true)); // there is one already: no interrupt for that
  REQUIRE(echo.queue.pop_used().has_value());
  CHECK_FALSE(echo.queue.set_interrupts(true));
  for (std::uint32_t i = 1; i <= 20; ++i) {
    request();
    CHECK(echo.fake.interrupts == i);
    CHECK(echo.device.transport().acknowledge_interrupt().queue);
    CHECK(echo.fake.interrupt_status() == 0);
    REQUIRE(echo.queue.pop_used().has_value());
  }
  echo.queue.set_interrupts(false);
  request();
  CHECK(echo.fake.interrupts == 20);
  REQUIRE(echo.queue.pop_used().has_value());
}

TEST_CASE_METHOD(OnMachine, "a lie in the used ring breaks the queue and nothing else") {
  const Variant variant = EACH_VARIANT();
  const auto question = pattern(16, 3);
  std::vector<std::byte> answer(16);
  Echo echo(variant);
  Error expected = Error::NotReady;

  SECTION("an index that is ahead of all requests") {
    echo.fake.misbehaviour.advance_used_index_by =
        GENERATE(std::uint16_t{1}, std::uint16_t{7}, std::uint16_t{100}, std::uint16_t{0x8000});
    expected = Error::BadUsedIndex;
  }
  SECTION("an index that goes backwards") {
    echo.fake.misbehaviour.advance_used_index_by = std::uint16_t{0xfffe};
    expected = Error::BadUsedIndex;
  }
  SECTION("a descriptor outside of the table") {
    echo.fake.misbehaviour.used_id = GENERATE(8u, 0x10000u, 0xffff'ffffu);
    expected = Error::BadDescriptorId;
  }
  SECTION("a descriptor that is not the head of a request") {
    echo.fake.misbehaviour.used_id = 1;
    expected = Error::BadDescriptorId;
  }
  if (!variant.legacy) {
    SECTION("more bytes than the buffers hold") {
      echo.fake.misbehaviour.used_length = GENERATE(17u, 0xffff'ffffu);
      expected = Error::BadLength;
    }
  }
  if (expected == Error::NotReady)
    return;
  REQUIRE(echo.add(question, answer).has_value());
  echo.queue.notify(echo.device.transport());
  CHECK(failure(echo.queue.pop_used()) == expected);
  CHECK(failure(echo.queue.pop_used()) == expected);
  CHECK(failure(echo.add(question, answer)) == expected);
  CHECK(echo.queue.room_for(1) == 0);
  CHECK_FALSE(echo.queue.set_interrupts(true));
  CHECK(machine.shared() == 2); // the device may still use them

  // After a reset it is as new.
  echo.device.shut_down(expected, echo.queue);
  CHECK(machine.shared() == 0);
  REQUIRE(echo.device.begin(DeviceType::Block, 0).has_value());
  REQUIRE(echo.queue.setup(echo.device.transport(), 0, echo.device.queue_options()).has_value());
  REQUIRE(echo.device.finish().has_value());
  REQUIRE(echo.add(question, answer).has_value());
  echo.queue.notify(echo.device.transport());
  CHECK(echo.queue.pop_used().has_value());
}

TEST_CASE_METHOD(OnMachine, "a request that is answered twice breaks the queue") {
  const auto question = pattern(16, 3);
  std::vector<std::byte> first(16);
  std::vector<std::byte> second(16);
  Echo echo(EACH_VARIANT());
  echo.fake.hold = true;
  REQUIRE(echo.add(question, first, 1).has_value());
  REQUIRE(echo.add(question, second, 2).has_value());
  echo.fake.on_request = [&](std::uint16_t, const Request &) -> std::optional<std::uint32_t> {
    if (echo.fake.requests == 1) {
      echo.fake.misbehaviour.repeat_completion = true;
      return 16;
    }
    return {};
  };
  echo.fake.process(0);
  const Result<UsedChain> used = echo.queue.pop_used();
  REQUIRE(used.has_value());
  CHECK(used->context == 1);
  CHECK(failure(echo.queue.pop_used()) == Error::BadDescriptorId);
}

TEST_CASE_METHOD(OnMachine, "a legacy device may report any length") {
  std::array<std::byte, 4> bytes{};
  Echo echo({true, false, false});
  echo.fake.misbehaviour.used_length = 0xffff'ffff;
  REQUIRE(echo.add(bytes, bytes).has_value());
  echo.queue.notify(echo.device.transport());
  const Result<UsedChain> used = echo.queue.pop_used();
  REQUIRE(used.has_value());
  CHECK(used->length == 4); // never more than there is room for
}

TEST_CASE_METHOD(OnMachine, "what the device does to the rings does not reach the driver's books") {
  // A device that overwrites all that it can reach, answers aside.
  const PhysicalAddress rings = machine.next_address; // the first that the queue allocates
  std::array<std::byte, 4> bytes{};
  Echo echo({false, false, false});
  for (unsigned round = 0; round < 20; ++round) {
    REQUIRE(echo.add(bytes, bytes, static_cast<std::uint16_t>(round)).has_value());
    echo.fake.on_request = [&](std::uint16_t, const Request &) {
      for (std::uint64_t i = 0; i < 8; ++i) {
        const auto descriptor = machine.device_access(rings + 16 * i, 16, true);
        std::fill(descriptor.begin(), descriptor.end(), std::byte{0xff});
      }
      return 0;
    };
    echo.queue.notify(echo.device.transport());
    const Result<UsedChain> used = echo.queue.pop_used();
    REQUIRE(used.has_value());
    CHECK(used->context == round);
  }
}

TEST_CASE_METHOD(OnMachine, "memory that a runaway device may write is never given back") {
  const Variant variant = EACH_VARIANT();
  std::array<std::byte, 4> bytes{};
  {
    Echo echo(variant);
    REQUIRE(echo.add(bytes, bytes).has_value());
    echo.fake.misbehaviour.never_finish_reset = true;
  }
  leaked_regions = variant.indirect ? 2 : 1;
}

TEST_CASE("the layout of a queue is that of 2.7.2") {
  const spec::QueueLayout layout = spec::queue_layout(256);
  CHECK(layout.available == 4096);
  CHECK(layout.used_event == 4096 + 4 + 512);
  CHECK(layout.used == 8192);
  CHECK(layout.available_event == 8192 + 4 + 2048);
  CHECK(layout.total == 8192 + 4 + 2048 + 2);
}
