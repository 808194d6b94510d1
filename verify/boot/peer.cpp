#include "verify/boot/peer.h"

#include "base/text.h"

#include <charconv>

namespace levitate::boot {

namespace {

constexpr std::uint16_t typeIpv4 = 0x0800, typeArp = 0x0806;
constexpr std::uint8_t protocolIcmp = 1, protocolUdp = 17;
constexpr std::uint16_t ourUdpPort = 40000;

std::uint16_t get16(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[at]) << 8U |
                                    static_cast<unsigned char>(bytes[at + 1]));
}
std::uint32_t get32(std::string_view bytes, std::size_t at) {
  return std::uint32_t{get16(bytes, at)} << 16U | get16(bytes, at + 2);
}
void put16(std::string &bytes, std::uint32_t value) {
  bytes += static_cast<char>(value >> 8U & 0xFFU);
  bytes += static_cast<char>(value & 0xFFU);
}
void put32(std::string &bytes, std::uint32_t value) {
  put16(bytes, value >> 16U);
  put16(bytes, value & 0xFFFFU);
}
void set16(std::string &bytes, std::size_t at, std::uint32_t value) {
  bytes[at] = static_cast<char>(value >> 8U & 0xFFU);
  bytes[at + 1] = static_cast<char>(value & 0xFFU);
}

// RFC 1071.
std::uint16_t checksum(std::string_view bytes, std::uint32_t sum = 0) {
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2)
    sum += get16(bytes, i);
  if (bytes.size() % 2 != 0)
    sum += std::uint32_t{static_cast<unsigned char>(bytes.back())} << 8U;
  while (sum >> 16U)
    sum = (sum & 0xFFFFU) + (sum >> 16U);
  return static_cast<std::uint16_t>(~sum & 0xFFFFU);
}

std::uint32_t pseudoHeader(std::uint32_t from, std::uint32_t to, std::size_t length) {
  return (from >> 16U) + (from & 0xFFFFU) + (to >> 16U) + (to & 0xFFFFU) + protocolUdp +
         static_cast<std::uint32_t>(length);
}

std::string udp(std::uint32_t fromAddress, std::uint32_t toAddress, std::uint16_t from,
                std::uint16_t to, std::string_view payload) {
  std::string packet;
  put16(packet, from);
  put16(packet, to);
  put16(packet, static_cast<std::uint32_t>(8 + payload.size()));
  put16(packet, 0);
  packet += payload;
  const std::uint16_t sum = checksum(packet, pseudoHeader(fromAddress, toAddress, packet.size()));
  set16(packet, 6, sum == 0 ? 0xFFFFU : sum);
  return packet;
}

std::string icmp(std::uint8_t type, std::string_view rest) {
  std::string packet{static_cast<char>(type), '\0', '\0', '\0'};
  packet += rest;
  set16(packet, 2, checksum(packet));
  return packet;
}

} // namespace

std::optional<std::uint32_t> parseIpv4(std::string_view text) {
  const std::vector<std::string> parts = split(text, ".");
  std::uint32_t address = 0;
  if (parts.size() != 4)
    return std::nullopt;
  for (const std::string &part : parts) {
    unsigned value = 0;
    const auto [end, problem] = std::from_chars(part.data(), part.data() + part.size(), value);
    if (problem != std::errc() || end != part.data() + part.size() || value > 255)
      return std::nullopt;
    address = address << 8U | value;
  }
  return address;
}

Result<Peer> Peer::make(const Network &network) {
  Peer peer;
  const auto address = parseIpv4(network.address);
  if (!address)
    return Error::usage("network '" + network.id + "': '" + network.address +
                        "' is no IPv4 address");
  peer.address = *address;
  std::string digits;
  for (const char c : network.mac)
    if (c != ':')
      digits += c;
  const auto mac = fromHex(digits);
  if (!mac || mac->size() != 6 || network.mac.size() != 17)
    return Error::usage("network '" + network.id + "': '" + network.mac + "' is no MAC address");
  for (std::size_t i = 0; i < 6; ++i)
    peer.mac[i] = static_cast<std::uint8_t>((*mac)[i]);
  for (const char *name :
       {"frames-received", "frames-sent", "arp-requests", "arp-replies", "pings-received",
        "pings-answered", "udp-received", "udp-echoed", "malformed"})
    peer.counts[name] = 0;
  return peer;
}

std::string Peer::ethernet(const Mac &to, std::uint16_t type, std::string_view payload) {
  std::string frame(to.begin(), to.end());
  frame.append(mac.begin(), mac.end());
  put16(frame, type);
  frame += payload;
  if (frame.size() < 60)
    frame.resize(60, '\0');
  ++counts["frames-sent"];
  return frame;
}

std::string Peer::ip(std::uint32_t to, std::uint8_t protocol, std::string_view payload) {
  std::string packet = "\x45";
  packet += '\0';
  put16(packet, static_cast<std::uint32_t>(20 + payload.size()));
  put16(packet, identification++);
  put16(packet, 0x4000); // don't fragment
  packet += '\x40';
  packet += static_cast<char>(protocol);
  put16(packet, 0);
  put32(packet, address);
  put32(packet, to);
  set16(packet, 10, checksum(packet));
  packet += payload;
  return packet;
}

std::vector<std::string> Peer::sendIp(std::uint32_t to, std::string packet) {
  if (const auto known = neighbours.find(to); known != neighbours.end())
    return {ethernet(known->second, typeIpv4, packet)};
  waiting[to].push_back(std::move(packet));
  std::string request;
  put16(request, 1);
  put16(request, typeIpv4);
  request += "\x06\x04";
  put16(request, 1);
  request.append(mac.begin(), mac.end());
  put32(request, address);
  request.append(6, '\0');
  put32(request, to);
  return {ethernet({0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}, typeArp, request)};
}

std::vector<std::string> Peer::ping(const std::string &to, const std::string &payload) {
  const auto target = parseIpv4(to);
  if (!target)
    return {};
  std::string rest;
  put16(rest, 0x4C56); // identifier
  put16(rest, ++sequence);
  rest += payload;
  pingPayload = payload;
  return sendIp(*target, ip(*target, protocolIcmp, icmp(8, rest)));
}

std::vector<std::string> Peer::sendUdp(const std::string &to, std::uint16_t port,
                                       const std::string &payload) {
  const auto target = parseIpv4(to);
  if (!target)
    return {};
  udpPayload = payload;
  return sendIp(*target,
                ip(*target, protocolUdp, udp(address, *target, ourUdpPort, port, payload)));
}

std::vector<std::string> Peer::receive(std::string_view frame) {
  ++counts["frames-received"];
  if (frame.size() < 14) {
    ++counts["malformed"];
    return {};
  }
  Mac from{};
  for (std::size_t i = 0; i < 6; ++i)
    from[i] = static_cast<std::uint8_t>(frame[6 + i]);
  const std::uint16_t type = get16(frame, 12);
  if (type == typeArp)
    return receiveArp(frame.substr(14));
  if (type == typeIpv4)
    return receiveIp(from, frame.substr(14));
  return {};
}

std::vector<std::string> Peer::receiveArp(std::string_view payload) {
  if (payload.size() < 28 || get16(payload, 0) != 1 || get16(payload, 2) != typeIpv4) {
    ++counts["malformed"];
    return {};
  }
  const std::uint16_t operation = get16(payload, 6);
  Mac sender{};
  for (std::size_t i = 0; i < 6; ++i)
    sender[i] = static_cast<std::uint8_t>(payload[8 + i]);
  const std::uint32_t senderAddress = get32(payload, 14), target = get32(payload, 24);
  neighbours[senderAddress] = sender;
  std::vector<std::string> frames;
  if (operation == 1) {
    ++counts["arp-requests"];
    if (target == address) {
      std::string reply;
      put16(reply, 1);
      put16(reply, typeIpv4);
      reply += "\x06\x04";
      put16(reply, 2);
      reply.append(mac.begin(), mac.end());
      put32(reply, address);
      reply.append(sender.begin(), sender.end());
      put32(reply, senderAddress);
      frames.push_back(ethernet(sender, typeArp, reply));
    }
  } else if (operation == 2) {
    ++counts["arp-replies"];
  }
  for (const std::string &packet : waiting[senderAddress])
    frames.push_back(ethernet(sender, typeIpv4, packet));
  waiting.erase(senderAddress);
  return frames;
}

std::vector<std::string> Peer::receiveIp(const Mac &from, std::string_view payload) {
  const std::size_t header =
      payload.empty() ? 0 : (static_cast<unsigned char>(payload[0]) & 15U) * 4;
  const std::size_t total = payload.size() < 20 ? 0 : get16(payload, 2);
  if (payload.size() < 20 || (static_cast<unsigned char>(payload[0]) >> 4U) != 4 || header < 20 ||
      total < header || total > payload.size() || checksum(payload.substr(0, header)) != 0) {
    ++counts["malformed"];
    return {};
  }
  const std::uint32_t source = get32(payload, 12), target = get32(payload, 16);
  if (target != address)
    return {};
  neighbours[source] = from;
  const std::string_view body = payload.substr(header, total - header);
  const auto protocol = static_cast<unsigned char>(payload[9]);
  if (protocol == protocolIcmp) {
    if (body.size() < 8 || checksum(body) != 0) {
      ++counts["malformed"];
    } else if (body[0] == 8) {
      ++counts["pings-received"];
      return {ethernet(from, typeIpv4, ip(source, protocolIcmp, icmp(0, body.substr(4))))};
    } else if (body[0] == 0 && body.substr(8) == pingPayload) {
      ++counts["pings-answered"];
    }
  } else if (protocol == protocolUdp) {
    if (body.size() < 8 || get16(body, 4) != body.size() ||
        (get16(body, 6) != 0 && checksum(body, pseudoHeader(source, target, body.size())) != 0)) {
      ++counts["malformed"];
      return {};
    }
    ++counts["udp-received"];
    const std::string_view data = body.substr(8);
    if (get16(body, 2) == ourUdpPort) { // an answer to what we sent
      if (data == udpPayload)
        ++counts["udp-echoed"];
      return {};
    }
    if (get16(body, 2) == 7) // the echo service, RFC 862
      return {ethernet(
          from, typeIpv4,
          ip(source, protocolUdp, udp(address, source, get16(body, 2), get16(body, 0), data)))};
  }
  return {};
}

} // namespace levitate::boot
