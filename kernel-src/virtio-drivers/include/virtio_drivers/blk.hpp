// Driver of a VirtIO block device. VirtIO 1.2, section 5.2.
//
// Blocking: `read`, `write`, `flush`. Otherwise: `submit_*` gives a token, `complete` says whether
// it is done; turn interrupts on to learn when to ask. Both may be mixed. Not synchronised: one
// caller at a time, `acknowledge_interrupt` excepted.
#pragma once

#include "virtio_drivers/device.hpp"
#include "virtio_drivers/dma.hpp"
#include "virtio_drivers/error.hpp"
#include "virtio_drivers/hal.hpp"
#include "virtio_drivers/queue.hpp"
#include "virtio_drivers/request_queue.hpp"
#include "virtio_drivers/spec/blk.hpp"
#include "virtio_drivers/transport.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <utility>

namespace virtio_drivers {

template <Hal H, Transport T> class VirtIOBlk {
public:
  static constexpr std::size_t sector_size = spec::blk::sector_size;

  // Initialises the device behind `transport`, which the driver then owns. Fails with the errors of
  // Device::begin and VirtQueue::setup, and BadConfig if the geometry is impossible.
  static Result<VirtIOBlk> create(T transport, const DriverOptions &options = {}) {
    VirtIOBlk driver(std::move(transport), options);
    if (const Result<void> started = driver.start(); !started)
      return started.error();
    return driver;
  }

  VirtIOBlk(VirtIOBlk &&) noexcept = default;
  VirtIOBlk &operator=(VirtIOBlk &&other) noexcept {
    if (this != &other) {
      this->~VirtIOBlk();
      ::new (this) VirtIOBlk(std::move(other));
    }
    return *this;
  }
  // Resets the device: buffers of requests in flight are the caller's again.
  ~VirtIOBlk() { device_.shut_down(Error::DeviceReset, requests_); }

  // In sectors of 512 bytes, whatever the block size is.
  [[nodiscard]] std::uint64_t capacity() const { return geometry_.capacity; }
  [[nodiscard]] bool read_only() const { return device_.has(spec::blk::feature::read_only); }
  // The unit, in bytes, in which the device reads and writes: sectors and lengths are multiples of
  // it.
  [[nodiscard]] std::uint32_t block_size() const { return geometry_.block_size; }
  // Whether `flush` means something; if not, a finished write is as durable as it gets (5.2.6.2).
  [[nodiscard]] bool can_flush() const { return device_.has(spec::blk::feature::flush); }
  [[nodiscard]] std::uint64_t features() const { return device_.features(); }
  [[nodiscard]] bool legacy() const { return device_.legacy(); }

  // Reads or writes whole blocks, from `sector` on, and waits for it. InvalidArgument: not whole
  // blocks, or beyond the end. ReadOnly. IoError: the device could not. BufferNotShared. Any other
  // error: the device is given up (see `recover`).
  Result<void> read(std::uint64_t sector, std::span<std::byte> buffer) {
    return in_pieces(sector, buffer, [this](std::uint64_t at, std::span<std::byte> piece) {
      return submit_read(at, piece);
    });
  }
  Result<void> write(std::uint64_t sector, std::span<const std::byte> buffer) {
    return in_pieces(sector, buffer, [this](std::uint64_t at, std::span<const std::byte> piece) {
      return submit_write(at, piece);
    });
  }
  // Waits until all finished writes are on stable storage. Unsupported if the device has no cache
  // to flush, or says nothing of it.
  Result<void> flush() { return finish(submit_flush()); }
  // The device's serial number into `id`, padded with zeros; not terminated if all 20 are used.
  Result<void> serial(std::span<std::byte, spec::blk::id_length> id) {
    return finish(submit(spec::blk::RequestType::GetId, 0, Segment::writable(id)));
  }

  // Starts a request and returns at once. `buffer` belongs to the device until `complete` answers
  // something else than NotReady. At most `max_request_bytes`. QueueFull: complete something first.
  Result<RequestToken> submit_read(std::uint64_t sector, std::span<std::byte> buffer) {
    if (const Result<void> valid = validate(sector, buffer.size()); !valid)
      return valid.error();
    return submit(spec::blk::RequestType::In, sector, Segment::writable(buffer));
  }
  Result<RequestToken> submit_write(std::uint64_t sector, std::span<const std::byte> buffer) {
    if (read_only())
      return Error::ReadOnly;
    if (const Result<void> valid = validate(sector, buffer.size()); !valid)
      return valid.error();
    return submit(spec::blk::RequestType::Out, sector, Segment::readable(buffer));
  }
  Result<RequestToken> submit_flush() {
    if (!can_flush())
      return Error::Unsupported;
    return submit(spec::blk::RequestType::Flush, 0, Segment{});
  }

  // NotReady while the request is in flight; then its outcome, once. InvalidArgument: a stale
  // token.
  Result<void> complete(RequestToken token) {
    if (!device_.live())
      return device_.failure();
    const Result<Completion> done = requests_.complete(token);
    if (!done)
      return lost(done.error());
    const Slot &slot = requests_.template at<Slot>(done->slot);
    switch (read_shared(slot.status)) {
    case spec::blk::status::ok:
      // 2.7.8.3: the length of a legacy device means little.
      if (!device_.legacy() && done->length < least_written_[done->slot])
        return lost(Error::BadLength);
      return {};
    case spec::blk::status::io_error:
      return Error::IoError;
    case spec::blk::status::unsupported:
      return Error::Unsupported;
    case no_status:
      return lost(Error::BadLength); // the device never wrote it
    default:
      return lost(Error::BadResponse);
    }
  }

  // The largest buffer that one request may have, in bytes.
  [[nodiscard]] std::uint32_t max_request_bytes() const { return geometry_.max_request; }

  // Asks for an interrupt per finished request, or for none (the state after `create`). Returns
  // whether something finished already, for which none will come.
  bool set_interrupts(bool on) { return requests_.set_interrupts(on); }
  // For the interrupt handler: quiets the device and says why it called.
  InterruptCause acknowledge_interrupt() { return device_.transport().acknowledge_interrupt(); }

  // Is the device alive? If not, it is given up. For pollers, and after an interrupt for a
  // configuration change.
  Result<void> check() {
    const Result<void> alive = device_.check();
    if (!alive)
      return lost(alive.error());
    return {};
  }

  // Resets and initialises the device again. Requests in flight are lost: their tokens are stale,
  // their buffers the caller's.
  Result<void> recover() {
    device_.shut_down(Error::DeviceReset, requests_);
    return start();
  }

private:
  static constexpr std::uint16_t queue_size = 16;
  static constexpr std::uint16_t max_segments = 3; // header, data, status

  // What each request needs besides the caller's buffer, in DMA memory.
  struct Slot {
    spec::blk::RequestHeader header;
    std::uint8_t status;
  };

  // A status that no device may answer, to tell whether it answered.
  static constexpr std::uint8_t no_status = 0xff;

  struct Geometry {
    std::uint64_t capacity = 0;
    std::uint32_t block_size = sector_size;
    std::uint32_t max_request = 0;
  };

  VirtIOBlk(T transport, const DriverOptions &options) : device_(std::move(transport), options) {}

  Result<void> start() {
    namespace feature = spec::blk::feature;
    if (const Result<void> begun =
            device_.begin(DeviceType::Block, feature::size_max | feature::read_only |
                                                 feature::block_size | feature::flush);
        !begun)
      return begun;
    if (const Result<void> ready = prepare(); !ready)
      return device_.stop(ready.error());
    const Result<void> finished = device_.finish();
    if (!finished)
      return lost(finished.error());
    return {};
  }

  // Step 7 of the initialisation.
  Result<void> prepare() {
    if (const Result<void> geometry = read_geometry(); !geometry)
      return geometry;
    return requests_.setup(device_.transport(), spec::blk::request_queue, device_.queue_options(),
                           sizeof(Slot));
  }

  Result<void> read_geometry() {
    namespace config = spec::blk::config;
    const Result<std::uint64_t> capacity = device_.read_config64(config::capacity);
    if (!capacity)
      return capacity.error();
    geometry_ = Geometry{};
    geometry_.capacity = *capacity;
    if (*capacity > UINT64_MAX / sector_size)
      return Error::BadConfig; // more bytes than can be counted
    if (device_.has(spec::blk::feature::block_size)) {
      const Result<std::uint32_t> block_size =
          device_.transport().read_config32(config::block_size);
      if (!block_size)
        return block_size.error();
      constexpr std::uint32_t largest = 1u << 20;
      if (!std::has_single_bit(*block_size) || *block_size < sector_size || *block_size > largest)
        return Error::BadConfig;
      geometry_.block_size = *block_size;
    }
    std::uint32_t size_max = 1u << 30;
    if (device_.has(spec::blk::feature::size_max)) {
      const Result<std::uint32_t> limit = device_.transport().read_config32(config::size_max);
      if (!limit)
        return limit.error();
      if (*limit < geometry_.block_size)
        return Error::BadConfig;
      if (*limit < size_max)
        size_max = *limit;
    }
    geometry_.max_request = size_max / geometry_.block_size * geometry_.block_size;
    return {};
  }

  Result<void> validate(std::uint64_t sector, std::size_t length) const {
    const std::uint64_t sectors = length / sector_size;
    if (length == 0 || length % geometry_.block_size != 0 || length > geometry_.max_request ||
        sector % (geometry_.block_size / sector_size) != 0 || sector > geometry_.capacity ||
        geometry_.capacity - sector < sectors)
      return Error::InvalidArgument;
    return {};
  }

  // Splits what is larger than one request. The whole range is checked before anything is sent.
  template <typename Byte, typename Submit>
  Result<void> in_pieces(std::uint64_t sector, std::span<Byte> buffer, Submit submit_piece) {
    const std::uint64_t sectors = buffer.size() / sector_size;
    if (buffer.size() % geometry_.block_size != 0 || sectors > geometry_.capacity ||
        sector > geometry_.capacity - sectors)
      return Error::InvalidArgument;
    do {
      const std::size_t length =
          buffer.size() < geometry_.max_request ? buffer.size() : geometry_.max_request;
      if (const Result<void> done = finish(submit_piece(sector, buffer.first(length))); !done)
        return done;
      buffer = buffer.subspan(length);
      sector += length / sector_size;
    } while (!buffer.empty());
    return {};
  }

  // `data` of length 0: a request without.
  Result<RequestToken> submit(spec::blk::RequestType type, std::uint64_t sector,
                              const Segment &data) {
    if (!device_.live())
      return device_.failure();
    const Result<std::uint16_t> slot = requests_.free_slot();
    if (!slot)
      return slot.error();
    Slot &shared = requests_.template at<Slot>(*slot);
    shared.header = {type, 0, sector};
    write_shared(shared.status, no_status);

    std::array<Segment, max_segments> segments;
    std::size_t count = 0;
    segments[count++] = requests_.segment(*slot, 0, sizeof(spec::blk::RequestHeader),
                                          BufferDirection::DriverToDevice);
    if (data.length != 0)
      segments[count++] = data;
    segments[count++] =
        requests_.segment(*slot, offsetof(Slot, status), 1, BufferDirection::DeviceToDriver);
    // A read fills the buffer; the identity may be shorter than its buffer.
    least_written_[*slot] = type == spec::blk::RequestType::In ? data.length + 1 : 1;
    const Result<RequestToken> token =
        requests_.submit(device_.transport(), *slot, std::span(segments).first(count));
    if (!token)
      return lost(token.error());
    return *token;
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
  Error lost(Error error) { return device_.judge(error, requests_); }

  RequestQueue<H, queue_size, max_segments> requests_;
  std::array<std::uint32_t, queue_size> least_written_{}; // per slot, by a device that succeeds
  Geometry geometry_;
  Device<T> device_;
};

} // namespace virtio_drivers
