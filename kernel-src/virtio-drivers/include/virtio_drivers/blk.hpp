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
#include "virtio_drivers/spec/blk.hpp"
#include "virtio_drivers/transport.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace virtio_drivers {

// A request in flight. Good for one successful or failed `complete`; stale ones are recognised.
struct BlkToken {
  std::uint16_t slot = 0;
  std::uint16_t generation = 0;
};

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
      give_up(Error::DeviceReset);
      queue_ = std::move(other.queue_);
      area_ = std::move(other.area_);
      requests_ = other.requests_;
      geometry_ = other.geometry_;
      device_ = std::move(other.device_);
    }
    return *this;
  }
  // Resets the device: buffers of requests in flight are the caller's again.
  ~VirtIOBlk() { give_up(Error::DeviceReset); }

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
  Result<BlkToken> submit_read(std::uint64_t sector, std::span<std::byte> buffer) {
    if (const Result<void> valid = validate(sector, buffer.size()); !valid)
      return valid.error();
    return submit(spec::blk::RequestType::In, sector, Segment::writable(buffer));
  }
  Result<BlkToken> submit_write(std::uint64_t sector, std::span<const std::byte> buffer) {
    if (read_only())
      return Error::ReadOnly;
    if (const Result<void> valid = validate(sector, buffer.size()); !valid)
      return valid.error();
    return submit(spec::blk::RequestType::Out, sector, Segment::readable(buffer));
  }
  Result<BlkToken> submit_flush() {
    if (!can_flush())
      return Error::Unsupported;
    return submit(spec::blk::RequestType::Flush, 0, Segment{});
  }

  // NotReady while the request is in flight; then its outcome, once. InvalidArgument: a stale
  // token.
  Result<void> complete(BlkToken token) {
    if (!device_.live())
      return device_.failure();
    if (token.slot >= requests_.size())
      return Error::InvalidArgument;
    Request &request = requests_[token.slot];
    if (request.state == Request::State::Free || request.generation != token.generation)
      return Error::InvalidArgument;
    if (request.state == Request::State::InFlight)
      if (const Result<void> collected = collect(); !collected)
        return collected.error();
    if (request.state == Request::State::InFlight)
      return Error::NotReady;
    request.state = Request::State::Free;
    if (request.status == spec::blk::status::io_error)
      return Error::IoError;
    if (request.status == spec::blk::status::unsupported)
      return Error::Unsupported;
    return {};
  }

  // The largest buffer that one request may have, in bytes.
  [[nodiscard]] std::uint32_t max_request_bytes() const { return geometry_.max_request; }

  // Asks for an interrupt per finished request, or for none (the state after `create`). Returns
  // whether something finished already, for which none will come.
  bool set_interrupts(bool on) { return queue_.set_interrupts(on); }
  // For the interrupt handler: quiets the device and says why it called.
  InterruptCause acknowledge_interrupt() { return device_.transport().acknowledge_interrupt(); }

  // Is the device alive? If not, it is given up. For pollers, and after an interrupt for a
  // configuration change.
  Result<void> check() {
    const Result<void> alive = device_.check();
    if (!alive)
      give_up(alive.error());
    return alive;
  }

  // Resets and initialises the device again. Requests in flight are lost: their tokens are stale,
  // their buffers the caller's.
  Result<void> recover() {
    give_up(Error::DeviceReset);
    return start();
  }

private:
  static constexpr std::uint16_t queue_size = 16;
  static constexpr std::uint16_t max_segments = 3; // header, data, status

  struct Request {
    enum class State : std::uint8_t { Free, InFlight, Done };
    State state = State::Free;
    std::uint8_t status = 0;
    std::uint16_t generation = 0;
    std::uint32_t expected_length = 0; // what the device must write: data of a read, and the status
  };

  // What each request needs besides the caller's buffer, in DMA memory.
  struct Slot {
    spec::blk::RequestHeader header;
    std::uint8_t status;
  };

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
      give_up(finished.error());
    return finished;
  }

  // Step 7 of the initialisation.
  Result<void> prepare() {
    if (const Result<void> geometry = read_geometry(); !geometry)
      return geometry;
    if (area_.empty()) {
      Result<DmaMemory<H>> area =
          DmaMemory<H>::allocate(queue_size * sizeof(Slot), BufferDirection::Both);
      if (!area)
        return area.error();
      area_ = std::move(*area);
    }
    for (Request &request : requests_)
      request.state = Request::State::Free;
    return queue_.setup(device_.transport(), spec::blk::request_queue,
                        {device_.indirect_descriptors(), device_.event_index()});
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
  Result<BlkToken> submit(spec::blk::RequestType type, std::uint64_t sector, const Segment &data) {
    if (!device_.live())
      return device_.failure();
    std::uint16_t slot = 0;
    while (slot < queue_size && requests_[slot].state != Request::State::Free)
      ++slot;
    if (slot == queue_size)
      return Error::QueueFull;

    const std::size_t offset = slot * sizeof(Slot);
    Slot &shared = area_.template at<Slot>(offset);
    shared.header = {type, 0, sector};
    write_shared(shared.status, no_status);
    std::array<Segment, max_segments> segments;
    std::size_t count = 0;
    segments[count++] = Segment::dma(area_, offset, sizeof(spec::blk::RequestHeader),
                                     BufferDirection::DriverToDevice);
    if (data.length != 0)
      segments[count++] = data;
    segments[count++] =
        Segment::dma(area_, offset + offsetof(Slot, status), 1, BufferDirection::DeviceToDriver);
    if (const Result<void> added = queue_.add(std::span(segments).first(count), slot); !added)
      return fatal(added.error());

    Request &request = requests_[slot];
    request.state = Request::State::InFlight;
    request.expected_length =
        1 + (data.direction == BufferDirection::DeviceToDriver ? data.length : 0);
    ++request.generation;
    queue_.notify(device_.transport());
    return BlkToken{slot, request.generation};
  }

  // Takes in what the device has finished.
  Result<void> collect() {
    while (true) {
      const Result<UsedChain> used = queue_.pop_used();
      if (!used)
        return used.error() == Error::NotReady ? Result<void>() : fatal(used.error());
      Request &request = requests_[used->context];
      request.state = Request::State::Done;
      request.status = read_shared(area_.template at<Slot>(used->context * sizeof(Slot)).status);
      if (request.status > spec::blk::status::unsupported)
        return fatal(request.status == no_status ? Error::BadLength : Error::BadResponse);
      // 2.7.8.3: the length of a legacy device means little. GetId may be answered short.
      if (request.status == spec::blk::status::ok && !device_.legacy() &&
          used->length < request.expected_length &&
          request.expected_length != 1 + spec::blk::id_length)
        return fatal(Error::BadLength);
    }
  }

  Result<void> finish(const Result<BlkToken> &token) {
    if (!token)
      return token.error();
    const Result<void> outcome = device_.wait([&] { return complete(*token); });
    return outcome ? outcome : Result<void>(fatal(outcome.error()));
  }

  // Gives the device up if `error` says that it is lost. Returns `error`.
  Error fatal(Error error) {
    if (is_fatal(error))
      give_up(error);
    return error;
  }
  void give_up(Error reason) {
    if (!device_.live())
      return;
    const bool stopped = device_.shut_down(reason);
    queue_.abandon(reason, stopped);
    if (!stopped)
      area_.leak();
  }

  // A status that no device may answer, to tell whether it answered.
  static constexpr std::uint8_t no_status = 0xff;

  VirtQueue<H, queue_size, max_segments> queue_;
  DmaMemory<H> area_;
  std::array<Request, queue_size> requests_{};
  Geometry geometry_;
  Device<T> device_;
};

} // namespace virtio_drivers
