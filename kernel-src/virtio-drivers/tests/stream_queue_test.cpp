// Messages that go one way.
#include "support.hpp"

#include "virtio_drivers/stream_queue.hpp"

#include <array>

using namespace virtio_drivers;
using namespace virtio_drivers::test;

namespace {

constexpr std::size_t buffer_bytes = 16;

// A device that receives in queue 1 and sends in queue 0.
struct Peer {
  explicit Peer(const Variant &variant) : fake(description(variant)), device(make()) {
    fake.on_request = [this](std::uint16_t queue,
                             const Request &request) -> std::optional<std::uint32_t> {
      if (queue == 0)
        return {};
      messages.push_back(request.input());
      return 0;
    };
    REQUIRE(device.begin(DeviceType::Console, 0).has_value());
    REQUIRE(receive.setup(device.transport(), 0, device.queue_options(), buffer_bytes).has_value());
    REQUIRE(
        transmit.setup(device.transport(), 1, device.queue_options(), buffer_bytes).has_value());
    REQUIRE(device.finish().has_value());
  }
  ~Peer() { device.shut_down(Error::DeviceReset, receive, transmit); }
  static FakeDevice::Description description(const Variant &variant) {
    FakeDevice::Description description;
    description.type = DeviceType::Console;
    description.legacy = variant.legacy;
    description.features = variant.features();
    description.queue_size_max = {4, 4};
    return description;
  }
  Device<FakeTransport> make() {
    Result<FakeTransport> transport = transport_of(fake);
    REQUIRE(transport.has_value());
    return {std::move(*transport), quick};
  }
  Result<void> send(std::span<const std::byte> header, std::span<const std::byte> payload) {
    return transmit.send(device.transport(), header, payload);
  }

  std::vector<std::vector<std::byte>> messages;
  CheckedDevice fake;
  Device<FakeTransport> device;
  ReceiveQueue<FakeHal, 8> receive;
  TransmitQueue<FakeHal, 8> transmit;
};

std::vector<std::byte> filled(std::size_t length, unsigned value) {
  return std::vector<std::byte>(length, static_cast<std::byte>(value));
}

} // namespace

TEST_CASE_METHOD(OnMachine, "a message is its header and its payload, and fits a buffer") {
  Peer peer(EACH_VARIANT());
  CHECK(failure(peer.send({}, {})) == Error::InvalidArgument);
  CHECK(failure(peer.send(filled(17, 1), {})) == Error::InvalidArgument);
  CHECK(failure(peer.send({}, filled(17, 1))) == Error::InvalidArgument);
  CHECK(failure(peer.send(filled(8, 1), filled(9, 2))) == Error::InvalidArgument);
  CHECK(peer.messages.empty());
  CHECK(peer.send(filled(8, 1), filled(8, 2)).has_value());
  CHECK(peer.send(filled(3, 3), {}).has_value());
  CHECK(peer.send({}, filled(4, 4)).has_value());
  std::vector<std::byte> both = filled(8, 1);
  both.resize(16, std::byte{2});
  CHECK(peer.messages == std::vector{both, filled(3, 3), filled(4, 4)});
}

TEST_CASE_METHOD(OnMachine, "messages in flight stay as they were sent") {
  Peer peer(EACH_VARIANT());
  peer.fake.hold = true;
  for (unsigned i = 0; i < 4; ++i)
    REQUIRE(peer.send({}, filled(16, i)).has_value());
  CHECK(failure(peer.send({}, filled(16, 9))) == Error::QueueFull);
  CHECK(failure(peer.transmit.drained()) == Error::NotReady);
  peer.fake.process(1);
  CHECK(peer.transmit.drained().has_value());
  CHECK(peer.messages == std::vector{filled(16, 0), filled(16, 1), filled(16, 2), filled(16, 3)});
}

TEST_CASE_METHOD(OnMachine, "the device may fill a buffer as soon as it was told of it") {
  Peer peer(EACH_VARIANT());
  CHECK(peer.fake.notifications == 0); // not before the device is live
  peer.receive.start(peer.device.transport());
  CHECK(peer.fake.notifications == 1);
  REQUIRE(peer.fake.kept(0).size() == 4);
  for (unsigned i = 0; i < 20; ++i) {
    REQUIRE(peer.fake.deliver(0, filled(i % 16 + 1, i)));
    std::vector<std::byte> got;
    REQUIRE(peer.receive
                .receive(peer.device.transport(),
                         [&](std::span<const std::byte> message) {
                           got.assign(message.begin(), message.end());
                         })
                .has_value());
    CHECK(got == filled(i % 16 + 1, i));
  }
}
