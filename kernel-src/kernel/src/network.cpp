// The network device. Frames go through fixed buffers under one lock.
#include "levitate/kernel/network.hpp"

#include "levitate/hal/cpu.hpp"
#include "levitate/hal/interrupts.hpp"
#include "levitate/hal/timer.hpp"
#include "levitate/kernel/log.hpp"
#include "levitate/kernel/scheduler.hpp"
#include "levitate/kernel/virtio.hpp"
#include "levitate/utils/optional.hpp"
#include "levitate/utils/spinlock.hpp"
#include "virtio_drivers/net.hpp"

namespace levitate::kernel::network {

namespace {
using Driver = virtio_drivers::VirtIONet<virtio::VirtioHal, virtio::StaticMmioTransport>;
using utils::Error;
using utils::Result;

struct Port {
  Driver driver;
  net::Stack stack;
  std::array<std::byte, net::max_frame> out;
};
constinit utils::Spinlock<utils::Optional<Port>> port;
constinit Event frame_arrived;
constinit std::uint16_t next_sequence = 0;

void on_interrupt(void *) noexcept {
  auto current = port.lock();
  if (current->has_value())
    (*current)->driver.acknowledge_interrupt();
  frame_arrived.signal();
}

void send(Port &to, std::size_t length) noexcept {
  if (length != 0)
    (void)to.driver.send({to.out.data(), length}); // a full queue drops the frame, as a network may
}

// Handles one frame; false if there was none.
bool receive_one() noexcept {
  auto current = port.lock();
  Port &own = **current;
  std::size_t answer = 0;
  const auto received = own.driver.receive_with(
      [&](std::span<const std::byte> frame) { answer = own.stack.receive(frame, own.out); });
  if (received)
    send(own, answer);
  return received.has_value();
}

void run(void *) noexcept {
  for (;;) {
    while (receive_one()) {
    }
    if ((*port.lock())->driver.set_interrupts(true))
      continue; // one came in between
    frame_arrived.wait();
  }
}

// Waits until `done` holds. The interrupt that brings it about lets the network thread run first.
template <class Done> bool wait_for(std::uint64_t timeout_milliseconds, Done done) noexcept {
  const std::uint64_t end = hal::nanoseconds() + timeout_milliseconds * 1'000'000;
  while (!done()) {
    if (hal::nanoseconds() >= end)
      return false;
    hal::wait_for_interrupt(); // the device's, or the next tick
  }
  return true;
}
} // namespace

Result<void> start() noexcept {
  const auto device = virtio::find_device(levitate::virtio::DeviceType::Network);
  if (!device)
    return Error::NotFound;
  auto transport = virtio::open(*device);
  if (!transport)
    return Error::Device;
  auto driver = Driver::create(std::move(*transport), virtio::driver_options());
  if (!driver) {
    log("NET", "no driver: {}", virtio_drivers::error_name(driver.error()));
    return Error::Device;
  }
  net::Configuration configuration;
  configuration.mac = driver->mac();
  const net::MacAddress &mac = configuration.mac;
  const net::Ipv4Address &address = configuration.address;
  log("NET", "{:02x}:{:02x}:{:02x}:{:02x}:{:02x}:{:02x} {}.{}.{}.{}", mac[0], mac[1], mac[2],
      mac[3], mac[4], mac[5], address[0], address[1], address[2], address[3]);
  port.lock()->emplace(Port{std::move(*driver), net::Stack(configuration), {}});
  if (!hal::connect_interrupt(virtio::interrupt_of(*device), on_interrupt, nullptr))
    return Error::Device;
  {
    auto current = port.lock();
    Port &own = **current;
    send(own, own.stack.make_arp_request(address, own.out)); // we are here
  }
  return scheduler::spawn("net", run, nullptr);
}

bool present() noexcept { return port.lock()->has_value(); }

net::Configuration configuration() noexcept {
  auto current = port.lock();
  return current->has_value() ? (*current)->stack.configuration() : net::Configuration{};
}
net::Counters counters() noexcept {
  auto current = port.lock();
  return current->has_value() ? (*current)->stack.counters() : net::Counters{};
}
bool link_up() noexcept {
  auto current = port.lock();
  if (!current->has_value())
    return false;
  const auto up = (*current)->driver.link_up();
  return up && *up;
}

Result<net::MacAddress> resolve(net::Ipv4Address address,
                                std::uint64_t timeout_milliseconds) noexcept {
  if (!present())
    return Error::NotFound;
  {
    auto current = port.lock();
    Port &own = **current;
    if (const auto known = own.stack.neighbour(address))
      return *known;
    send(own, own.stack.make_arp_request(address, own.out));
  }
  utils::Optional<net::MacAddress> found;
  if (!wait_for(timeout_milliseconds, [&] {
        found = (*port.lock())->stack.neighbour(address);
        return found.has_value();
      }))
    return Error::Timeout;
  return *found;
}

Result<std::uint64_t> ping(net::Ipv4Address address, std::uint64_t timeout_milliseconds) noexcept {
  const auto neighbour = resolve(address, timeout_milliseconds);
  if (!neighbour)
    return neighbour.error();
  const std::uint64_t start = hal::nanoseconds();
  std::uint16_t sequence = 0;
  {
    auto current = port.lock();
    Port &own = **current;
    sequence = ++next_sequence;
    send(own, own.stack.make_ping(address, sequence, own.out));
  }
  if (!wait_for(timeout_milliseconds,
                [&] { return (*port.lock())->stack.last_reply() == sequence; }))
    return Error::Timeout;
  return (hal::nanoseconds() - start) / 1000;
}

} // namespace levitate::kernel::network
