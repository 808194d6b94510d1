// The driver's side of a split virtqueue. VirtIO 1.2, section 2.7.
//
// The queue trusts nothing that lies in memory shared with the device: what it must know again
// (which chains are in flight, their buffers, the free list) it keeps for itself. Whatever the
// device puts into the used ring is checked before it is believed; after the first lie the queue
// answers nothing but that error until it is set up again.
//
// Not here: what the buffers mean, and what to do about a failed device (the drivers and Device).
// Not synchronised: one caller at a time.
#pragma once

#include "virtio_drivers/barrier.hpp"
#include "virtio_drivers/dma.hpp"
#include "virtio_drivers/error.hpp"
#include "virtio_drivers/hal.hpp"
#include "virtio_drivers/spec/queue.hpp"
#include "virtio_drivers/transport.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace virtio_drivers {

// One buffer of a chain. The device only reads or only writes it, never both.
struct Segment {
  PhysicalAddress physical = invalid_address; // invalid_address: to be shared while in flight
  std::byte *data = nullptr;
  std::uint32_t length = 0;
  BufferDirection direction = BufferDirection::DriverToDevice;

  // A buffer of the caller that the device reads. It must stay as it is until the chain is used.
  static Segment readable(std::span<const std::byte> buffer) {
    return {invalid_address, const_cast<std::byte *>(buffer.data()), length_of(buffer.size()),
            BufferDirection::DriverToDevice};
  }
  // A buffer of the caller that the device writes.
  static Segment writable(std::span<std::byte> buffer) {
    return {invalid_address, buffer.data(), length_of(buffer.size()),
            BufferDirection::DeviceToDriver};
  }
  // Part of a DMA region, which needs no sharing.
  template <Hal H>
  static Segment dma(const DmaMemory<H> &memory, std::size_t offset, std::size_t length,
                     BufferDirection direction) {
    return {memory.physical(offset), memory.data() + offset, length_of(length), direction};
  }

private:
  // A length that does not fit becomes 0, which no chain may hold.
  static std::uint32_t length_of(std::size_t length) {
    return length <= UINT32_MAX ? static_cast<std::uint32_t>(length) : 0;
  }
};

// A chain that the device has finished with.
struct UsedChain {
  std::uint16_t context = 0; // as given to `add`
  std::uint32_t length =
      0; // bytes that the device says it wrote; never more than there was room for
};

struct QueueOptions {
  bool indirect_descriptors = false; // VIRTIO_F_INDIRECT_DESC was negotiated
  bool event_index = false;          // VIRTIO_F_EVENT_IDX was negotiated
};

// At most `Size` (a power of two) descriptors and `MaxSegments` buffers in one chain.
template <Hal H, std::uint16_t Size, std::uint16_t MaxSegments> class VirtQueue {
  static_assert(std::has_single_bit(Size) && Size <= spec::queue_size_limit);
  static_assert(MaxSegments >= 1 && MaxSegments <= Size);

public:
  // Holds nothing; every call but `setup` answers QueueUnavailable.
  VirtQueue() = default;
  VirtQueue(VirtQueue &&) noexcept = default;
  VirtQueue &operator=(VirtQueue &&) noexcept = default;

  // Makes queue `index` of the device, which must be freshly reset (3.1.1, step 7). Uses as many
  // descriptors as the device and `Size` allow; interrupts are off. Memory of an earlier setup is
  // used again. QueueUnavailable, OutOfMemory, or what the transport says.
  template <Transport T>
  Result<void> setup(T &transport, std::uint16_t index, const QueueOptions &options) {
    failure_ = Error::QueueUnavailable;
    const std::uint32_t size_max = transport.queue_size_max(index);
    if (size_max == 0 || size_max > spec::queue_size_limit)
      return Error::QueueUnavailable;
    // 2.7: the size is a power of two. 2.7.5.3.1: no chain is longer than that, indirect or not.
    const auto size = static_cast<std::uint16_t>(size_max < Size ? std::bit_floor(size_max) : Size);
    if (size < MaxSegments)
      return Error::QueueUnavailable;

    if (rings_.empty()) {
      Result<DmaMemory<H>> rings =
          DmaMemory<H>::allocate(spec::queue_layout(Size).total, BufferDirection::Both);
      if (!rings)
        return rings.error();
      rings_ = std::move(*rings);
    }
    if (options.indirect_descriptors && MaxSegments > 1 && tables_.empty()) {
      Result<DmaMemory<H>> tables =
          DmaMemory<H>::allocate(std::size_t{Size} * MaxSegments * sizeof(spec::Descriptor),
                                 BufferDirection::DriverToDevice);
      if (!tables)
        return tables.error();
      tables_ = std::move(*tables);
    }

    index_ = index;
    size_ = size;
    options_ = options;
    legacy_ = transport.legacy();
    layout_ = spec::queue_layout(size);
    clear();
    const Result<void> enabled =
        transport.queue_enable(index, size,
                               {rings_.physical(layout_.descriptors),
                                rings_.physical(layout_.available), rings_.physical(layout_.used)});
    if (!enabled)
      return enabled.error();
    broken_ = false;
    set_interrupts(false);
    return {};
  }

  // Hands a chain to the device, which learns of it by `notify`. Buffers that the device reads come
  // before those it writes (2.7.4.2). `context` comes back with the used chain.
  // QueueFull: nothing was done, complete something first. InvalidArgument: an empty or overlong
  // chain, an empty buffer, or a wrong order. BufferNotShared: the Hal refused one of the buffers.
  Result<void> add(std::span<const Segment> segments, std::uint16_t context) {
    if (broken_)
      return failure_;
    if (!well_formed(segments))
      return Error::InvalidArgument;
    const bool indirect = options_.indirect_descriptors && segments.size() > 1;
    const auto needed = static_cast<std::uint16_t>(indirect ? 1 : segments.size());
    if (needed > free_count_)
      return Error::QueueFull;

    const std::uint16_t head = free_head_;
    Chain &chain = chains_[head];
    if (!share_all(chain, segments))
      return Error::BufferNotShared;
    chain.context = context;
    chain.descriptors = needed;
    chain.in_flight = true;
    if (indirect)
      write_indirect(head, chain);
    else
      write_direct(chain);
    free_count_ = static_cast<std::uint16_t>(free_count_ - needed);
    ++in_flight_;

    // 2.7.13: the chain first, then its place in the ring, then the index.
    write_shared(available_entry(available_index_), head);
    write_barrier();
    ++available_index_;
    write_shared(available().index, available_index_);
    return {};
  }

  // Tells the device about the chains added since the last call, unless it said that it need not
  // know (2.7.7, 2.7.10).
  template <Transport T> void notify(T &transport) {
    if (broken_ || available_index_ == notified_index_)
      return;
    const std::uint16_t before = notified_index_;
    notified_index_ = available_index_;
    full_barrier(); // the index must be visible before the device's wish is read
    if (options_.event_index) {
      // As vring_need_event in 2.7.10.1: is the event between the old and the new index?
      const std::uint16_t event =
          read_shared(rings_.template at<std::uint16_t>(layout_.available_event));
      const auto past_event = static_cast<std::uint16_t>(available_index_ - event - 1);
      const auto added = static_cast<std::uint16_t>(available_index_ - before);
      if (past_event >= added)
        return;
    } else if ((read_shared(used().flags) & spec::used_no_notify) != 0) {
      return;
    }
    transport.notify(index_);
  }

  // Takes back the next chain that the device is done with. NotReady: there is none yet.
  // BadUsedIndex, BadDescriptorId, BadLength: the device broke the protocol, and so is this queue.
  Result<UsedChain> pop_used() {
    if (broken_)
      return failure_;
    const std::uint16_t used_index = read_shared(used().index);
    const auto pending = static_cast<std::uint16_t>(used_index - used_index_);
    if (pending == 0)
      return Error::NotReady;
    if (pending > in_flight_)
      return break_down(Error::BadUsedIndex);
    read_barrier(); // the index before the element, and before the buffers that it gives back

    const spec::UsedElement &element = used_element(used_index_);
    const std::uint32_t id = read_shared(element.id);
    std::uint32_t length = read_shared(element.length);
    if (id >= size_ || !chains_[id].in_flight)
      return break_down(Error::BadDescriptorId);
    Chain &chain = chains_[id];
    const std::uint64_t room = writable_length(chain);
    if (length > room) {
      // 2.7.8.3: a legacy device may report nonsense.
      if (!legacy_)
        return break_down(Error::BadLength);
      length = static_cast<std::uint32_t>(room);
    }
    ++used_index_;
    release(static_cast<std::uint16_t>(id), chain);
    if (options_.event_index && interrupts_) {
      write_shared(used_event(), used_index_);
      full_barrier(); // before the caller looks for the next one, or its interrupt could be lost
    }
    return UsedChain{chain.context, length};
  }

  // Asks the device to interrupt for each used chain, or not to (a wish: it may do so
  // nevertheless). Returns whether there are used chains already, for which no interrupt will come:
  // a caller that turns interrupts on must then pop them first.
  bool set_interrupts(bool on) {
    if (broken_)
      return false;
    interrupts_ = on;
    if (options_.event_index)
      // 2.7.10: the device interrupts when its index passes this one. One behind is a full turn
      // away.
      write_shared(used_event(), static_cast<std::uint16_t>(on ? used_index_ : used_index_ - 1));
    else
      write_shared(available().flags, on ? std::uint16_t{0} : spec::available_no_interrupt);
    full_barrier();
    return read_shared(used().index) != used_index_;
  }

  // Descriptors in all, and chains that the device has.
  [[nodiscard]] std::uint16_t size() const { return size_; }
  [[nodiscard]] std::uint16_t in_flight() const { return in_flight_; }
  // How many chains of `segments` buffers `add` would take now.
  [[nodiscard]] std::uint16_t room_for(std::uint16_t segments) const {
    if (broken_ || segments == 0)
      return 0;
    const bool indirect = options_.indirect_descriptors && segments > 1;
    return static_cast<std::uint16_t>(indirect ? free_count_ : free_count_ / segments);
  }

  // Takes every buffer back without an answer. The device must have been reset, or must be gone for
  // good: `device_stopped` says whether it was seen to stop. If not, it may still write into the
  // rings, and their memory is never given to anybody again. `setup` makes the queue usable again.
  void abandon(Error reason, bool device_stopped) {
    if (!rings_.empty())
      for (std::uint16_t head = 0; head < size_; ++head)
        if (chains_[head].in_flight)
          unshare_all(chains_[head]);
    in_flight_ = 0;
    for (Chain &chain : chains_)
      chain.in_flight = false;
    broken_ = true;
    failure_ = reason;
    if (!device_stopped) {
      rings_.leak();
      tables_.leak();
    }
  }

private:
  // What is in flight under one head descriptor.
  struct Chain {
    std::array<Segment, MaxSegments> segments{};
    std::array<bool, MaxSegments> shared{}; // by Hal::share, to be undone
    std::uint16_t count = 0;
    std::uint16_t descriptors = 0; // taken from the free list
    std::uint16_t context = 0;
    bool in_flight = false;
  };

  static bool well_formed(std::span<const Segment> segments) {
    if (segments.empty() || segments.size() > MaxSegments)
      return false;
    bool writing = false;
    std::uint64_t total = 0;
    for (const Segment &segment : segments) {
      const bool writes = segment.direction == BufferDirection::DeviceToDriver;
      if (segment.length == 0 || segment.direction == BufferDirection::Both || (writing && !writes))
        return false;
      writing = writes;
      total += segment.length;
    }
    return total <= UINT32_MAX; // 2.7.5: a chain holds less than 2^32 bytes
  }

  void clear() {
    for (std::size_t offset = 0; offset < rings_.size(); ++offset)
      rings_.data()[offset] = std::byte{0};
    for (std::uint16_t i = 0; i < Size; ++i) {
      next_[i] = static_cast<std::uint16_t>(i + 1);
      chains_[i].in_flight = false;
    }
    free_head_ = 0;
    free_count_ = size_;
    in_flight_ = 0;
    available_index_ = notified_index_ = used_index_ = 0;
  }

  bool share_all(Chain &chain, std::span<const Segment> segments) {
    chain.count = 0;
    for (const Segment &segment : segments) {
      const std::size_t i = chain.count;
      chain.segments[i] = segment;
      chain.shared[i] = segment.physical == invalid_address;
      if (chain.shared[i]) {
        chain.segments[i].physical = H::share(segment.data, segment.length, segment.direction);
        if (chain.segments[i].physical == invalid_address) {
          unshare_all(chain);
          return false;
        }
      }
      ++chain.count;
    }
    return true;
  }

  void unshare_all(Chain &chain) {
    for (std::size_t i = 0; i < chain.count; ++i) {
      const Segment &segment = chain.segments[i];
      if (chain.shared[i])
        H::unshare(segment.physical, segment.data, segment.length, segment.direction);
    }
    chain.count = 0;
  }

  static void write_descriptor(spec::Descriptor &descriptor, const Segment &segment, bool last,
                               std::uint16_t next) {
    std::uint16_t flags = last ? std::uint16_t{0} : spec::descriptor_flag::next;
    if (segment.direction == BufferDirection::DeviceToDriver)
      flags = static_cast<std::uint16_t>(flags | spec::descriptor_flag::write);
    write_shared(descriptor.address, segment.physical);
    write_shared(descriptor.length, segment.length);
    write_shared(descriptor.flags, flags);
    write_shared(descriptor.next, last ? std::uint16_t{0} : next);
  }

  // Takes descriptors off the free list; the first is the head.
  void write_direct(const Chain &chain) {
    for (std::size_t i = 0; i < chain.count; ++i) {
      const std::uint16_t descriptor = free_head_;
      free_head_ = next_[descriptor];
      write_descriptor(descriptor_at(descriptor), chain.segments[i], i + 1u == chain.count,
                       free_head_);
    }
  }

  // 2.7.5.3: one descriptor, which names the table that belongs to this head.
  void write_indirect(std::uint16_t head, const Chain &chain) {
    const std::size_t table = std::size_t{head} * MaxSegments * sizeof(spec::Descriptor);
    for (std::size_t i = 0; i < chain.count; ++i)
      write_descriptor(tables_.template at<spec::Descriptor>(table + i * sizeof(spec::Descriptor)),
                       chain.segments[i], i + 1u == chain.count, static_cast<std::uint16_t>(i + 1));
    free_head_ = next_[head];
    spec::Descriptor &descriptor = descriptor_at(head);
    write_shared(descriptor.address, tables_.physical(table));
    write_shared(descriptor.length,
                 static_cast<std::uint32_t>(chain.count * sizeof(spec::Descriptor)));
    write_shared(descriptor.flags, spec::descriptor_flag::indirect);
    write_shared(descriptor.next, std::uint16_t{0});
  }

  void release(std::uint16_t head, Chain &chain) {
    unshare_all(chain);
    chain.in_flight = false;
    --in_flight_;
    std::uint16_t last = head;
    for (std::uint16_t i = 1; i < chain.descriptors; ++i)
      last = next_[last];
    next_[last] = free_head_;
    free_head_ = head;
    free_count_ = static_cast<std::uint16_t>(free_count_ + chain.descriptors);
  }

  static std::uint64_t writable_length(const Chain &chain) {
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < chain.count; ++i)
      if (chain.segments[i].direction == BufferDirection::DeviceToDriver)
        total += chain.segments[i].length;
    return total;
  }

  Error break_down(Error error) {
    broken_ = true;
    failure_ = error;
    return error;
  }

  // The parts in memory.
  spec::Descriptor &descriptor_at(std::uint16_t i) {
    return rings_.template at<spec::Descriptor>(layout_.descriptors + i * sizeof(spec::Descriptor));
  }
  spec::AvailableHeader &available() {
    return rings_.template at<spec::AvailableHeader>(layout_.available);
  }
  std::uint16_t &available_entry(std::uint16_t index) {
    const std::size_t slot = index & (size_ - 1u);
    return rings_.template at<std::uint16_t>(layout_.available + sizeof(spec::AvailableHeader) +
                                             slot * sizeof(std::uint16_t));
  }
  std::uint16_t &used_event() { return rings_.template at<std::uint16_t>(layout_.used_event); }
  const spec::UsedHeader &used() const {
    return rings_.template at<spec::UsedHeader>(layout_.used);
  }
  const spec::UsedElement &used_element(std::uint16_t index) const {
    const std::size_t slot = index & (size_ - 1u);
    return rings_.template at<spec::UsedElement>(layout_.used + sizeof(spec::UsedHeader) +
                                                 slot * sizeof(spec::UsedElement));
  }

  DmaMemory<H> rings_;
  DmaMemory<H> tables_; // MaxSegments descriptors per head, if indirect
  spec::QueueLayout layout_{};
  QueueOptions options_;
  std::array<Chain, Size> chains_{};
  std::array<std::uint16_t, Size> next_{}; // free list, and the links of direct chains
  std::uint16_t index_ = 0;
  std::uint16_t size_ = 0;
  std::uint16_t free_head_ = 0;
  std::uint16_t free_count_ = 0;
  std::uint16_t in_flight_ = 0;
  std::uint16_t available_index_ = 0;
  std::uint16_t notified_index_ = 0;
  std::uint16_t used_index_ = 0;
  bool legacy_ = false;
  bool interrupts_ = false;
  bool broken_ = true;
  Error failure_ = Error::QueueUnavailable;
};

} // namespace virtio_drivers
