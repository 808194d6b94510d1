// The entropy driver: VirtIO 1.2, section 5.4.
#include "support.hpp"

#include "virtio_drivers/rng.hpp"

#include <algorithm>
#include <array>

using namespace virtio_drivers;
using namespace virtio_drivers::test;

namespace {

using Rng = VirtIORng<FakeHal, FakeTransport>;

// Gives the numbers 1, 2, 3..., at most `most` of them per request.
struct Source {
  explicit Source(const Variant &variant = {}) : fake(description(variant)) {
    fake.on_request = [this](std::uint16_t, const Request &request) {
      std::vector<std::byte> bytes(std::min(request.room(), most));
      for (std::byte &byte : bytes)
        byte = static_cast<std::byte>(next++);
      if (!request.readable.empty())
        fake.violations.push_back("an entropy request with readable buffers"); // 5.4.6.1
      return request.write(bytes);
    };
  }
  static FakeDevice::Description description(const Variant &variant) {
    FakeDevice::Description description;
    description.type = DeviceType::EntropySource;
    description.legacy = variant.legacy;
    description.features = variant.features();
    description.queue_size_max = {8};
    return description;
  }
  Result<Rng> driver() {
    Result<FakeTransport> transport = transport_of(fake);
    REQUIRE(transport.has_value());
    return Rng::create(std::move(*transport), quick);
  }
  std::size_t most = 64;
  unsigned next = 1;
  CheckedDevice fake;
};

} // namespace

TEST_CASE_METHOD(OnMachine, "a buffer is filled, in as many requests as that takes") {
  std::array<std::byte, 150> buffer{};
  Source source(EACH_VARIANT());
  Result<Rng> rng = source.driver();
  REQUIRE(rng.has_value());
  REQUIRE(rng->fill(buffer).has_value());
  for (std::size_t i = 0; i < buffer.size(); ++i)
    CHECK(buffer[i] == static_cast<std::byte>(i + 1));
  CHECK(source.fake.requests == 3);
  CHECK(failure(rng->fill({})) == Error::InvalidArgument);
  CHECK(failure(rng->submit({})) == Error::InvalidArgument);
}

TEST_CASE_METHOD(OnMachine, "a request that does not wait says how much came") {
  std::array<std::byte, 100> buffer{};
  std::array<std::byte, 8> other{};
  Source source(EACH_VARIANT());
  Result<Rng> rng = source.driver();
  REQUIRE(rng.has_value());
  rng->set_interrupts(true);
  source.fake.hold = true;
  const Result<RequestToken> token = rng->submit(buffer);
  REQUIRE(token.has_value());
  CHECK(failure(rng->complete(*token)) == Error::NotReady);
  for (int i = 0; i < 3; ++i)
    CHECK(rng->submit(other).has_value());
  CHECK(failure(rng->submit(other)) == Error::QueueFull);
  source.fake.process(0);
  CHECK(rng->acknowledge_interrupt().queue);
  const Result<std::size_t> length = rng->complete(*token);
  REQUIRE(length.has_value());
  CHECK(*length == 64);
  CHECK(failure(rng->complete(*token)) == Error::InvalidArgument);
}

TEST_CASE_METHOD(OnMachine, "a source that is of no use is given up, and may be recovered") {
  std::array<std::byte, 8> buffer{};
  Source source;
  Result<Rng> rng = source.driver();
  REQUIRE(rng.has_value());
  Error expected = Error::BadLength;
  SECTION("it gives nothing") { source.fake.misbehaviour.used_length = 0; }
  SECTION("it claims more than there is room for") { source.fake.misbehaviour.used_length = 9; }
  SECTION("it is silent") {
    source.fake.misbehaviour.ignore_requests = true;
    expected = Error::Timeout;
  }
  SECTION("it needs a reset") {
    source.fake.misbehaviour.need_reset = true;
    expected = Error::DeviceNeedsReset;
  }
  CHECK(failure(rng->fill(buffer)) == expected);
  CHECK(failure(rng->check()) == expected);
  CHECK(failure(rng->submit(buffer)) == expected);
  source.fake.misbehaviour = {};
  REQUIRE(rng->recover().has_value());
  CHECK(rng->fill(buffer).has_value());
}
