// The other end of the guest's network cable: answers ARP, ICMP echo and UDP echo, and counts.
//
// Frames in, frames out: it owns no socket, so that it can be tested without a machine. IPv4 only,
// no fragments, no options beyond the header length.
#pragma once

#include "verify/boot/scenario.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace levitate::boot {

class Peer {
public:
  /// A usage error when the address or the MAC is malformed.
  static Result<Peer> make(const Network &network);

  /// Takes one Ethernet frame of the guest; the frames to answer with.
  std::vector<std::string> receive(std::string_view frame);

  /// The frames that ping an address of the guest, or send it a UDP datagram. The guest's MAC must
  /// be known; until it is, the frame is an ARP request and the packet waits for the answer.
  std::vector<std::string> ping(const std::string &address, const std::string &payload);
  std::vector<std::string> sendUdp(const std::string &address, std::uint16_t port,
                                   const std::string &payload);

  /// By the names that scenarios use ("frames-received", "udp-echoed", ...).
  const std::map<std::string, std::int64_t> &counters() const { return counts; }

private:
  using Mac = std::array<std::uint8_t, 6>;
  std::string ethernet(const Mac &to, std::uint16_t type, std::string_view payload);
  std::string ip(std::uint32_t to, std::uint8_t protocol, std::string_view payload);
  std::vector<std::string> sendIp(std::uint32_t to, std::string packet);
  std::vector<std::string> receiveArp(std::string_view payload);
  std::vector<std::string> receiveIp(const Mac &from, std::string_view payload);

  Mac mac{};
  std::uint32_t address = 0;
  std::uint16_t identification = 1;
  std::uint16_t sequence = 0;
  std::string pingPayload, udpPayload; // of the last that was sent
  std::map<std::uint32_t, Mac> neighbours;
  std::map<std::uint32_t, std::vector<std::string>> waiting; // IP packets for an unknown MAC
  std::map<std::string, std::int64_t> counts;
};

/// Four bytes of an IPv4 address as one number, or nothing.
std::optional<std::uint32_t> parseIpv4(std::string_view text);

} // namespace levitate::boot
