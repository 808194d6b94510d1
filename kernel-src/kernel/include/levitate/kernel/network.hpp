// The network device, and a thread that lets the stack answer.
#pragma once
#include "levitate/kernel/net/stack.hpp"
#include "levitate/utils/result.hpp"

namespace levitate::kernel::network {

/// Takes the first network device into use and starts to answer. NotFound if there is none. Needs
/// the scheduler.
utils::Result<void> start() noexcept;
bool present() noexcept;

net::Configuration configuration() noexcept;
net::Counters counters() noexcept;
bool link_up() noexcept;
/// Asks for the hardware address of a neighbour and waits for it.
utils::Result<net::MacAddress> resolve(net::Ipv4Address address,
                                       std::uint64_t timeout_milliseconds) noexcept;
/// Sends one ping to a neighbour and waits for the reply; the time that it took, in microseconds.
utils::Result<std::uint64_t> ping(net::Ipv4Address address,
                                  std::uint64_t timeout_milliseconds) noexcept;

} // namespace levitate::kernel::network
