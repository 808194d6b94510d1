#include "levitate/kernel/options.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>

using namespace levitate::kernel;

TEST_CASE("nothing is asked for by an empty line or by words of others") {
  for (const char *line : {"", " ", "console=ttyAMA0 selftests nonce Poweroff"}) {
    const Options options = parse_options(line);
    CHECK_FALSE(options.self_test);
    CHECK_FALSE(options.power_off);
    CHECK_FALSE(options.semihosting);
    CHECK(options.indirect_descriptors);
    CHECK(options.event_index);
    CHECK(options.nonce.empty());
  }
}
TEST_CASE("words are found anywhere, with any number of blanks") {
  const Options options = parse_options(
      "  selftest   quiet poweroff semihosting no-indirect  no-event-index nonce=a1b2 ");
  CHECK(options.self_test);
  CHECK(options.power_off);
  CHECK(options.semihosting);
  CHECK_FALSE(options.indirect_descriptors);
  CHECK_FALSE(options.event_index);
  CHECK(options.nonce == "a1b2");
}
TEST_CASE("a nonce is repeated, cut at 64 characters") {
  const std::string line = "nonce=" + std::string(100, 'n');
  CHECK(parse_options(line).nonce.size() == 64);
  set_options(Options{});
  CHECK(nonce_text().view().empty());
  set_options(parse_options(line));
  CHECK(nonce_text().view() == " nonce=" + std::string(64, 'n'));
}
