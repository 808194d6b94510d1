// Driver of a VirtIO GPU, the 2D part. VirtIO 1.2, section 5.7.
//
// For a screen: `set_up_framebuffer` once, draw into it, `present` what changed. Below that, each
// command of the device is a function of its own, which waits for the answer; `submit_transfer` and
// `submit_flush` do not wait.
// Not synchronised: one caller at a time, `acknowledge_interrupt` excepted.
#pragma once

#include "virtio_drivers/device.hpp"
#include "virtio_drivers/dma.hpp"
#include "virtio_drivers/error.hpp"
#include "virtio_drivers/hal.hpp"
#include "virtio_drivers/queue.hpp"
#include "virtio_drivers/request_queue.hpp"
#include "virtio_drivers/spec/gpu.hpp"
#include "virtio_drivers/transport.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <utility>

namespace virtio_drivers {

using GpuRectangle = spec::gpu::Rectangle;
using GpuMemoryEntry = spec::gpu::MemoryEntry;
using GpuPixelFormat = spec::gpu::PixelFormat;

// What is connected to each scanout.
struct GpuDisplayInfo {
  struct Scanout {
    GpuRectangle rectangle{}; // the preferred place and size, in pixels
    bool enabled = false;
  };
  std::array<Scanout, spec::gpu::max_scanouts> scanouts{};
  std::uint32_t count = 0; // how many of them the device has
};

// Pixels of 32 bits, 0x00RRGGBB, row after row without gaps. Belongs to the driver; good until the
// next `set_up_framebuffer` or the end of the driver.
struct GpuFramebuffer {
  std::span<std::uint32_t> pixels;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
};

template <Hal H, Transport T> class VirtIOGpu {
  using Type = spec::gpu::ControlType;

public:
  // How many pieces of memory `attach_backing` takes.
  static constexpr std::size_t max_backing_entries = 30;
  // The largest width and height of a resource, in pixels.
  static constexpr std::uint32_t max_extent = 16384;

  // Initialises the device behind `transport`, which the driver then owns. Fails with the errors of
  // Device::begin and VirtQueue::setup, and BadConfig if the number of scanouts is impossible.
  static Result<VirtIOGpu> create(T transport, const DriverOptions &options = {}) {
    VirtIOGpu driver(std::move(transport), options);
    if (const Result<void> started = driver.start(); !started)
      return started.error();
    return driver;
  }

  VirtIOGpu(VirtIOGpu &&) noexcept = default;
  VirtIOGpu &operator=(VirtIOGpu &&other) noexcept {
    if (this != &other) {
      this->~VirtIOGpu();
      ::new (this) VirtIOGpu(std::move(other));
    }
    return *this;
  }
  // Resets the device: the screen goes dark, backing memory is the caller's again.
  ~VirtIOGpu() { device_.shut_down(Error::DeviceReset, requests_, backing_); }

  // Each of the following commands fails with InvalidArgument (nothing was sent), QueueFull (too
  // many submitted commands), IoError (the device refused it; see `refusal`), or an error after
  // which the device is given up (see `recover`).

  // 5.7.6.8, GET_DISPLAY_INFO.
  Result<GpuDisplayInfo> display_info() {
    const Result<std::uint16_t> slot =
        execute(spec::gpu::ControlHeader{}, Type::GetDisplayInfo, {}, Type::OkDisplayInfo);
    if (!slot)
      return slot.error();
    const auto &response =
        requests_.template at<spec::gpu::DisplayInfoResponse>(*slot, response_offset);
    GpuDisplayInfo info;
    info.count = scanouts_;
    for (std::size_t i = 0; i < scanouts_; ++i) {
      const spec::gpu::DisplayInfoResponse::Mode mode = response.modes[i];
      info.scanouts[i] = {mode.rectangle, mode.enabled != 0};
    }
    return info;
  }

  // RESOURCE_CREATE_2D: an image inside the device. `id` is chosen by the caller, not 0, and not
  // that of the framebuffer (1) if there is one.
  Result<void> create_resource(std::uint32_t id, GpuPixelFormat format, std::uint32_t width,
                               std::uint32_t height) {
    if (id == 0 || !possible(width) || !possible(height))
      return Error::InvalidArgument;
    spec::gpu::ResourceCreate2d command{};
    command.resource_id = id;
    command.format = format;
    command.width = width;
    command.height = height;
    return perform(command, Type::ResourceCreate2d);
  }
  // RESOURCE_UNREF: destroys it.
  Result<void> destroy_resource(std::uint32_t id) {
    spec::gpu::ResourceUnref command{};
    command.resource_id = id;
    return perform(command, Type::ResourceUnref);
  }
  // RESOURCE_ATTACH_BACKING: where the driver's copy of the image is. That memory must stay until
  // `detach_backing`, or until the device was reset.
  Result<void> attach_backing(std::uint32_t id, std::span<const GpuMemoryEntry> entries) {
    if (entries.empty() || entries.size() > max_backing_entries)
      return Error::InvalidArgument;
    spec::gpu::ResourceAttachBacking command{};
    command.resource_id = id;
    command.entries = static_cast<std::uint32_t>(entries.size());
    return perform(command, Type::ResourceAttachBacking, entries);
  }
  // RESOURCE_DETACH_BACKING.
  Result<void> detach_backing(std::uint32_t id) {
    spec::gpu::ResourceDetachBacking command{};
    command.resource_id = id;
    return perform(command, Type::ResourceDetachBacking);
  }
  // SET_SCANOUT: shows a part of a resource. `id` 0 turns the scanout off.
  Result<void> set_scanout(std::uint32_t scanout, std::uint32_t id, const GpuRectangle &rectangle) {
    if (scanout >= scanouts_)
      return Error::InvalidArgument;
    spec::gpu::SetScanout command{};
    command.rectangle = rectangle;
    command.scanout_id = scanout;
    command.resource_id = id;
    return perform(command, Type::SetScanout);
  }
  // TRANSFER_TO_HOST_2D: copies a part from the backing, where it starts at `offset`.
  Result<void> transfer(std::uint32_t id, const GpuRectangle &rectangle, std::uint64_t offset) {
    return finish(submit_transfer(id, rectangle, offset));
  }
  // RESOURCE_FLUSH: shows what was transferred.
  Result<void> flush(std::uint32_t id, const GpuRectangle &rectangle) {
    return finish(submit_flush(id, rectangle));
  }

  // The same without waiting. Commands are carried out in the order in which they were submitted.
  Result<RequestToken> submit_transfer(std::uint32_t id, const GpuRectangle &rectangle,
                                       std::uint64_t offset) {
    spec::gpu::TransferToHost2d command{};
    command.rectangle = rectangle;
    command.offset = offset;
    command.resource_id = id;
    return submit(command, Type::TransferToHost2d, {}, Type::OkNoData);
  }
  Result<RequestToken> submit_flush(std::uint32_t id, const GpuRectangle &rectangle) {
    spec::gpu::ResourceFlush command{};
    command.rectangle = rectangle;
    command.resource_id = id;
    return submit(command, Type::ResourceFlush, {}, Type::OkNoData);
  }
  // NotReady while the command is in flight; then its outcome, once. InvalidArgument: a stale
  // token.
  Result<void> complete(RequestToken token) {
    const Result<std::uint16_t> slot = take(token);
    return slot ? Result<void>() : Result<void>(slot.error());
  }

  // The code with which the device last refused a command (ErrorUnspecified and the following
  // ones).
  [[nodiscard]] Type refusal() const { return refusal_; }

  // Makes a black framebuffer of that size and shows it on `scanout`. One that was there before is
  // taken down. OutOfMemory, or the errors of the commands.
  Result<GpuFramebuffer> set_up_framebuffer(std::uint32_t width, std::uint32_t height,
                                            std::uint32_t scanout = 0) {
    if (!possible(width) || !possible(height) || scanout >= scanouts_)
      return Error::InvalidArgument;
    if (const Result<void> gone = take_down_framebuffer(); !gone)
      return gone.error();
    const std::size_t bytes = std::size_t{width} * height * spec::gpu::bytes_per_pixel;
    Result<DmaMemory<H>> memory = DmaMemory<H>::allocate(bytes, BufferDirection::DriverToDevice);
    if (!memory)
      return memory.error();
    backing_.memory = std::move(*memory);
    framebuffer_ = {std::span(reinterpret_cast<std::uint32_t *>(backing_.memory.data()),
                              std::size_t{width} * height),
                    width, height};
    if (const Result<void> shown = show_framebuffer(scanout); !shown) {
      (void)take_down_framebuffer(); // the first error counts
      return shown.error();
    }
    return framebuffer_;
  }

  // Shows what was drawn inside `rectangle` of the framebuffer. InvalidArgument: outside of it.
  Result<void> present(const GpuRectangle &rectangle) {
    if (rectangle.width == 0 || rectangle.height == 0 || rectangle.x > framebuffer_.width ||
        rectangle.width > framebuffer_.width - rectangle.x || rectangle.y > framebuffer_.height ||
        rectangle.height > framebuffer_.height - rectangle.y)
      return Error::InvalidArgument;
    const std::uint64_t offset = (std::uint64_t{rectangle.y} * framebuffer_.width + rectangle.x) *
                                 spec::gpu::bytes_per_pixel;
    if (const Result<void> moved = transfer(framebuffer_id, rectangle, offset); !moved)
      return moved;
    return flush(framebuffer_id, rectangle);
  }

  // Turns the framebuffer's scanout off and gives its memory back, if there is one. If the device
  // refuses a step, the memory is kept for as long as the device may read it.
  Result<void> take_down_framebuffer() {
    if (stage_ == Stage::Shown) {
      if (const Result<void> hidden = set_scanout(scanout_, 0, {}); !hidden)
        return hidden;
      stage_ = Stage::Attached;
    }
    if (stage_ == Stage::Attached) {
      if (const Result<void> detached = detach_backing(framebuffer_id); !detached)
        return detached;
      stage_ = Stage::Created;
    }
    backing_.memory = {};
    framebuffer_ = {};
    if (stage_ == Stage::Created) {
      if (const Result<void> destroyed = destroy_resource(framebuffer_id); !destroyed)
        return destroyed;
      stage_ = Stage::None;
    }
    return {};
  }

  // Whether the display changed since the last call: ask for `display_info` again (5.7.4).
  Result<bool> display_changed() {
    const Result<std::uint32_t> events =
        device_.transport().read_config32(spec::gpu::config::events_read);
    if (!events)
      return events.error();
    if ((*events & spec::gpu::event_display) == 0)
      return false;
    if (const Result<void> cleared = device_.transport().write_config32(
            spec::gpu::config::events_clear, spec::gpu::event_display);
        !cleared)
      return cleared.error();
    return true;
  }
  [[nodiscard]] std::uint32_t scanouts() const { return scanouts_; }

  // Asks for an interrupt per finished command, or for none (the state after `create`). Returns
  // whether something finished already, for which none will come.
  bool set_interrupts(bool on) { return requests_.set_interrupts(on); }
  // For the interrupt handler: quiets the device and says why it called.
  InterruptCause acknowledge_interrupt() { return device_.transport().acknowledge_interrupt(); }

  // Is the device alive? If not, it is given up.
  Result<void> check() {
    const Result<void> alive = device_.check();
    if (!alive)
      return lost(alive.error());
    return {};
  }
  // Resets and initialises the device again. All resources and the framebuffer are gone.
  Result<void> recover() {
    device_.shut_down(Error::DeviceReset, requests_, backing_);
    return start();
  }

private:
  static constexpr std::uint16_t queue_size = 16;
  static constexpr std::uint16_t max_segments = 2; // command, response
  static constexpr std::uint32_t framebuffer_id = 1;
  static constexpr std::size_t response_offset = 512;
  static constexpr std::size_t slot_bytes = 1024;
  static_assert(sizeof(spec::gpu::ResourceAttachBacking) +
                        max_backing_entries * sizeof(GpuMemoryEntry) <=
                    response_offset &&
                sizeof(spec::gpu::DisplayInfoResponse) <= slot_bytes - response_offset);

  // How far the framebuffer is known to the device.
  enum class Stage : std::uint8_t { None, Created, Attached, Shown };

  // The framebuffer's memory, which the device reads.
  struct Backing {
    DmaMemory<H> memory;
    void abandon(Error, bool device_stopped) {
      if (!device_stopped)
        memory.leak();
    }
  };

  VirtIOGpu(T transport, const DriverOptions &options) : device_(std::move(transport), options) {}

  Result<void> start() {
    stage_ = Stage::None;
    backing_.memory = {};
    framebuffer_ = {};
    if (const Result<void> begun = device_.begin(DeviceType::Gpu, 0); !begun)
      return begun;
    if (const Result<void> ready = prepare(); !ready)
      return device_.stop(ready.error());
    if (const Result<void> finished = device_.finish(); !finished)
      return lost(finished.error());
    return {};
  }

  Result<void> prepare() {
    const Result<std::uint32_t> scanouts =
        device_.transport().read_config32(spec::gpu::config::scanouts);
    if (!scanouts)
      return scanouts.error();
    if (*scanouts == 0 || *scanouts > spec::gpu::max_scanouts)
      return Error::BadConfig;
    scanouts_ = *scanouts;
    return requests_.setup(device_.transport(), spec::gpu::control_queue, device_.queue_options(),
                           slot_bytes);
  }

  // Makes the framebuffer known to the device.
  Result<void> show_framebuffer(std::uint32_t scanout) {
    const GpuRectangle whole{0, 0, framebuffer_.width, framebuffer_.height};
    const GpuMemoryEntry entry{
        backing_.memory.physical(),
        static_cast<std::uint32_t>(framebuffer_.pixels.size() * spec::gpu::bytes_per_pixel), 0};
    if (const Result<void> created = create_resource(framebuffer_id, GpuPixelFormat::B8G8R8X8,
                                                     framebuffer_.width, framebuffer_.height);
        !created)
      return created;
    stage_ = Stage::Created;
    if (const Result<void> attached = attach_backing(framebuffer_id, std::span(&entry, 1));
        !attached)
      return attached;
    stage_ = Stage::Attached;
    scanout_ = scanout;
    if (const Result<void> shown = set_scanout(scanout, framebuffer_id, whole); !shown)
      return shown;
    stage_ = Stage::Shown;
    return present(whole);
  }

  static bool possible(std::uint32_t extent) { return extent != 0 && extent <= max_extent; }

  // Sends `command`, followed by `entries`. `expected`: the answer that means success.
  template <typename Command>
  Result<RequestToken> submit(Command command, Type type, std::span<const GpuMemoryEntry> entries,
                              Type expected) {
    if (!device_.live())
      return device_.failure();
    const Result<std::uint16_t> slot = requests_.free_slot();
    if (!slot)
      return slot.error();
    header_of(command).type = type;
    requests_.template at<Command>(*slot) = command;
    std::size_t length = sizeof(Command);
    for (const GpuMemoryEntry &entry : entries) {
      requests_.template at<GpuMemoryEntry>(*slot, length) = entry;
      length += sizeof(entry);
    }
    requests_.template at<spec::gpu::ControlHeader>(*slot, response_offset) = {};
    expected_[*slot] = expected;
    const std::array<Segment, max_segments> segments = {
        requests_.segment(*slot, 0, length, BufferDirection::DriverToDevice),
        requests_.segment(*slot, response_offset, response_length(expected),
                          BufferDirection::DeviceToDriver)};
    const Result<RequestToken> token = requests_.submit(device_.transport(), *slot, segments);
    if (!token)
      return lost(token.error());
    return *token;
  }
  static spec::gpu::ControlHeader &header_of(spec::gpu::ControlHeader &command) { return command; }
  template <typename Command> static spec::gpu::ControlHeader &header_of(Command &command) {
    return command.header;
  }
  static std::size_t response_length(Type expected) {
    return expected == Type::OkDisplayInfo ? sizeof(spec::gpu::DisplayInfoResponse)
                                           : sizeof(spec::gpu::ControlHeader);
  }

  // The slot of a finished command, if it succeeded.
  Result<std::uint16_t> take(RequestToken token) {
    if (!device_.live())
      return device_.failure();
    const Result<Completion> done = requests_.complete(token);
    if (!done)
      return lost(done.error());
    // 2.7.8.3: the length of a legacy device means little.
    if (!device_.legacy() && done->length < sizeof(spec::gpu::ControlHeader))
      return lost(Error::BadLength);
    const Type type =
        requests_.template at<spec::gpu::ControlHeader>(done->slot, response_offset).type;
    if (type >= Type::ErrorUnspecified && type <= Type::ErrorInvalidParameter) {
      refusal_ = type;
      return Error::IoError;
    }
    if (type != expected_[done->slot])
      return lost(Error::BadResponse);
    if (!device_.legacy() && done->length < response_length(type))
      return lost(Error::BadLength);
    return done->slot;
  }

  template <typename Command>
  Result<std::uint16_t> execute(const Command &command, Type type,
                                std::span<const GpuMemoryEntry> entries, Type expected) {
    const Result<RequestToken> token = submit(command, type, entries, expected);
    if (!token)
      return token.error();
    const Result<std::uint16_t> slot = device_.wait([&] { return take(*token); });
    if (!slot)
      return lost(slot.error());
    return *slot;
  }
  template <typename Command>
  Result<void> perform(const Command &command, Type type,
                       std::span<const GpuMemoryEntry> entries = {}) {
    const Result<std::uint16_t> slot = execute(command, type, entries, Type::OkNoData);
    return slot ? Result<void>() : Result<void>(slot.error());
  }
  Result<void> finish(const Result<RequestToken> &token) {
    if (!token)
      return token.error();
    const Result<void> outcome = device_.wait([&] { return complete(*token); });
    if (!outcome)
      return lost(outcome.error());
    return {};
  }

  // Gives the device up if `error` says that it is lost. Returns `error`.
  Error lost(Error error) { return device_.judge(error, requests_, backing_); }

  RequestQueue<H, queue_size, max_segments> requests_;
  std::array<Type, queue_size> expected_{}; // per slot
  Backing backing_;
  GpuFramebuffer framebuffer_;
  std::uint32_t scanouts_ = 0;
  Type refusal_ = Type::OkNoData;
  Stage stage_ = Stage::None;
  std::uint32_t scanout_ = 0; // of the framebuffer
  Device<T> device_;
};

} // namespace virtio_drivers
