// A small network stack: answers ARP, ICMP echo and UDP echo, and can ping. IPv4 over Ethernet, one
// fixed address.
//
// Pure: a frame comes in, perhaps a frame goes out. No device, no clock, no thread.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace levitate::kernel::net {

using MacAddress = std::array<std::uint8_t, 6>;
/// In the byte order of the network: 10.0.2.15 is {10, 0, 2, 15}.
using Ipv4Address = std::array<std::uint8_t, 4>;

inline constexpr std::size_t max_frame = 1514;
/// The port of the echo service (RFC 862).
inline constexpr std::uint16_t echo_port = 7;

struct Configuration {
  MacAddress mac{};
  Ipv4Address address{10, 0, 2, 15}; // what QEMU's user network gives to the first guest
  Ipv4Address gateway{10, 0, 2, 2};
};

struct Counters {
  std::uint64_t received = 0;
  std::uint64_t arp_answered = 0;
  std::uint64_t icmp_answered = 0;
  std::uint64_t udp_answered = 0;
  std::uint64_t echo_replies = 0; // to our own pings
  std::uint64_t malformed = 0;    // wrong lengths or checksums
  std::uint64_t ignored = 0;      // not for us, or no such protocol
};

class Stack {
public:
  constexpr Stack() noexcept = default;
  constexpr explicit Stack(const Configuration &configuration) noexcept
      : configuration_(configuration) {}

  /// Handles a received Ethernet frame. The answer, if there is one, is put into `out` (at least
  /// max_frame bytes); returns its length, 0 for none.
  std::size_t receive(std::span<const std::byte> frame, std::span<std::byte> out) noexcept;

  /// An ARP request for `address`, or an announcement of our own if that is `address`. Returns its
  /// length.
  std::size_t make_arp_request(Ipv4Address address, std::span<std::byte> out) noexcept;
  /// An ICMP echo request to `address`, of which the hardware address must be known. 0 if it is
  /// not.
  std::size_t make_ping(Ipv4Address address, std::uint16_t sequence,
                        std::span<std::byte> out) noexcept;

  /// The hardware address of a neighbour that has spoken.
  std::optional<MacAddress> neighbour(Ipv4Address address) const noexcept;
  /// The sequence number of the last reply to a ping.
  std::optional<std::uint16_t> last_reply() const noexcept { return last_reply_; }

  const Configuration &configuration() const noexcept { return configuration_; }
  const Counters &counters() const noexcept { return counters_; }

private:
  struct Neighbour {
    Ipv4Address address{};
    MacAddress mac{};
    bool known = false;
  };
  std::size_t receive_arp(std::span<const std::byte> packet, std::span<std::byte> out) noexcept;
  std::size_t receive_ipv4(std::span<const std::byte> frame, std::span<std::byte> out) noexcept;
  std::size_t answer_icmp(std::span<const std::byte> frame, std::span<const std::byte> message,
                          std::span<std::byte> out) noexcept;
  std::size_t answer_udp(std::span<const std::byte> frame, std::span<const std::byte> datagram,
                         std::span<std::byte> out) noexcept;
  std::size_t begin_reply(std::span<const std::byte> frame, std::uint8_t protocol,
                          std::size_t payload, std::span<std::byte> out) noexcept;
  void learn(Ipv4Address address, MacAddress mac) noexcept;

  Configuration configuration_;
  Counters counters_;
  std::array<Neighbour, 8> neighbours_{};
  std::size_t next_neighbour_ = 0;
  std::optional<std::uint16_t> last_reply_;
};

/// The Internet checksum (RFC 1071) over `bytes`, begun with `initial`, as it is written into a
/// header.
std::uint16_t checksum(std::span<const std::byte> bytes, std::uint32_t initial = 0) noexcept;
/// "10.0.2.15"; nothing if it is not an address.
std::optional<Ipv4Address> parse_address(std::string_view text) noexcept;

} // namespace levitate::kernel::net
