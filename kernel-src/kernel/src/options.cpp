// The kernel's command line.
#include "levitate/kernel/options.hpp"

#include "levitate/utils/format.hpp"

namespace levitate::kernel {

namespace {
constinit Options current;
constexpr std::size_t max_nonce = 64;
} // namespace

Options parse_options(std::string_view line) noexcept {
  Options result;
  while (!line.empty()) {
    const std::size_t end = line.find(' ');
    const std::string_view word = line.substr(0, end);
    line = end == std::string_view::npos ? std::string_view{} : line.substr(end + 1);
    if (word == "selftest")
      result.self_test = true;
    else if (word == "poweroff")
      result.power_off = true;
    else if (word == "semihosting")
      result.semihosting = true;
    else if (word == "no-indirect")
      result.indirect_descriptors = false;
    else if (word == "no-event-index")
      result.event_index = false;
    else if (word.starts_with("nonce="))
      result.nonce = word.substr(6, max_nonce);
  }
  return result;
}

const Options &options() noexcept { return current; }
void set_options(const Options &options) noexcept { current = options; }

NonceText nonce_text() noexcept {
  NonceText result{};
  if (!current.nonce.empty())
    result.size = utils::format_to(result.text, " nonce={}", current.nonce).size();
  return result;
}

} // namespace levitate::kernel
