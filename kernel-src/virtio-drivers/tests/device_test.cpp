// The life of a device: VirtIO 1.2, section 3.1.1 and 2.1.
#include "support.hpp"

using namespace virtio_drivers;
using namespace virtio_drivers::test;

namespace {

Device<FakeTransport> device_of(FakeDevice &fake, const DriverOptions &options = quick) {
  Result<FakeTransport> transport = transport_of(fake);
  REQUIRE(transport.has_value());
  return Device<FakeTransport>(std::move(*transport), options);
}

FakeDevice::Description block(const Variant &variant) {
  FakeDevice::Description description;
  description.legacy = variant.legacy;
  description.features = variant.features() | 0x220;
  description.config = bytes_of(std::uint64_t{0x1'0000'0002}, std::uint32_t{7});
  return description;
}

struct FakeQueue {
  Error reason = Error::NotReady;
  bool stopped = false;
  int calls = 0;
  void abandon(Error error, bool device_stopped) {
    reason = error;
    stopped = device_stopped;
    ++calls;
  }
};

} // namespace

TEST_CASE_METHOD(OnMachine, "initialisation takes the steps of 3.1.1 in order") {
  const Variant variant = EACH_VARIANT();
  CheckedDevice fake(block(variant));
  Device device = device_of(fake);
  REQUIRE(device.begin(DeviceType::Block, 0x20).has_value());
  REQUIRE(device.finish().has_value());
  using Trace = std::vector<std::uint32_t>;
  CHECK(fake.status_trace ==
        (variant.legacy ? Trace{0, 1, 3, 7} : Trace{0, 1, 3, 3 | 8, 3 | 8 | 4}));
  CHECK(device.live());
  CHECK(device.check().has_value());
}

TEST_CASE_METHOD(OnMachine, "of the offered features the wanted ones are taken") {
  const Variant variant = EACH_VARIANT();
  CheckedDevice fake(block(variant));
  Device device = device_of(fake);
  REQUIRE(device.begin(DeviceType::Block, 0x21).has_value());
  const std::uint64_t expected =
      0x20 | variant.features() | (variant.legacy ? 0 : spec::feature::version_1);
  CHECK(device.features() == expected);
  CHECK(fake.negotiated() == expected);
  CHECK(device.has(0x20));
  CHECK_FALSE(device.has(0x01));
  CHECK(device.queue_options().indirect_descriptors == variant.indirect);
  CHECK(device.queue_options().event_index == variant.event_index);
}

TEST_CASE_METHOD(OnMachine, "queue features that the options turn off are not taken") {
  CheckedDevice fake(block({false, true, true}));
  Device device = device_of(fake, {false, false, 100});
  REQUIRE(device.begin(DeviceType::Block, 0).has_value());
  CHECK(fake.negotiated() == spec::feature::version_1);
}

TEST_CASE_METHOD(OnMachine, "a device of another type is left alone") {
  CheckedDevice fake(block({}));
  Device device = device_of(fake);
  CHECK(failure(device.begin(DeviceType::Gpu, 0)) == Error::WrongDevice);
  CHECK(fake.status_trace.empty());
}

TEST_CASE_METHOD(OnMachine, "a device that lacks a required feature is given up") {
  CheckedDevice fake(block({}));
  Device device = device_of(fake);
  CHECK(failure(device.begin(DeviceType::Block, 0x220, 0x1)) == Error::FeaturesRejected);
  CHECK((fake.status() & spec::status::failed) != 0);
}

TEST_CASE_METHOD(OnMachine, "a modern device without VERSION_1 is given up") {
  FakeDevice::Description description = block({});
  CheckedDevice fake(description);
  const_cast<FakeDevice::Description &>(fake.description()).features = 0x220;
  Device device = device_of(fake);
  CHECK(failure(device.begin(DeviceType::Block, 0x220)) == Error::FeaturesRejected);
}

TEST_CASE_METHOD(OnMachine, "a device that refuses the features is given up") {
  CheckedDevice fake(block({}));
  fake.misbehaviour.refuse_features = true;
  Device device = device_of(fake);
  CHECK(failure(device.begin(DeviceType::Block, 0x220)) == Error::FeaturesRejected);
  CHECK((fake.status() & spec::status::failed) != 0);
  CHECK_FALSE(device.live());
}

TEST_CASE_METHOD(OnMachine, "waiting for a reset has an end") {
  CheckedDevice fake(block({}));
  fake.misbehaviour.never_finish_reset = true;
  Device device = device_of(fake);
  CHECK(failure(device.begin(DeviceType::Block, 0)) == Error::Timeout);
}

TEST_CASE_METHOD(OnMachine, "a live device that falls over is noticed") {
  CheckedDevice fake(block(EACH_VARIANT()));
  Device device = device_of(fake);
  REQUIRE(device.begin(DeviceType::Block, 0).has_value());
  REQUIRE(device.finish().has_value());
  const auto attempt = [] { return Result<void>(Error::NotReady); };

  SECTION("it says so") {
    fake.set_needs_reset();
    CHECK(failure(device.check()) == Error::DeviceNeedsReset);
    CHECK(failure(device.wait(attempt)) == Error::DeviceNeedsReset);
  }
  SECTION("it has lost its state") {
    fake.write32(0x70, 0);
    CHECK(failure(device.check()) == Error::DeviceReset);
    CHECK(failure(device.wait(attempt)) == Error::DeviceReset);
  }
  SECTION("it is silent") { CHECK(failure(device.wait(attempt)) == Error::Timeout); }
  SECTION("it is only slow") {
    int attempts = 0;
    const Result<void> done = device.wait(
        [&] { return ++attempts < 5000 ? Result<void>(Error::NotReady) : Result<void>(); });
    CHECK(done.has_value());
  }
  SECTION("another error ends the wait") {
    CHECK(failure(device.wait([] { return Result<void>(Error::IoError); })) == Error::IoError);
  }
}

TEST_CASE_METHOD(OnMachine, "with a clock, waiting ends when the time is over") {
  static std::uint64_t now;
  static std::uint64_t step;
  now = 1000;
  step = 0;
  DriverOptions options;
  options.poll_limit = 3000;
  options.milliseconds = [] { return now += step; };
  options.timeout_milliseconds = 100;
  CheckedDevice fake(block({}));
  Device device = device_of(fake, options);
  REQUIRE(device.begin(DeviceType::Block, 0).has_value());
  REQUIRE(device.finish().has_value());
  std::uint64_t attempts = 0;
  const auto attempt = [&] {
    ++attempts;
    return Result<void>(Error::NotReady);
  };
  SECTION("however many polls that takes") {
    step = 10;
    CHECK(failure(device.wait(attempt)) == Error::Timeout);
    CHECK(attempts == 10 * 1024);
    CHECK(now == 1000 + 11 * step); // once at the start
  }
  SECTION("and after the limit of polls if the clock stands still") {
    CHECK(failure(device.wait(attempt)) == Error::Timeout);
    CHECK(attempts == 3000);
  }
  SECTION("and at once if the device falls over") {
    step = 10;
    fake.set_needs_reset();
    CHECK(failure(device.wait(attempt)) == Error::DeviceNeedsReset);
    CHECK(attempts == 1024);
  }
}

TEST_CASE_METHOD(OnMachine, "a shutdown resets once, and gives the buffers back") {
  CheckedDevice fake(block({}));
  Device device = device_of(fake);
  FakeQueue queue;
  device.shut_down(Error::Timeout, queue);
  CHECK(queue.calls == 0); // it was not live
  REQUIRE(device.begin(DeviceType::Block, 0).has_value());
  REQUIRE(device.finish().has_value());
  CHECK(fake.resets == 1);

  SECTION("for a fatal error") {
    CHECK(device.judge(Error::BadUsedIndex, queue) == Error::BadUsedIndex);
    CHECK(queue.reason == Error::BadUsedIndex);
    CHECK(queue.stopped);
    CHECK(fake.resets == 2);
    CHECK(failure(device.check()) == Error::BadUsedIndex);
    device.judge(Error::BadLength, queue);
    CHECK(queue.calls == 1);
    CHECK(failure(device.check()) == Error::BadUsedIndex); // the first reason counts
  }
  SECTION("not for one that leaves the device usable") {
    CHECK(device.judge(Error::IoError, queue) == Error::IoError);
    CHECK(device.judge(Error::QueueFull, queue) == Error::QueueFull);
    CHECK(queue.calls == 0);
    CHECK(device.live());
  }
  SECTION("and says if the device did not stop") {
    fake.misbehaviour.never_finish_reset = true;
    device.shut_down(Error::Timeout, queue);
    CHECK(queue.calls == 1);
    CHECK_FALSE(queue.stopped);
  }
  SECTION("by the device's last owner") {
    Device<FakeTransport> moved = std::move(device);
    device.shut_down(Error::Timeout, queue);
    CHECK(queue.calls == 0);
    moved.shut_down(Error::Timeout, queue);
    CHECK(queue.calls == 1);
  }
}

TEST_CASE_METHOD(OnMachine, "a configuration that changes while it is read is read again") {
  const bool legacy = GENERATE(false, true);
  CheckedDevice fake(block({legacy, false, false}));
  Device device = device_of(fake);
  REQUIRE(device.begin(DeviceType::Block, 0).has_value());

  SECTION("in two halves") {
    int reads = 0;
    fake.on_config_read = [&] {
      if (++reads == 2) // between the halves of the first reading
        fake.change_config(0, bytes_of(std::uint64_t{0x3'0000'0004}));
    };
    const Result<std::uint64_t> value = device.read_config64(0);
    REQUIRE(value.has_value());
    CHECK(*value == 0x3'0000'0004);
  }
  SECTION("not for ever") {
    std::uint64_t count = 0;
    fake.misbehaviour.change_config_always = !legacy;
    fake.on_config_read = [&] { fake.change_config(0, bytes_of(++count)); };
    CHECK(failure(device.read_config64(0)) == Error::BadConfig);
  }
  if (!legacy) {
    SECTION("by its generation") {
      int reads = 0;
      fake.on_config_read = [&] {
        if (++reads == 1)
          fake.change_config(8, bytes_of(std::uint32_t{9}));
      };
      const auto value =
          device.read_config([](FakeTransport &transport) { return transport.read_config32(8); });
      REQUIRE(value.has_value());
      CHECK(*value == 9);
      CHECK(reads == 2);
    }
    SECTION("by its generation, not for ever") {
      fake.misbehaviour.change_config_always = true;
      CHECK(failure(device.read_config([](FakeTransport &transport) {
              return transport.read_config32(8);
            })) == Error::BadConfig);
    }
  }
}
