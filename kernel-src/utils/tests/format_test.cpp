#include "levitate/utils/format.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>

using levitate::utils::BufferWriter;
using levitate::utils::count_placeholders;
using levitate::utils::format_arguments;
using levitate::utils::format_to;

namespace {
template <class... Args>
std::string formatted(levitate::utils::FormatString<std::type_identity_t<Args>...> pattern,
                      const Args &...args) {
  char buffer[200];
  return std::string(format_to<Args...>(buffer, pattern, args...));
}
} // namespace

TEST_CASE("numbers in decimal and hexadecimal") {
  CHECK(formatted("{} {} {}", 0, -1, 18446744073709551615ULL) == "0 -1 18446744073709551615");
  CHECK(formatted("{}", INT64_MIN) == "-9223372036854775808");
  CHECK(formatted("{:x} {:#x} {:#010x}", 255U, 255U, 255U) == "ff 0xff 0x000000ff");
}
TEST_CASE("width, alignment and filling") {
  CHECK(formatted("[{:5}] [{:<5}] [{:05}]", 42U, 42U, 42U) == "[   42] [42   ] [00042]");
  CHECK(formatted("[{:5}] [{:>5}]", "ab", "ab") == "[ab   ] [   ab]");
  CHECK(formatted("{:05}", -42) == "-0042");
}
TEST_CASE("other types") {
  CHECK(formatted("{} {} {:c} {}", true, 'x', 65U, std::string_view("view")) == "true x A view");
}
TEST_CASE("braces stand for themselves when doubled") { CHECK(formatted("{{{}}}", 1) == "{1}"); }
TEST_CASE("placeholders are counted, and unmatched braces found, at compile time") {
  static_assert(count_placeholders("{} {:x} {{}}") == 2);
  static_assert(count_placeholders("{") == -1);
  static_assert(count_placeholders("}") == -1);
}
TEST_CASE("a missing argument is shown, not read") {
  char buffer[20];
  BufferWriter writer(buffer);
  format_arguments(writer, "{} {}", {});
  CHECK(writer.view() == "{?} {?}");
}
TEST_CASE("what does not fit is dropped and said") {
  char buffer[4];
  BufferWriter writer(buffer);
  writer.write("abc");
  CHECK_FALSE(writer.truncated());
  writer.write("de");
  CHECK(writer.view() == "abcd");
  CHECK(writer.truncated());
}
