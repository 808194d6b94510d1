// Driver of a VirtIO network device: one pair of queues, no offloads. VirtIO 1.2, section 5.1.
//
// Frames are Ethernet frames without their checksum. Both ways they are copied, so that no caller's
// buffer ever belongs to the device.
// Not synchronised: one caller at a time, `acknowledge_interrupt` excepted.
#pragma once

#include "virtio_drivers/device.hpp"
#include "virtio_drivers/error.hpp"
#include "virtio_drivers/hal.hpp"
#include "virtio_drivers/spec/net.hpp"
#include "virtio_drivers/stream_queue.hpp"
#include "virtio_drivers/transport.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <span>
#include <utility>

namespace virtio_drivers {

using MacAddress = std::array<std::uint8_t, 6>;

template <Hal H, Transport T> class VirtIONet {
public:
  // The longest frame that is sent or received, in bytes: an Ethernet one with a VLAN tag.
  static constexpr std::size_t max_frame = 1500 + spec::net::ethernet_header + spec::net::vlan_tag;

  // Initialises the device behind `transport`, which the driver then owns. Fails with the errors of
  // Device::begin and VirtQueue::setup, and BadConfig if the device's address or MTU is impossible.
  // A device without an address of its own is not driven (FeaturesRejected).
  static Result<VirtIONet> create(T transport, const DriverOptions &options = {}) {
    VirtIONet driver(std::move(transport), options);
    if (const Result<void> started = driver.start(); !started)
      return started.error();
    return driver;
  }

  VirtIONet(VirtIONet &&) noexcept = default;
  VirtIONet &operator=(VirtIONet &&other) noexcept {
    if (this != &other) {
      this->~VirtIONet();
      ::new (this) VirtIONet(std::move(other));
    }
    return *this;
  }
  // Resets the device.
  ~VirtIONet() { device_.shut_down(Error::DeviceReset, receive_, transmit_); }

  [[nodiscard]] const MacAddress &mac() const { return mac_; }
  // The largest payload of a frame, in bytes.
  [[nodiscard]] std::uint16_t mtu() const { return mtu_; }
  // Whether there is a link; true if the device does not tell (5.1.4.2).
  Result<bool> link_up() {
    if (!device_.has(spec::net::feature::status))
      return true;
    const Result<std::uint16_t> status =
        device_.transport().read_config16(spec::net::config::status);
    if (!status)
      return status.error();
    return (*status & spec::net::status_link_up) != 0;
  }

  // Calls `handle(std::span<const std::byte>)` with the next received frame, which it may look at
  // until it returns. NotReady: there is none. Other errors: the device is given up (see
  // `recover`).
  template <typename Handle> Result<void> receive_with(Handle &&handle) {
    if (!device_.live())
      return device_.failure();
    bool complete = false;
    const Result<void> received =
        receive_.receive(device_.transport(), [&](std::span<const std::byte> message) {
          complete = message.size() > header_size();
          if (complete)
            handle(message.subspan(header_size()));
        });
    if (!received)
      return lost(received.error());
    if (!complete)
      return lost(Error::BadLength);
    return {};
  }
  // Copies the next received frame into `buffer` and returns its length. A frame that is longer
  // than the buffer is cut; `max_frame` bytes are always enough.
  Result<std::size_t> receive(std::span<std::byte> buffer) {
    std::size_t length = 0;
    const Result<void> received = receive_with([&](std::span<const std::byte> frame) {
      length = frame.size() < buffer.size() ? frame.size() : buffer.size();
      if (length != 0)
        std::memcpy(buffer.data(), frame.data(), length);
    });
    if (!received)
      return received.error();
    return length;
  }

  // Queues a frame, which it copies. QueueFull: try again when the device has sent one.
  // InvalidArgument: an empty frame, or one longer than `max_frame`.
  Result<void> send(std::span<const std::byte> frame) {
    if (!device_.live())
      return device_.failure();
    if (frame.empty() || frame.size() > max_frame)
      return Error::InvalidArgument;
    const spec::net::PacketHeader header{};
    const auto header_bytes = std::as_bytes(std::span(&header, 1)).first(header_size());
    if (const Result<void> sent = transmit_.send(device_.transport(), header_bytes, frame); !sent)
      return lost(sent.error());
    return {};
  }
  // Waits until all queued frames have been sent.
  Result<void> drain() {
    const Result<void> drained = device_.wait([&] { return transmit_.drained(); });
    if (!drained)
      return lost(drained.error());
    return {};
  }

  // Asks for an interrupt when a frame arrives, or for none (the state after `create`). Returns
  // whether some have arrived already, for which none will come.
  bool set_interrupts(bool on) { return receive_.set_interrupts(on); }
  // For the interrupt handler: quiets the device and says why it called.
  InterruptCause acknowledge_interrupt() { return device_.transport().acknowledge_interrupt(); }

  // Is the device alive? If not, it is given up.
  Result<void> check() {
    const Result<void> alive = device_.check();
    if (!alive)
      return lost(alive.error());
    return {};
  }
  // Resets and initialises the device again. Frames in flight are lost.
  Result<void> recover() {
    device_.shut_down(Error::DeviceReset, receive_, transmit_);
    return start();
  }

private:
  static constexpr std::uint16_t queue_size = 32;
  static constexpr std::size_t buffer_bytes = 2048;
  static_assert(buffer_bytes >= max_frame + spec::net::header_size);

  VirtIONet(T transport, const DriverOptions &options) : device_(std::move(transport), options) {}

  Result<void> start() {
    namespace feature = spec::net::feature;
    if (const Result<void> begun = device_.begin(
            DeviceType::Network, feature::mac | feature::status | feature::mtu, feature::mac);
        !begun)
      return begun;
    if (const Result<void> ready = prepare(); !ready)
      return device_.stop(ready.error());
    if (const Result<void> finished = device_.finish(); !finished)
      return lost(finished.error());
    receive_.start(device_.transport());
    return {};
  }

  Result<void> prepare() {
    if (const Result<void> configured = read_configuration(); !configured)
      return configured;
    if (const Result<void> ready = receive_.setup(device_.transport(), spec::net::receive_queue,
                                                  device_.queue_options(), buffer_bytes);
        !ready)
      return ready;
    return transmit_.setup(device_.transport(), spec::net::transmit_queue, device_.queue_options(),
                           buffer_bytes);
  }

  Result<void> read_configuration() {
    const Result<MacAddress> mac = device_.read_config([](T &transport) -> Result<MacAddress> {
      MacAddress address{};
      for (std::size_t i = 0; i < address.size(); ++i) {
        const Result<std::uint8_t> byte = transport.read_config8(spec::net::config::mac + i);
        if (!byte)
          return byte.error();
        address[i] = *byte;
      }
      return address;
    });
    if (!mac)
      return mac.error();
    constexpr std::uint8_t group_bit = 1; // IEEE 802: set in the addresses of groups
    if (((*mac)[0] & group_bit) != 0 || *mac == MacAddress{})
      return Error::BadConfig;
    mac_ = *mac;

    mtu_ = 1500;
    if (device_.has(spec::net::feature::mtu)) {
      const Result<std::uint16_t> mtu = device_.transport().read_config16(spec::net::config::mtu);
      if (!mtu)
        return mtu.error();
      if (*mtu < spec::net::mtu_min)
        return Error::BadConfig;
      if (*mtu < mtu_)
        mtu_ = *mtu; // a larger one is not made use of
    }
    return {};
  }

  // 5.1.6.1: the legacy header is two bytes shorter.
  [[nodiscard]] std::size_t header_size() const {
    return device_.legacy() ? spec::net::header_size_legacy : spec::net::header_size;
  }

  // Gives the device up if `error` says that it is lost. Returns `error`.
  Error lost(Error error) { return device_.judge(error, receive_, transmit_); }

  ReceiveQueue<H, queue_size> receive_;
  TransmitQueue<H, queue_size> transmit_;
  MacAddress mac_{};
  std::uint16_t mtu_ = 1500;
  Device<T> device_;
};

} // namespace virtio_drivers
