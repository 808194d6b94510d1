#include "verify/boot/peer.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate::boot;

namespace {

Peer made(const std::string &address) {
  Network network;
  network.address = address;
  network.mac = address == "10.0.2.2" ? "52:55:0a:00:02:02" : "52:54:00:12:34:56";
  auto peer = Peer::make(network);
  REQUIRE(peer);
  return *peer;
}

// Carries frames to and fro until nobody answers.
void converse(Peer &from, Peer &to, std::vector<std::string> frames) {
  for (int turn = 0; turn < 10 && !frames.empty(); ++turn) {
    std::vector<std::string> answers;
    for (const std::string &frame : frames)
      for (std::string &answer : (turn % 2 == 0 ? to : from).receive(frame))
        answers.push_back(std::move(answer));
    frames = std::move(answers);
  }
}

} // namespace

TEST_CASE("two peers find each other by ARP, ping, and echo datagrams") {
  Peer guest = made("10.0.2.15"), peer = made("10.0.2.2");
  converse(peer, guest, peer.ping("10.0.2.15", "abc"));
  CHECK(peer.counters().at("pings-answered") == 1);
  CHECK(guest.counters().at("pings-received") == 1);
  CHECK(guest.counters().at("arp-requests") == 1);
  converse(peer, guest, peer.sendUdp("10.0.2.15", 7, "a datagram of odd length!"));
  CHECK(peer.counters().at("udp-echoed") == 1);
  CHECK(peer.counters().at("malformed") == 0);
}

TEST_CASE("an answer with other bytes does not count") {
  Peer guest = made("10.0.2.15"), peer = made("10.0.2.2");
  converse(peer, guest, peer.ping("10.0.2.15", "abc"));
  const std::vector<std::string> request = peer.ping("10.0.2.15", "abc");
  REQUIRE(request.size() == 1);
  std::vector<std::string> reply = guest.receive(request[0]);
  REQUIRE(reply.size() == 1);
  reply[0][44] = static_cast<char>(reply[0][44] ^ 1); // the payload: the checksum no longer holds
  peer.receive(reply[0]);
  CHECK(peer.counters().at("pings-answered") == 1);
  CHECK(peer.counters().at("malformed") == 1);
}

TEST_CASE("frames that are cut off or nonsense are counted, not believed") {
  Peer peer = made("10.0.2.2");
  Peer guest = made("10.0.2.15");
  const std::string frame = guest.ping("10.0.2.2", "x").front();
  for (std::size_t length = 0; length < frame.size(); ++length)
    CHECK_NOTHROW(peer.receive(frame.substr(0, length)));
  CHECK(peer.counters().at("malformed") >= 14);
}

TEST_CASE("addresses are checked") {
  CHECK(parseIpv4("10.0.2.15") == 0x0A00020FU);
  CHECK_FALSE(parseIpv4("10.0.2"));
  CHECK_FALSE(parseIpv4("10.0.2.256"));
  Network network;
  network.mac = "nonsense";
  CHECK_FALSE(Peer::make(network));
}
