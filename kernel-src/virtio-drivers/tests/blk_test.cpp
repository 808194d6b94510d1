// The block driver: VirtIO 1.2, section 5.2.
#include "support.hpp"

#include "virtio_drivers/blk.hpp"

#include <algorithm>
#include <array>
#include <cstring>

using namespace virtio_drivers;
using namespace virtio_drivers::test;

namespace {

using Blk = VirtIOBlk<FakeHal, FakeTransport>;
namespace feature = spec::blk::feature;

constexpr std::size_t sector = 512;

// A disk in memory.
struct Disk {
  explicit Disk(const Variant &variant = {},
                std::uint64_t features = feature::flush | feature::block_size,
                std::uint32_t block_size = 512, std::uint32_t size_max = 0)
      : content(64 * sector), fake(description(variant, features, block_size, size_max)) {
    for (std::size_t i = 0; i < content.size(); ++i)
      content[i] = static_cast<std::byte>(i / sector + i);
    fake.on_request = [this](std::uint16_t, const Request &request) { return serve(request); };
  }

  static FakeDevice::Description description(const Variant &variant, std::uint64_t features,
                                             std::uint32_t block_size, std::uint32_t size_max) {
    FakeDevice::Description description;
    description.legacy = variant.legacy;
    description.features = variant.features() | features;
    description.config =
        bytes_of(std::uint64_t{64}, size_max, std::uint32_t{0}, std::uint32_t{0}, block_size);
    return description;
  }

  Result<Blk> driver(const DriverOptions &options = quick) {
    Result<FakeTransport> transport = transport_of(fake);
    REQUIRE(transport.has_value());
    return Blk::create(std::move(*transport), options);
  }

  // 5.2.6: header, data, status.
  std::uint32_t serve(const Request &request) {
    const std::vector<std::byte> input = request.input();
    spec::blk::RequestHeader header{};
    if (input.size() < sizeof(header) || request.room() < 1) {
      fake.violations.push_back("a block request without header or status");
      return 0;
    }
    std::memcpy(&header, input.data(), sizeof(header));
    types.push_back(header.type);
    sizes.push_back(input.size() - sizeof(header) + request.room() - 1);
    if (header.reserved != 0)
      fake.violations.push_back("reserved field is not zero");
    std::vector<std::byte> answer;
    std::uint8_t status = fail_with;
    if (status == 0 && header.type == spec::blk::RequestType::In) {
      const auto from = content.begin() + static_cast<std::ptrdiff_t>(header.sector * sector);
      answer.assign(from, from + static_cast<std::ptrdiff_t>(request.room() - 1));
    } else if (status == 0 && header.type == spec::blk::RequestType::Out) {
      std::copy(input.begin() + sizeof(header), input.end(),
                content.begin() + static_cast<std::ptrdiff_t>(header.sector * sector));
    } else if (status == 0 && header.type == spec::blk::RequestType::GetId) {
      answer = bytes_of(std::array<char, 6>{'d', 'i', 's', 'k', '0', '\0'});
      answer.resize(20);
    } else if (status == 0 && header.type != spec::blk::RequestType::Flush) {
      status = 2;
    }
    answer.resize(request.room() - 1);
    answer.push_back(static_cast<std::byte>(status));
    if (withhold_status)
      answer.pop_back();
    return request.write(answer);
  }

  std::span<std::byte> at(std::uint64_t number, std::size_t count = 1) {
    return std::span(content).subspan(number * sector, count * sector);
  }

  std::vector<std::byte> content;
  std::vector<spec::blk::RequestType> types;
  std::vector<std::size_t> sizes; // of data, per request
  std::uint8_t fail_with = 0;
  bool withhold_status = false;
  CheckedDevice fake;
};

std::vector<std::byte> filled(std::size_t length, unsigned value) {
  return std::vector<std::byte>(length, static_cast<std::byte>(value));
}

bool same(std::span<const std::byte> a, std::span<const std::byte> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

} // namespace

TEST_CASE_METHOD(OnMachine, "what is written can be read, and the rest stays") {
  Disk disk(EACH_VARIANT());
  const std::vector<std::byte> before = disk.content;
  Result<Blk> blk = disk.driver();
  REQUIRE(blk.has_value());
  CHECK(blk->capacity() == 64);
  CHECK(blk->block_size() == 512);
  CHECK_FALSE(blk->read_only());
  CHECK(blk->can_flush());
  CHECK(blk->legacy() == disk.fake.description().legacy);

  std::vector<std::byte> buffer(3 * sector);
  REQUIRE(blk->read(5, buffer).has_value());
  CHECK(same(buffer, disk.at(5, 3)));
  REQUIRE(blk->write(61, filled(3 * sector, 0x5a)).has_value());
  CHECK(same(disk.at(61, 3), filled(3 * sector, 0x5a)));
  CHECK(std::equal(before.begin(), before.begin() + 61 * sector, disk.content.begin()));
  REQUIRE(blk->read(61, buffer).has_value());
  CHECK(same(buffer, filled(3 * sector, 0x5a)));
  REQUIRE(blk->flush().has_value());
  using Type = spec::blk::RequestType;
  CHECK(disk.types == std::vector{Type::In, Type::Out, Type::In, Type::Flush});
}

TEST_CASE_METHOD(OnMachine, "the serial number is read") {
  Disk disk(EACH_VARIANT());
  Result<Blk> blk = disk.driver();
  REQUIRE(blk.has_value());
  std::array<std::byte, 20> id{};
  REQUIRE(blk->serial(id).has_value());
  CHECK(std::strcmp(reinterpret_cast<const char *>(id.data()), "disk0") == 0);
}

TEST_CASE_METHOD(OnMachine, "requests that can't be are refused before anything is sent") {
  Disk disk({}, feature::block_size, 1024);
  Result<Blk> blk = disk.driver();
  REQUIRE(blk.has_value());
  std::vector<std::byte> buffer(65 * sector);
  const auto read = [&](std::uint64_t number, std::size_t length) {
    return failure(blk->read(number, std::span(buffer).first(length)));
  };
  CHECK(read(0, 0) == Error::InvalidArgument);
  CHECK(read(0, 1023) == Error::InvalidArgument);
  CHECK(read(0, 512) == Error::InvalidArgument); // half a block
  CHECK(read(1, 1024) == Error::InvalidArgument);
  CHECK(read(64, 1024) == Error::InvalidArgument);
  CHECK(read(62, 2048) == Error::InvalidArgument);
  CHECK(read(0, 65 * sector) == Error::InvalidArgument);
  CHECK(read(~std::uint64_t{0} - 1, 1024) == Error::InvalidArgument);
  CHECK(failure(blk->submit_read(64, std::span(buffer).first(1024))) == Error::InvalidArgument);
  CHECK(failure(blk->submit_read(0, std::span(buffer).first(1536))) == Error::InvalidArgument);
  CHECK(failure(blk->submit_write(63, std::span(buffer).first(1024))) == Error::InvalidArgument);
  CHECK(failure(blk->flush()) == Error::Unsupported);
  CHECK(failure(blk->complete({})) == Error::InvalidArgument);
  CHECK(failure(blk->complete({99, 1})) == Error::InvalidArgument);
  CHECK(disk.fake.notifications == 0);
  CHECK(blk->read(62, std::span(buffer).first(1024)).has_value());
}

TEST_CASE_METHOD(OnMachine, "a read-only disk is not written") {
  Disk disk(EACH_VARIANT(), feature::read_only);
  Result<Blk> blk = disk.driver();
  REQUIRE(blk.has_value());
  CHECK(blk->read_only());
  CHECK(failure(blk->write(0, filled(sector, 1))) == Error::ReadOnly);
  CHECK(failure(blk->submit_write(0, filled(sector, 1))) == Error::ReadOnly);
  CHECK(disk.fake.notifications == 0);
  std::vector<std::byte> buffer(sector);
  CHECK(blk->read(0, buffer).has_value());
}

TEST_CASE_METHOD(OnMachine, "what is larger than the device takes at once is sent in pieces") {
  Disk disk({}, feature::size_max, 512, 1500);
  Result<Blk> blk = disk.driver();
  REQUIRE(blk.has_value());
  CHECK(blk->max_request_bytes() == 1024);
  std::vector<std::byte> buffer(5 * sector);
  REQUIRE(blk->read(7, buffer).has_value());
  CHECK(same(buffer, disk.at(7, 5)));
  CHECK(disk.sizes == std::vector<std::size_t>{1024, 1024, 512});
  REQUIRE(blk->write(20, buffer).has_value());
  CHECK(same(buffer, disk.at(20, 5)));
  CHECK(failure(blk->submit_read(0, buffer)) == Error::InvalidArgument);
}

TEST_CASE_METHOD(OnMachine, "of a range that is no good not even the first piece is sent") {
  Disk disk({}, feature::size_max | feature::block_size, 1024, 1024);
  Result<Blk> blk = disk.driver();
  REQUIRE(blk.has_value());
  CHECK(failure(blk->write(0, filled(5 * sector, 1))) == Error::InvalidArgument); // 2.5 blocks
  CHECK(failure(blk->write(60, filled(6 * sector, 1))) == Error::InvalidArgument);
  CHECK(disk.sizes.empty());
}

TEST_CASE_METHOD(OnMachine, "a failed request is an error, and the device stays usable") {
  Disk disk(EACH_VARIANT());
  Result<Blk> blk = disk.driver();
  REQUIRE(blk.has_value());
  std::vector<std::byte> buffer(sector);
  disk.fail_with = 1;
  CHECK(failure(blk->read(0, buffer)) == Error::IoError);
  CHECK(failure(blk->write(0, buffer)) == Error::IoError);
  disk.fail_with = 2;
  CHECK(failure(blk->read(0, buffer)) == Error::Unsupported);
  disk.fail_with = 0;
  CHECK(blk->read(0, buffer).has_value());
  CHECK(disk.fake.resets == 1);
}

TEST_CASE_METHOD(OnMachine, "many requests fly at once and are completed in any order") {
  const Variant variant = EACH_VARIANT();
  std::vector<std::vector<std::byte>> buffers(17, std::vector<std::byte>(sector));
  Disk disk(variant);
  Result<Blk> blk = disk.driver();
  REQUIRE(blk.has_value());
  disk.fake.hold = true;
  const std::size_t capacity = variant.indirect ? 16 : 5; // three descriptors each
  std::vector<RequestToken> tokens;
  for (std::size_t i = 0; i < capacity; ++i) {
    const Result<RequestToken> token = blk->submit_read(i, buffers[i]);
    REQUIRE(token.has_value());
    tokens.push_back(*token);
  }
  CHECK(failure(blk->submit_read(0, buffers[16])) == Error::QueueFull);
  for (const RequestToken &token : tokens)
    CHECK(failure(blk->complete(token)) == Error::NotReady);
  disk.fake.process(0);
  for (std::size_t i = tokens.size(); i-- > 0;) {
    CHECK(blk->complete(tokens[i]).has_value());
    CHECK(same(buffers[i], disk.at(i)));
    CHECK(failure(blk->complete(tokens[i])) == Error::InvalidArgument); // only once
  }
  // A new request in an old slot has a new token.
  const Result<RequestToken> again = blk->submit_read(9, buffers[16]);
  REQUIRE(again.has_value());
  CHECK(failure(blk->complete(tokens[0])) == Error::InvalidArgument);
  disk.fake.process(0);
  CHECK(blk->complete(*again).has_value());
  CHECK(same(buffers[16], disk.at(9)));
}

TEST_CASE_METHOD(OnMachine, "a blocking request does not take the answers of others") {
  std::vector<std::byte> first(sector);
  std::vector<std::byte> second(sector);
  Disk disk(EACH_VARIANT());
  Result<Blk> blk = disk.driver();
  REQUIRE(blk.has_value());
  const Result<RequestToken> token = blk->submit_read(1, first);
  REQUIRE(token.has_value());
  REQUIRE(blk->read(2, second).has_value());
  CHECK(same(second, disk.at(2)));
  REQUIRE(blk->complete(*token).has_value());
  CHECK(same(first, disk.at(1)));
}

TEST_CASE_METHOD(OnMachine, "interrupts tell when to complete") {
  std::vector<std::byte> buffer(sector);
  Disk disk(EACH_VARIANT());
  Result<Blk> blk = disk.driver();
  REQUIRE(blk.has_value());
  REQUIRE(blk->read(0, buffer).has_value());
  CHECK(disk.fake.interrupts == 0); // a poller needs none
  CHECK_FALSE(blk->set_interrupts(true));
  disk.fake.hold = true;
  const Result<RequestToken> token = blk->submit_read(3, buffer);
  REQUIRE(token.has_value());
  CHECK_FALSE(blk->acknowledge_interrupt().queue);
  disk.fake.process(0);
  CHECK(disk.fake.interrupts == 1);
  CHECK(blk->acknowledge_interrupt().queue);
  CHECK_FALSE(blk->acknowledge_interrupt().queue);
  CHECK(blk->complete(*token).has_value());
}

TEST_CASE_METHOD(OnMachine, "an impossible geometry is refused") {
  Disk disk({}, feature::block_size | feature::size_max, 512, 4096);
  const auto set = [&](std::size_t offset, auto value) {
    const auto bytes = bytes_of(value);
    std::copy(bytes.begin(), bytes.end(), disk.fake.config.begin() + static_cast<int>(offset));
  };
  SECTION("more bytes than can be counted") { set(0, std::uint64_t{1} << 55); }
  SECTION("a block size that is none") {
    set(20, GENERATE(0u, 1u, 256u, 513u, 1536u, 1u << 21, 0xffff'ffffu));
  }
  SECTION("segments smaller than a block") { set(8, GENERATE(0u, 511u)); }
  CHECK(failure(disk.driver()) == Error::BadConfig);
  CHECK((disk.fake.status() & spec::status::failed) != 0);
}

TEST_CASE_METHOD(OnMachine, "a block of more than a mebibyte is refused") {
  const bool too_large = GENERATE(false, true);
  Disk disk({}, feature::block_size, too_large ? 1u << 21 : 1u << 20);
  const Result<Blk> blk = disk.driver();
  CHECK(blk.has_value() != too_large);
}

TEST_CASE_METHOD(OnMachine, "a configuration space that is too short is refused") {
  Disk disk;
  Result<FakeTransport> transport = FakeTransport::create({&disk.fake}, 0x104);
  REQUIRE(transport.has_value());
  CHECK(failure(Blk::create(std::move(*transport))) == Error::BadConfig);
}

TEST_CASE_METHOD(OnMachine, "a driver without memory or without a queue is not made") {
  Disk disk;
  Error expected = Error::OutOfMemory;
  SECTION("no memory for the slots") { machine.allocations_before_failure = 0; }
  SECTION("no memory for the rings") { machine.allocations_before_failure = 1; }
  SECTION("no queue") {
    disk.fake.misbehaviour.refuse_queue = true;
    expected = Error::QueueUnavailable;
  }
  CHECK(failure(disk.driver()) == expected);
}

TEST_CASE_METHOD(OnMachine,
                 "a buffer that can't be shared is refused, and the device stays usable") {
  std::vector<std::byte> buffer(sector);
  Disk disk;
  Result<Blk> blk = disk.driver();
  REQUIRE(blk.has_value());
  machine.shares_before_refusal = 0;
  CHECK(failure(blk->read(0, buffer)) == Error::BufferNotShared);
  machine.shares_before_refusal = -1;
  CHECK(blk->read(0, buffer).has_value());
}

TEST_CASE_METHOD(OnMachine, "a device that breaks the protocol is reset, and may be recovered") {
  const Variant variant = EACH_VARIANT();
  std::vector<std::byte> buffer(sector);
  std::vector<std::byte> other(sector);
  Disk disk(variant);
  Result<Blk> blk = disk.driver();
  REQUIRE(blk.has_value());
  Misbehaviour &device = disk.fake.misbehaviour;
  Error expected = Error::NotReady;

  SECTION("bad used index") {
    device.advance_used_index_by = std::uint16_t{9};
    expected = Error::BadUsedIndex;
  }
  SECTION("bad descriptor id") {
    device.used_id = 12;
    expected = Error::BadDescriptorId;
  }
  SECTION("a status that does not exist") {
    disk.fail_with = 77;
    expected = Error::BadResponse;
  }
  SECTION("no status at all") {
    disk.withhold_status = true;
    expected = Error::BadLength;
  }
  if (!variant.legacy) {
    SECTION("short write") {
      device.used_length = GENERATE(0u, 1u, 512u);
      expected = Error::BadLength;
    }
    SECTION("long write") {
      device.used_length = 514;
      expected = Error::BadLength;
    }
  }
  SECTION("no answer") {
    device.ignore_requests = true;
    expected = Error::Timeout;
  }
  SECTION("it needs a reset") {
    device.need_reset = true;
    expected = Error::DeviceNeedsReset;
  }
  SECTION("it loses its state while a request is in flight") {
    device.lose_state = true;
    expected = Error::DeviceReset;
  }
  if (expected == Error::NotReady)
    return;

  CHECK(failure(blk->read(0, buffer)) == expected);
  CHECK(machine.shared() == 0); // the buffer is the caller's again
  CHECK(disk.fake.status() == 0);
  CHECK(disk.fake.resets == 2);
  // It says so again, without touching the device.
  const std::uint32_t notifications = disk.fake.notifications;
  CHECK(failure(blk->read(0, buffer)) == expected);
  CHECK(failure(blk->submit_write(0, other)) == expected);
  CHECK(failure(blk->flush()) == expected);
  CHECK(failure(blk->check()) == expected);
  CHECK(disk.fake.notifications == notifications);

  disk.fake.misbehaviour = {};
  disk.fail_with = 0;
  disk.withhold_status = false;
  REQUIRE(blk->recover().has_value());
  REQUIRE(blk->read(4, buffer).has_value());
  CHECK(same(buffer, disk.at(4)));
}

TEST_CASE_METHOD(OnMachine, "a recovery that fails can be tried again") {
  std::vector<std::byte> buffer(sector);
  Disk disk;
  Result<Blk> blk = disk.driver();
  REQUIRE(blk.has_value());
  disk.fake.misbehaviour.refuse_features = true;
  CHECK(failure(blk->recover()) == Error::FeaturesRejected);
  CHECK(failure(blk->read(0, buffer)) == Error::FeaturesRejected);
  disk.fake.misbehaviour = {};
  REQUIRE(blk->recover().has_value());
  CHECK(blk->read(0, buffer).has_value());
}

TEST_CASE_METHOD(OnMachine, "requests in flight are lost with the device, their buffers are not") {
  std::vector<std::byte> buffer(sector);
  Disk disk(EACH_VARIANT());
  Result<Blk> blk = disk.driver();
  REQUIRE(blk.has_value());
  disk.fake.hold = true;
  const Result<RequestToken> token = blk->submit_read(0, buffer);
  REQUIRE(token.has_value());
  CHECK(machine.shared() == 1);
  SECTION("by a needed reset that the interrupt tells of") {
    disk.fake.set_needs_reset();
    CHECK(blk->acknowledge_interrupt().configuration);
    CHECK(failure(blk->check()) == Error::DeviceNeedsReset);
    CHECK(failure(blk->complete(*token)) == Error::DeviceNeedsReset);
  }
  SECTION("by recovery") {
    REQUIRE(blk->recover().has_value());
    CHECK(failure(blk->complete(*token)) == Error::InvalidArgument);
  }
  SECTION("by the end of the driver") { blk = Error::NotReady; }
  CHECK(machine.shared() == 0);
}

TEST_CASE_METHOD(OnMachine, "a driver can be moved while requests are in flight") {
  std::vector<std::byte> buffer(sector);
  Disk disk(EACH_VARIANT());
  Disk other_disk;
  Result<Blk> first = disk.driver();
  Result<Blk> second = other_disk.driver();
  REQUIRE(first.has_value());
  REQUIRE(second.has_value());
  disk.fake.hold = true;
  const Result<RequestToken> token = first->submit_read(6, buffer);
  REQUIRE(token.has_value());
  *second = std::move(*first); // the other disk is reset
  CHECK(other_disk.fake.status() == 0);
  CHECK(other_disk.fake.resets == 2);
  disk.fake.process(0);
  REQUIRE(second->complete(*token).has_value());
  CHECK(same(buffer, disk.at(6)));
  CHECK(disk.fake.resets == 1);
}

TEST_CASE_METHOD(OnMachine, "memory is leaked rather than left to a device that does not stop") {
  std::vector<std::byte> buffer(sector);
  Disk disk;
  {
    Result<Blk> blk = disk.driver();
    REQUIRE(blk.has_value());
    disk.fake.misbehaviour.never_finish_reset = true;
  }
  leaked_regions = 2; // rings and slots
}
