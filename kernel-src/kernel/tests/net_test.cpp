#include "levitate/kernel/net/stack.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <random>
#include <string>
#include <vector>

using namespace levitate::kernel::net;

namespace {
constexpr MacAddress ours{0x52, 0x54, 0, 0x12, 0x34, 0x56}, theirs{2, 0, 0, 0, 0, 9};
constexpr Ipv4Address our_ip{10, 0, 2, 15}, their_ip{10, 0, 2, 2};

using Bytes = std::vector<std::uint8_t>;
void append(Bytes &to, std::initializer_list<int> values) {
  for (const int value : values)
    to.push_back(static_cast<std::uint8_t>(value));
}
template <class T> void append(Bytes &to, const T &values) {
  to.insert(to.end(), values.begin(), values.end());
}
std::span<const std::byte> raw(const Bytes &bytes) { return std::as_bytes(std::span(bytes)); }
void put16(Bytes &to, std::size_t at, unsigned value) {
  to[at] = static_cast<std::uint8_t>(value >> 8);
  to[at + 1] = static_cast<std::uint8_t>(value);
}

Bytes packet(int protocol, const Bytes &payload) {
  Bytes frame;
  append(frame, ours);
  append(frame, theirs);
  append(frame, {0x08, 0x00, 0x45, 0, 0, 0, 0, 1, 0, 0, 64, protocol, 0, 0});
  append(frame, their_ip);
  append(frame, our_ip);
  put16(frame, 16, static_cast<unsigned>(20 + payload.size()));
  put16(frame, 24, checksum(raw(frame).subspan(14, 20)));
  append(frame, payload);
  return frame;
}
Bytes ping(const std::string &data) {
  Bytes message;
  append(message, {8, 0, 0, 0, 0x12, 0x34, 0, 7});
  append(message, data);
  put16(message, 2, checksum(raw(message)));
  return packet(1, message);
}
Bytes datagram(unsigned port, const std::string &data, bool with_checksum) {
  Bytes message;
  append(message, {0x30, 0x39, 0, 0, 0, 0, 0, 0});
  put16(message, 2, port);
  put16(message, 4, static_cast<unsigned>(8 + data.size()));
  append(message, data);
  if (with_checksum) {
    Bytes covered;
    append(covered, their_ip);
    append(covered, our_ip);
    append(covered, {0, 17, 0, static_cast<int>(message.size())});
    append(covered, message);
    put16(message, 6, checksum(raw(covered)));
  }
  return packet(17, message);
}
struct Host {
  Stack stack{Configuration{ours, our_ip, their_ip}};
  Bytes receive(const Bytes &frame) {
    Bytes out(max_frame);
    out.resize(stack.receive(raw(frame), std::as_writable_bytes(std::span(out))));
    return out;
  }
};
} // namespace

TEST_CASE("ARP: a request for our address is answered, and its sender known from then on") {
  Host host;
  Bytes request;
  append(request, {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF});
  append(request, theirs);
  append(request, {8, 6, 0, 1, 8, 0, 6, 4, 0, 1});
  append(request, theirs);
  append(request, their_ip);
  append(request, {0, 0, 0, 0, 0, 0});
  append(request, our_ip);
  const Bytes answer = host.receive(request);
  REQUIRE(answer.size() == 60);
  CHECK(std::memcmp(answer.data(), theirs.data(), 6) == 0);
  CHECK(answer[21] == 2);
  CHECK(std::memcmp(answer.data() + 22, ours.data(), 6) == 0);
  CHECK(std::memcmp(answer.data() + 28, our_ip.data(), 4) == 0);
  CHECK(std::memcmp(answer.data() + 38, their_ip.data(), 4) == 0);
  CHECK(host.stack.neighbour(their_ip) == theirs);
  request.back() = 77; // somebody else's
  CHECK(host.receive(request).empty());
}
TEST_CASE("ICMP: an echo request comes back as a reply with the same data and a right checksum") {
  Host host;
  const Bytes answer = host.receive(ping("abcdefghijklmnopqrstuvwxyz0123456789"));
  REQUIRE(answer.size() == 14 + 20 + 8 + 36);
  CHECK(checksum(raw(answer).subspan(14, 20)) == 0);
  CHECK(checksum(raw(answer).subspan(34)) == 0);
  CHECK(answer[34] == 0);
  CHECK(answer[39] == 0x34);
  CHECK(answer[42] == 'a');
  CHECK(host.stack.counters().icmp_answered == 1);
}
TEST_CASE("UDP: what is sent to port 7 comes back from it") {
  Host host;
  for (const bool with_checksum : {true, false}) {
    const Bytes answer = host.receive(datagram(7, "hello, levitate!!!!", with_checksum));
    REQUIRE(answer.size() >= 14 + 20 + 8 + 19);
    CHECK(answer[35] == 7);
    CHECK(answer[36] == 0x30);
    CHECK(std::memcmp(answer.data() + 42, "hello, levitate!!!!", 19) == 0);
    Bytes covered;
    append(covered, our_ip);
    append(covered, their_ip);
    append(covered, {0, 17, 0, 27});
    append(covered, Bytes(answer.begin() + 34, answer.begin() + 34 + 27));
    CHECK(checksum(raw(covered)) == 0);
  }
  CHECK(host.receive(datagram(9, "x", true)).empty());
}
TEST_CASE("pings of our own need the neighbour's address, and their replies are seen") {
  Host host, peer;
  peer.stack = Stack(Configuration{theirs, their_ip, our_ip});
  Bytes out(max_frame);
  const auto view = std::as_writable_bytes(std::span(out));
  CHECK(host.stack.make_ping(their_ip, 5, view) == 0);
  const std::size_t asked = host.stack.make_arp_request(their_ip, view);
  host.receive(peer.receive(Bytes(out.begin(), out.begin() + static_cast<long>(asked))));
  const std::size_t sent = host.stack.make_ping(their_ip, 5, view);
  REQUIRE(sent != 0);
  const Bytes reply = peer.receive(Bytes(out.begin(), out.begin() + static_cast<long>(sent)));
  CHECK_FALSE(host.stack.last_reply());
  CHECK(host.receive(reply).empty());
  CHECK(host.stack.last_reply() == 5);
}
TEST_CASE("wrong checksums, lengths and fragments get no answer") {
  Host host;
  Bytes frame = ping("data");
  frame[42] ^= 1;
  CHECK(host.receive(frame).empty());
  frame = ping("data");
  frame[24] ^= 1;
  CHECK(host.receive(frame).empty());
  frame = ping("data");
  frame[20] = 0x20; // more fragments
  put16(frame, 24, 0);
  put16(frame, 24, checksum(raw(frame).subspan(14, 20)));
  CHECK(host.receive(frame).empty());
  frame = datagram(7, "abc", true);
  frame[43] ^= 1;
  CHECK(host.receive(frame).empty());
  CHECK(host.stack.counters().malformed == 3);
  CHECK(host.stack.counters().ignored == 1);
}
TEST_CASE("no damaged frame makes it read outside of the frame") {
  std::mt19937 random(5);
  Host host;
  const Bytes frames[] = {ping("some data"), datagram(7, "some data", false)};
  for (int round = 0; round < 20000; ++round) {
    Bytes frame = frames[random() % 2];
    for (int i = 0; i < 2; ++i)
      frame[random() % frame.size()] = static_cast<std::uint8_t>(random());
    frame.resize(random() % (frame.size() + 1));
    frame.shrink_to_fit();
    host.receive(frame);
  }
}
TEST_CASE("addresses in text") {
  CHECK(parse_address("10.0.2.15") == our_ip);
  for (const char *wrong :
       {"", "10.0.2", "10.0.2.256", "10.0.2.15.1", "10.0.2.x", "1000.0.0.1", "10..2.1"})
    CHECK_FALSE(parse_address(wrong));
}
