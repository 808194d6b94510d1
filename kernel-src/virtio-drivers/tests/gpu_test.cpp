// The GPU driver: VirtIO 1.2, section 5.7.
#include "support.hpp"

#include "virtio_drivers/gpu.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>

using namespace virtio_drivers;
using namespace virtio_drivers::test;

namespace {

using Gpu = VirtIOGpu<FakeHal, FakeTransport>;
using Type = spec::gpu::ControlType;
using namespace virtio_drivers::spec::gpu;

// A graphics card with two scanouts. It keeps images as a real one does, so that a test sees
// pixels.
struct Card {
  struct Image {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    PixelFormat format{};
    std::vector<MemoryEntry> backing;
    std::vector<std::uint32_t> pixels;
  };

  explicit Card(const Variant &variant = {}, std::uint32_t scanouts = 2)
      : fake(description(variant, scanouts)) {
    fake.on_request = [this](std::uint16_t queue, const Request &request) {
      if (queue != control_queue)
        fake.violations.push_back("a control command in the cursor queue");
      return serve(request);
    };
    fake.on_config_write = [this](std::size_t offset, std::uint8_t value) {
      if (offset == config::events_clear)
        fake.config[0] &= ~std::byte{value};
    };
  }
  static FakeDevice::Description description(const Variant &variant, std::uint32_t scanouts) {
    FakeDevice::Description description;
    description.type = DeviceType::Gpu;
    description.legacy = variant.legacy;
    description.features = variant.features();
    description.queue_size_max = {64, 16};
    description.config = bytes_of(std::uint32_t{0}, std::uint32_t{0}, scanouts, std::uint32_t{0});
    return description;
  }
  Result<Gpu> driver() {
    Result<FakeTransport> transport = transport_of(fake);
    REQUIRE(transport.has_value());
    return Gpu::create(std::move(*transport), quick);
  }

  template <typename Command> static Command as(const std::vector<std::byte> &input) {
    Command command{};
    std::memcpy(&command, input.data(), std::min(input.size(), sizeof(command)));
    return command;
  }

  std::uint32_t serve(const Request &request) {
    const std::vector<std::byte> input = request.input();
    const Type type = as<ControlHeader>(input).type;
    commands.push_back(type);
    if (type == Type::GetDisplayInfo && (!answer_with || refuse_only)) {
      DisplayInfoResponse response{};
      response.header.type = Type::OkDisplayInfo;
      response.modes[0] = {{0, 0, 1280, 800}, 1, 0};
      response.modes[1] = {{0, 0, 640, 480}, 0, 0};
      response.modes[2] = {{0, 0, 1, 1}, 1, 0}; // beyond the scanouts there are
      return request.write(bytes_of(response));
    }
    ControlHeader answer{};
    answer.type = answer_with && (!refuse_only || type == *refuse_only) ? *answer_with
                                                                        : carry_out(type, input);
    return request.write(bytes_of(answer));
  }

  Type carry_out(Type type, const std::vector<std::byte> &input) {
    switch (type) {
    case Type::ResourceCreate2d: {
      const auto command = as<ResourceCreate2d>(input);
      if (command.resource_id == 0 || images.contains(command.resource_id))
        return Type::ErrorInvalidResourceId;
      images[command.resource_id] = {
          command.width,
          command.height,
          command.format,
          {},
          std::vector<std::uint32_t>(std::size_t{command.width} * command.height, 0xdeadbeef)};
      return Type::OkNoData;
    }
    case Type::ResourceUnref: {
      const std::uint32_t id = as<ResourceUnref>(input).resource_id;
      if (images.contains(id) && !images[id].backing.empty())
        fake.violations.push_back("an image destroyed before its backing was detached");
      if (std::any_of(shown.begin(), shown.end(),
                      [&](const auto &entry) { return entry.second == id; }))
        fake.violations.push_back("an image destroyed while it is shown");
      return images.erase(id) == 1 ? Type::OkNoData : Type::ErrorInvalidResourceId;
    }
    case Type::ResourceAttachBacking: {
      const auto command = as<ResourceAttachBacking>(input);
      if (!images.contains(command.resource_id))
        return Type::ErrorInvalidResourceId;
      if (input.size() != sizeof(command) + command.entries * sizeof(MemoryEntry))
        return Type::ErrorUnspecified;
      auto &backing = images[command.resource_id].backing;
      backing.resize(command.entries);
      std::memcpy(backing.data(), input.data() + sizeof(command),
                  command.entries * sizeof(MemoryEntry));
      return Type::OkNoData;
    }
    case Type::ResourceDetachBacking: {
      const std::uint32_t id = as<ResourceDetachBacking>(input).resource_id;
      if (!images.contains(id) || images[id].backing.empty())
        return Type::ErrorInvalidResourceId;
      images[id].backing.clear();
      return Type::OkNoData;
    }
    case Type::SetScanout: {
      const auto command = as<SetScanout>(input);
      if (command.scanout_id >= 2)
        return Type::ErrorInvalidScanoutId;
      if (command.resource_id != 0 && !images.contains(command.resource_id))
        return Type::ErrorInvalidResourceId;
      shown[command.scanout_id] = command.resource_id;
      return Type::OkNoData;
    }
    case Type::TransferToHost2d:
      return copy(as<TransferToHost2d>(input));
    case Type::ResourceFlush:
      flushed.push_back(as<ResourceFlush>(input).rectangle);
      return images.contains(as<ResourceFlush>(input).resource_id) ? Type::OkNoData
                                                                   : Type::ErrorInvalidResourceId;
    default:
      return Type::ErrorUnspecified;
    }
  }

  // 5.7.6.8: row by row, from `offset`, a whole row of the image apart.
  Type copy(const TransferToHost2d &command) {
    const auto found = images.find(command.resource_id);
    if (found == images.end())
      return Type::ErrorInvalidResourceId;
    Image &image = found->second;
    const Rectangle &area = command.rectangle;
    if (area.x + area.width > image.width || area.y + area.height > image.height)
      return Type::ErrorInvalidParameter;
    std::vector<std::byte> memory;
    for (const MemoryEntry &entry : image.backing) {
      const auto bytes = FakeMachine::instance().device_access(entry.address, entry.length, false);
      memory.insert(memory.end(), bytes.begin(), bytes.end());
    }
    for (std::size_t row = 0; row < area.height; ++row)
      for (std::size_t column = 0; column < area.width; ++column) {
        const std::size_t from = command.offset + (row * image.width + column) * 4;
        if (from + 4 > memory.size())
          return Type::ErrorInvalidParameter;
        std::memcpy(&image.pixels[(area.y + row) * image.width + area.x + column],
                    memory.data() + from, 4);
      }
    return Type::OkNoData;
  }

  std::map<std::uint32_t, Image> images;
  std::map<std::uint32_t, std::uint32_t> shown; // scanout -> image
  std::vector<Type> commands;
  std::vector<Rectangle> flushed;
  std::optional<Type> answer_with;
  std::optional<Type> refuse_only; // else all
  CheckedDevice fake;
};

} // namespace

TEST_CASE_METHOD(OnMachine, "the display info is that of the scanouts there are") {
  Card card(EACH_VARIANT());
  Result<Gpu> gpu = card.driver();
  REQUIRE(gpu.has_value());
  CHECK(gpu->scanouts() == 2);
  const Result<GpuDisplayInfo> info = gpu->display_info();
  REQUIRE(info.has_value());
  CHECK(info->count == 2);
  CHECK(info->scanouts[0].enabled);
  CHECK(info->scanouts[0].rectangle.width == 1280);
  CHECK(info->scanouts[0].rectangle.height == 800);
  CHECK_FALSE(info->scanouts[1].enabled);
  CHECK_FALSE(info->scanouts[2].enabled);
}

TEST_CASE_METHOD(OnMachine, "what is drawn and presented is seen, and nothing else") {
  Card card(EACH_VARIANT());
  Result<Gpu> gpu = card.driver();
  REQUIRE(gpu.has_value());
  const Result<GpuFramebuffer> framebuffer = gpu->set_up_framebuffer(64, 48);
  REQUIRE(framebuffer.has_value());
  CHECK(framebuffer->width == 64);
  CHECK(framebuffer->height == 48);
  REQUIRE(framebuffer->pixels.size() == 64 * 48);
  REQUIRE(card.images.contains(1));
  CHECK(card.images[1].format == PixelFormat::B8G8R8X8);
  CHECK(card.shown[0] == 1);
  const auto &screen = card.images[1].pixels;
  CHECK(std::all_of(screen.begin(), screen.end(), [](std::uint32_t pixel) { return pixel == 0; }));

  for (std::size_t i = 0; i < framebuffer->pixels.size(); ++i)
    framebuffer->pixels[i] = static_cast<std::uint32_t>(i + 1);
  REQUIRE(gpu->present({10, 20, 5, 3}).has_value());
  for (std::size_t y = 0; y < 48; ++y)
    for (std::size_t x = 0; x < 64; ++x) {
      const bool inside = x >= 10 && x < 15 && y >= 20 && y < 23;
      if (screen[y * 64 + x] != (inside ? y * 64 + x + 1 : 0))
        FAIL("pixel " << x << "," << y << " is " << screen[y * 64 + x]);
    }
  CHECK(card.flushed.back().x == 10);
  CHECK(card.flushed.back().height == 3);
  REQUIRE(gpu->present({0, 0, 64, 48}).has_value());
  CHECK(std::equal(screen.begin(), screen.end(), framebuffer->pixels.begin()));

  CHECK(failure(gpu->present({60, 0, 5, 1})) == Error::InvalidArgument);
  CHECK(failure(gpu->present({0, 48, 1, 1})) == Error::InvalidArgument);
  CHECK(failure(gpu->present({0, 0, 0, 1})) == Error::InvalidArgument);
  CHECK(failure(gpu->present({0xffff'ffff, 0, 2, 1})) == Error::InvalidArgument);
  CHECK(failure(gpu->present({1, 0, 0xffff'ffff, 1})) == Error::InvalidArgument);
}

TEST_CASE_METHOD(OnMachine, "a framebuffer is replaced, taken down, and its memory given back") {
  Card card;
  Result<Gpu> gpu = card.driver();
  REQUIRE(gpu.has_value());
  const std::size_t before = machine.allocated();
  REQUIRE(gpu->set_up_framebuffer(64, 48).has_value());
  CHECK(machine.allocated() == before + 1);
  REQUIRE(gpu->set_up_framebuffer(32, 32, 1).has_value());
  CHECK(machine.allocated() == before + 1);
  CHECK(card.images[1].width == 32);
  CHECK(card.shown == std::map<std::uint32_t, std::uint32_t>{{0, 0}, {1, 1}});
  REQUIRE(gpu->take_down_framebuffer().has_value());
  CHECK(machine.allocated() == before);
  CHECK(card.images.empty());
  CHECK(failure(gpu->present({0, 0, 1, 1})) == Error::InvalidArgument);
  REQUIRE(gpu->take_down_framebuffer().has_value());
  machine.allocations_before_failure = 0;
  CHECK(failure(gpu->set_up_framebuffer(64, 48)) == Error::OutOfMemory);
  CHECK(failure(gpu->set_up_framebuffer(0, 48)) == Error::InvalidArgument);
  CHECK(failure(gpu->set_up_framebuffer(64, 16385)) == Error::InvalidArgument);
  CHECK(failure(gpu->set_up_framebuffer(64, 48, 2)) == Error::InvalidArgument);
}

TEST_CASE_METHOD(OnMachine, "an image may have its backing in many places") {
  Card card(EACH_VARIANT());
  Result<Gpu> gpu = card.driver();
  REQUIRE(gpu.has_value());
  REQUIRE(gpu->create_resource(7, PixelFormat::R8G8B8A8, 30, 1).has_value());
  Result<DmaMemory<FakeHal>> memory =
      DmaMemory<FakeHal>::allocate(4096, BufferDirection::DriverToDevice);
  REQUIRE(memory.has_value());
  std::vector<GpuMemoryEntry> entries;
  for (std::uint32_t i = 0; i < 30; ++i) { // backwards, one pixel each
    memory->at<std::uint32_t>(i * 4u) = 100 + i;
    entries.push_back({memory->physical((29 - i) * 4u), 4, 0});
  }
  REQUIRE(gpu->attach_backing(7, entries).has_value());
  REQUIRE(gpu->transfer(7, {0, 0, 30, 1}, 0).has_value());
  CHECK(card.images[7].pixels.front() == 129);
  CHECK(card.images[7].pixels.back() == 100);
  REQUIRE(gpu->detach_backing(7).has_value());
  CHECK(card.images[7].backing.empty());
  REQUIRE(gpu->set_scanout(0, 7, {0, 0, 30, 1}).has_value());
  CHECK(card.shown[0] == 7);
  REQUIRE(gpu->set_scanout(0, 0, {}).has_value());
  CHECK(card.shown[0] == 0);
  REQUIRE(gpu->destroy_resource(7).has_value());
  CHECK(card.images.empty());

  const std::size_t sent = card.commands.size();
  entries.push_back(entries.front());
  CHECK(failure(gpu->attach_backing(7, entries)) == Error::InvalidArgument);
  CHECK(failure(gpu->attach_backing(7, {})) == Error::InvalidArgument);
  CHECK(failure(gpu->create_resource(0, PixelFormat::R8G8B8A8, 1, 1)) == Error::InvalidArgument);
  CHECK(failure(gpu->create_resource(8, PixelFormat::R8G8B8A8, 0, 1)) == Error::InvalidArgument);
  CHECK(failure(gpu->set_scanout(2, 7, {})) == Error::InvalidArgument);
  CHECK(card.commands.size() == sent);
}

TEST_CASE_METHOD(OnMachine, "commands that are not waited for are carried out in order") {
  Card card(EACH_VARIANT());
  Result<Gpu> gpu = card.driver();
  REQUIRE(gpu.has_value());
  REQUIRE(gpu->set_up_framebuffer(8, 8).has_value());
  gpu->set_interrupts(true);
  card.commands.clear();
  card.fake.hold = true;
  const Result<RequestToken> transfer = gpu->submit_transfer(1, {0, 0, 8, 8}, 0);
  const Result<RequestToken> flush = gpu->submit_flush(1, {0, 0, 8, 8});
  REQUIRE(transfer.has_value());
  REQUIRE(flush.has_value());
  CHECK(failure(gpu->complete(*flush)) == Error::NotReady);
  card.fake.process(0);
  CHECK(gpu->acknowledge_interrupt().queue);
  CHECK(gpu->complete(*flush).has_value());
  CHECK(gpu->complete(*transfer).has_value());
  CHECK(failure(gpu->complete(*transfer)) == Error::InvalidArgument);
  CHECK(card.commands == std::vector{Type::TransferToHost2d, Type::ResourceFlush});
}

TEST_CASE_METHOD(OnMachine, "a refused command is an error, and the card stays usable") {
  Card card(EACH_VARIANT());
  Result<Gpu> gpu = card.driver();
  REQUIRE(gpu.has_value());
  CHECK(failure(gpu->flush(9, {0, 0, 1, 1})) == Error::IoError);
  CHECK(gpu->refusal() == Type::ErrorInvalidResourceId);
  CHECK(failure(gpu->transfer(9, {0, 0, 1, 1}, 0)) == Error::IoError);
  card.answer_with = Type::ErrorOutOfMemory;
  CHECK(failure(gpu->display_info()) == Error::IoError);
  CHECK(gpu->refusal() == Type::ErrorOutOfMemory);
  CHECK(failure(gpu->set_up_framebuffer(8, 8)) == Error::IoError);
  card.answer_with.reset();
  CHECK(gpu->display_info().has_value());
  CHECK(gpu->set_up_framebuffer(8, 8).has_value());
  CHECK(card.fake.resets == 1);
}

TEST_CASE_METHOD(OnMachine, "a framebuffer that can't be shown leaves nothing behind") {
  Card card;
  Result<Gpu> gpu = card.driver();
  REQUIRE(gpu.has_value());
  const std::size_t before = machine.allocated();
  card.answer_with = Type::ErrorOutOfMemory;
  card.refuse_only = GENERATE(Type::ResourceCreate2d, Type::ResourceAttachBacking, Type::SetScanout,
                              Type::TransferToHost2d, Type::ResourceFlush);
  CHECK(failure(gpu->set_up_framebuffer(8, 8)) == Error::IoError);
  CHECK(machine.allocated() == before);
  CHECK(card.images.empty());
  CHECK(failure(gpu->present({0, 0, 1, 1})) == Error::InvalidArgument);
  card.answer_with.reset();
  CHECK(gpu->set_up_framebuffer(8, 8).has_value());
}

TEST_CASE_METHOD(OnMachine, "a framebuffer is kept while the card may still read it") {
  Card card;
  Result<Gpu> gpu = card.driver();
  REQUIRE(gpu.has_value());
  REQUIRE(gpu->set_up_framebuffer(8, 8).has_value());
  const std::size_t before = machine.allocated();
  card.answer_with = Type::ErrorUnspecified;
  card.refuse_only = GENERATE(Type::SetScanout, Type::ResourceDetachBacking, Type::ResourceUnref);
  CHECK(failure(gpu->take_down_framebuffer()) == Error::IoError);
  const bool readable = *card.refuse_only != Type::ResourceUnref;
  CHECK(machine.allocated() == (readable ? before : before - 1));
  CHECK(gpu->present({0, 0, 8, 8}).has_value() == readable);
  // What is left to do is done the next time.
  card.answer_with.reset();
  REQUIRE(gpu->take_down_framebuffer().has_value());
  CHECK(card.images.empty());
  CHECK(machine.allocated() == before - 1);
}

TEST_CASE_METHOD(OnMachine, "a change of the display is told once") {
  Card card;
  Result<Gpu> gpu = card.driver();
  REQUIRE(gpu.has_value());
  CHECK_FALSE(*gpu->display_changed());
  card.fake.change_config(0, bytes_of(std::uint32_t{1}));
  CHECK(gpu->acknowledge_interrupt().configuration);
  CHECK(*gpu->display_changed());
  CHECK_FALSE(*gpu->display_changed());
}

TEST_CASE_METHOD(OnMachine, "an impossible number of scanouts is refused") {
  Card card({}, GENERATE(0u, 17u, 0xffff'ffffu));
  CHECK(failure(card.driver()) == Error::BadConfig);
}

TEST_CASE_METHOD(OnMachine, "a card that breaks the protocol is given up, and may be recovered") {
  const Variant variant = EACH_VARIANT();
  Card card(variant);
  Result<Gpu> gpu = card.driver();
  REQUIRE(gpu.has_value());
  REQUIRE(gpu->set_up_framebuffer(8, 8).has_value());
  Error expected = Error::NotReady;
  SECTION("an answer that is none") {
    card.answer_with = GENERATE(Type{0}, Type{0x1206}, Type::OkNoData, Type{0xffff'ffff});
    expected = Error::BadResponse;
  }
  if (!variant.legacy) {
    SECTION("half an answer") {
      card.fake.misbehaviour.used_length = GENERATE(0u, 23u, 24u, 407u);
      expected = Error::BadLength;
    }
  }
  if (!variant.legacy) {
    SECTION("half a refusal") {
      card.answer_with = Type::ErrorUnspecified;
      card.fake.misbehaviour.used_length = 23;
      expected = Error::BadLength;
    }
  }
  SECTION("no answer") {
    card.fake.misbehaviour.ignore_requests = true;
    expected = Error::Timeout;
  }
  SECTION("the card was reset") {
    card.fake.misbehaviour.lose_state = true;
    expected = Error::DeviceReset;
  }
  if (expected == Error::NotReady)
    return;
  CHECK(failure(gpu->display_info()) == expected);
  CHECK(failure(gpu->present({0, 0, 1, 1})) == expected);
  CHECK(failure(gpu->set_up_framebuffer(8, 8)) == expected);
  CHECK(failure(gpu->check()) == expected);
  card.fake.misbehaviour = {};
  card.answer_with.reset();
  card.images.clear();
  REQUIRE(gpu->recover().has_value());
  CHECK(failure(gpu->present({0, 0, 1, 1})) == Error::InvalidArgument); // it is gone
  CHECK(gpu->set_up_framebuffer(8, 8).has_value());
  CHECK(gpu->present({0, 0, 1, 1}).has_value());
}

TEST_CASE_METHOD(OnMachine, "a framebuffer that a runaway card may read is leaked") {
  Card card;
  {
    Result<Gpu> gpu = card.driver();
    REQUIRE(gpu.has_value());
    REQUIRE(gpu->set_up_framebuffer(8, 8).has_value());
    card.fake.misbehaviour.never_finish_reset = true;
  }
  leaked_regions = 3; // rings, slots, framebuffer
}
