// The network stack. Offsets are those of the RFCs named beside them; all lengths are checked
// before anything is read.
#include "levitate/kernel/net/stack.hpp"

#include "levitate/utils/bytes.hpp"

#include <algorithm>
#include <cstring>

namespace levitate::kernel::net {

using utils::load_big;
using utils::store_big;

namespace {
namespace ethernet {
constexpr std::size_t destination = 0, source = 6, type = 12, header = 14;
constexpr std::size_t least_frame = 60; // without checksum; shorter ones are padded
constexpr std::uint16_t ipv4 = 0x0800, arp = 0x0806;
constexpr MacAddress broadcast{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
} // namespace ethernet

namespace arp { // RFC 826
constexpr std::size_t hardware = 0, protocol = 2, sizes = 4, operation = 6, sender_mac = 8,
                      sender = 14, target_mac = 18, target = 24, size = 28;
constexpr std::uint16_t request = 1, reply = 2;
} // namespace arp

namespace ip { // RFC 791
constexpr std::size_t version = 0, length = 2, fragment = 6, time_to_live = 8, protocol = 9,
                      checksum = 10, source = 12, destination = 16, header = 20;
constexpr std::uint8_t icmp = 1, udp = 17;
constexpr std::uint16_t fragment_bits = 0x3FFF; // more fragments, or not the first
} // namespace ip

namespace icmp { // RFC 792
constexpr std::size_t type = 0, code = 1, checksum = 2, identifier = 4, sequence = 6, header = 8;
constexpr std::uint8_t echo_reply = 0, echo_request = 8;
} // namespace icmp

namespace udp { // RFC 768
constexpr std::size_t source = 0, destination = 2, length = 4, checksum = 6, header = 8;
} // namespace udp

constexpr std::uint16_t our_identifier = 0x4C56; // "LV"
constexpr std::size_t ping_payload = 32;

template <class Address>
Address load_address(std::span<const std::byte> bytes, std::size_t at) noexcept {
  Address result;
  std::memcpy(result.data(), bytes.data() + at, result.size());
  return result;
}
template <class Address>
void store_address(std::span<std::byte> bytes, std::size_t at, const Address &address) noexcept {
  std::memcpy(bytes.data() + at, address.data(), address.size());
}
std::uint8_t octet(std::span<const std::byte> bytes, std::size_t at) noexcept {
  return static_cast<std::uint8_t>(bytes[at]);
}

// The sum of the pseudo-header that UDP's checksum covers.
std::uint32_t pseudo_header(std::span<const std::byte> source_and_destination,
                            std::uint8_t protocol, std::size_t length) noexcept {
  std::uint32_t sum = protocol + static_cast<std::uint32_t>(length);
  for (std::size_t i = 0; i < 8; i += 2)
    sum += load_big<std::uint16_t>(source_and_destination.data() + i);
  return sum;
}

std::size_t padded(std::span<std::byte> out, std::size_t length) noexcept {
  for (; length < ethernet::least_frame; ++length)
    out[length] = std::byte{0};
  return length;
}
} // namespace

std::uint16_t checksum(std::span<const std::byte> bytes, std::uint32_t initial) noexcept {
  std::uint64_t sum = initial;
  std::size_t i = 0;
  for (; i + 1 < bytes.size(); i += 2)
    sum += load_big<std::uint16_t>(bytes.data() + i);
  if (i < bytes.size())
    sum += static_cast<std::uint32_t>(bytes[i]) << 8;
  while (sum >> 16 != 0)
    sum = (sum & 0xFFFF) + (sum >> 16);
  return static_cast<std::uint16_t>(~sum);
}

std::optional<Ipv4Address> parse_address(std::string_view text) noexcept {
  Ipv4Address result{};
  for (std::size_t i = 0; i < result.size(); ++i) {
    unsigned value = 0;
    std::size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9' && digits < 4)
      value = value * 10 + static_cast<unsigned>(text[digits++] - '0');
    if (digits == 0 || digits > 3 || value > 255)
      return std::nullopt;
    result[i] = static_cast<std::uint8_t>(value);
    text.remove_prefix(digits);
    if (i + 1 == result.size())
      break;
    if (!text.starts_with('.'))
      return std::nullopt;
    text.remove_prefix(1);
  }
  if (!text.empty())
    return std::nullopt;
  return result;
}

std::optional<MacAddress> Stack::neighbour(Ipv4Address address) const noexcept {
  for (const Neighbour &entry : neighbours_)
    if (entry.known && entry.address == address)
      return entry.mac;
  return std::nullopt;
}

void Stack::learn(Ipv4Address address, MacAddress mac) noexcept {
  for (Neighbour &entry : neighbours_)
    if (entry.known && entry.address == address) {
      entry.mac = mac;
      return;
    }
  neighbours_[next_neighbour_++ % neighbours_.size()] = {address, mac, true};
}

std::size_t Stack::receive(std::span<const std::byte> frame, std::span<std::byte> out) noexcept {
  ++counters_.received;
  if (frame.size() < ethernet::header || frame.size() > max_frame || out.size() < max_frame) {
    ++counters_.malformed;
    return 0;
  }
  const auto destination = load_address<MacAddress>(frame, ethernet::destination);
  if (destination == configuration_.mac || destination == ethernet::broadcast) {
    switch (load_big<std::uint16_t>(frame.data() + ethernet::type)) {
    case ethernet::arp:
      return receive_arp(frame.subspan(ethernet::header), out);
    case ethernet::ipv4:
      return receive_ipv4(frame, out);
    default:
      break;
    }
  }
  ++counters_.ignored;
  return 0;
}

std::size_t Stack::receive_arp(std::span<const std::byte> packet,
                               std::span<std::byte> out) noexcept {
  if (packet.size() < arp::size || load_big<std::uint16_t>(packet.data() + arp::hardware) != 1 ||
      load_big<std::uint16_t>(packet.data() + arp::protocol) != ethernet::ipv4 ||
      load_big<std::uint16_t>(packet.data() + arp::sizes) != 0x0604) {
    ++counters_.malformed;
    return 0;
  }
  const auto sender = load_address<Ipv4Address>(packet, arp::sender);
  const auto sender_mac = load_address<MacAddress>(packet, arp::sender_mac);
  const auto operation = load_big<std::uint16_t>(packet.data() + arp::operation);
  if (load_address<Ipv4Address>(packet, arp::target) != configuration_.address) {
    ++counters_.ignored;
    return 0;
  }
  learn(sender, sender_mac);
  if (operation != arp::request)
    return 0;
  ++counters_.arp_answered;
  const std::size_t length = make_arp_request(sender, out);
  store_address(out, ethernet::destination, sender_mac);
  store_big(out.data() + ethernet::header + arp::operation, arp::reply);
  store_address(out, ethernet::header + arp::target_mac, sender_mac);
  return length;
}

std::size_t Stack::make_arp_request(Ipv4Address address, std::span<std::byte> out) noexcept {
  store_address(out, ethernet::destination, ethernet::broadcast);
  store_address(out, ethernet::source, configuration_.mac);
  store_big(out.data() + ethernet::type, ethernet::arp);
  const std::span<std::byte> packet = out.subspan(ethernet::header);
  store_big(packet.data() + arp::hardware, std::uint16_t{1});
  store_big(packet.data() + arp::protocol, ethernet::ipv4);
  store_big(packet.data() + arp::sizes, std::uint16_t{0x0604});
  store_big(packet.data() + arp::operation, arp::request);
  store_address(packet, arp::sender_mac, configuration_.mac);
  store_address(packet, arp::sender, configuration_.address);
  store_address(packet, arp::target_mac, MacAddress{});
  store_address(packet, arp::target, address);
  return padded(out, ethernet::header + arp::size);
}

std::size_t Stack::receive_ipv4(std::span<const std::byte> frame,
                                std::span<std::byte> out) noexcept {
  const std::span<const std::byte> packet = frame.subspan(ethernet::header);
  const auto malformed = [&] {
    ++counters_.malformed;
    return std::size_t{0};
  };
  const auto ignored = [&] {
    ++counters_.ignored;
    return std::size_t{0};
  };
  if (packet.size() < ip::header)
    return malformed();
  const std::size_t header = (octet(packet, ip::version) & 0x0FU) * std::size_t{4};
  const std::size_t length = load_big<std::uint16_t>(packet.data() + ip::length);
  if (octet(packet, ip::version) >> 4 != 4 || header < ip::header || length < header ||
      length > packet.size() || checksum(packet.first(header)) != 0)
    return malformed();
  if (load_address<Ipv4Address>(packet, ip::destination) != configuration_.address)
    return ignored();
  // Fragments are not put together.
  if ((load_big<std::uint16_t>(packet.data() + ip::fragment) & ip::fragment_bits) != 0)
    return ignored();
  const std::span<const std::byte> payload = packet.subspan(header, length - header);
  switch (octet(packet, ip::protocol)) {
  case ip::icmp:
    return answer_icmp(frame, payload, out);
  case ip::udp:
    return answer_udp(frame, payload, out);
  default:
    return ignored();
  }
}

// Ethernet and IP header of an answer to `frame` with `payload` bytes to follow; returns where they
// go.
std::size_t Stack::begin_reply(std::span<const std::byte> frame, std::uint8_t protocol,
                               std::size_t payload, std::span<std::byte> out) noexcept {
  store_address(out, ethernet::destination, load_address<MacAddress>(frame, ethernet::source));
  store_address(out, ethernet::source, configuration_.mac);
  store_big(out.data() + ethernet::type, ethernet::ipv4);
  const std::span<std::byte> packet = out.subspan(ethernet::header);
  std::memset(packet.data(), 0, ip::header);
  packet[ip::version] = std::byte{0x45};
  store_big(packet.data() + ip::length, static_cast<std::uint16_t>(ip::header + payload));
  packet[ip::time_to_live] = std::byte{64};
  packet[ip::protocol] = static_cast<std::byte>(protocol);
  store_address(packet, ip::source, configuration_.address);
  store_address(packet, ip::destination,
                load_address<Ipv4Address>(frame, ethernet::header + ip::source));
  store_big(packet.data() + ip::checksum, checksum(packet.first(ip::header)));
  return ethernet::header + ip::header;
}

std::size_t Stack::answer_icmp(std::span<const std::byte> frame, std::span<const std::byte> message,
                               std::span<std::byte> out) noexcept {
  if (message.size() < icmp::header || checksum(message) != 0) {
    ++counters_.malformed;
    return 0;
  }
  const std::uint8_t type = octet(message, icmp::type);
  if (type == icmp::echo_reply &&
      load_big<std::uint16_t>(message.data() + icmp::identifier) == our_identifier) {
    ++counters_.echo_replies;
    last_reply_ = load_big<std::uint16_t>(message.data() + icmp::sequence);
    return 0;
  }
  if (type != icmp::echo_request || octet(message, icmp::code) != 0) {
    ++counters_.ignored;
    return 0;
  }
  ++counters_.icmp_answered;
  const std::size_t at = begin_reply(frame, ip::icmp, message.size(), out);
  const std::span<std::byte> reply = out.subspan(at, message.size());
  std::memcpy(reply.data(), message.data(), message.size());
  reply[icmp::type] = static_cast<std::byte>(icmp::echo_reply);
  store_big(reply.data() + icmp::checksum, std::uint16_t{0});
  store_big(reply.data() + icmp::checksum, checksum(reply));
  return padded(out, at + message.size());
}

std::size_t Stack::answer_udp(std::span<const std::byte> frame, std::span<const std::byte> datagram,
                              std::span<std::byte> out) noexcept {
  const auto malformed = [&] {
    ++counters_.malformed;
    return std::size_t{0};
  };
  if (datagram.size() < udp::header)
    return malformed();
  const std::size_t length = load_big<std::uint16_t>(datagram.data() + udp::length);
  if (length < udp::header || length > datagram.size())
    return malformed();
  datagram = datagram.first(length);
  const std::span<const std::byte> addresses = frame.subspan(ethernet::header + ip::source, 8);
  const std::uint32_t pseudo = pseudo_header(addresses, ip::udp, length);
  // A checksum of 0 means that the sender made none.
  if (load_big<std::uint16_t>(datagram.data() + udp::checksum) != 0 &&
      checksum(datagram, pseudo) != 0)
    return malformed();
  if (load_big<std::uint16_t>(datagram.data() + udp::destination) != echo_port) {
    ++counters_.ignored;
    return 0;
  }
  ++counters_.udp_answered;
  const std::size_t at = begin_reply(frame, ip::udp, length, out);
  const std::span<std::byte> reply = out.subspan(at, length);
  std::memcpy(reply.data(), datagram.data(), length);
  store_big(reply.data() + udp::source, echo_port);
  store_big(reply.data() + udp::destination,
            load_big<std::uint16_t>(datagram.data() + udp::source));
  store_big(reply.data() + udp::checksum, std::uint16_t{0});
  const std::uint16_t sum =
      checksum(reply, pseudo); // the sum of the addresses is the same the other way round
  store_big(reply.data() + udp::checksum, sum == 0 ? std::uint16_t{0xFFFF} : sum);
  return padded(out, at + length);
}

std::size_t Stack::make_ping(Ipv4Address address, std::uint16_t sequence,
                             std::span<std::byte> out) noexcept {
  const auto mac = neighbour(address);
  if (!mac || out.size() < max_frame)
    return 0;
  // The header is the one of an answer to a frame from there.
  std::array<std::byte, ethernet::header + ip::header> from{};
  store_address(from, ethernet::source, *mac);
  store_address(from, ethernet::header + ip::source, address);
  constexpr std::size_t length = icmp::header + ping_payload;
  const std::size_t at = begin_reply(from, ip::icmp, length, out);
  const std::span<std::byte> message = out.subspan(at, length);
  std::memset(message.data(), 0x4C, length);
  message[icmp::type] = static_cast<std::byte>(icmp::echo_request);
  message[icmp::code] = std::byte{0};
  store_big(message.data() + icmp::identifier, our_identifier);
  store_big(message.data() + icmp::sequence, sequence);
  store_big(message.data() + icmp::checksum, std::uint16_t{0});
  store_big(message.data() + icmp::checksum, checksum(message));
  return padded(out, at + length);
}

} // namespace levitate::kernel::net
