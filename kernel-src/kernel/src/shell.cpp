// The shell: a line editor and a table of commands.
#include "levitate/kernel/shell.hpp"

#include "levitate/hal/interrupts.hpp"
#include "levitate/hal/memory.hpp"
#include "levitate/hal/power.hpp"
#include "levitate/hal/timer.hpp"
#include "levitate/kernel/block.hpp"
#include "levitate/kernel/files.hpp"
#include "levitate/kernel/input.hpp"
#include "levitate/kernel/log.hpp"
#include "levitate/kernel/network.hpp"
#include "levitate/kernel/options.hpp"
#include "levitate/kernel/panic.hpp"
#include "levitate/kernel/rng.hpp"
#include "levitate/kernel/scheduler.hpp"

#include <array>
#include <span>

namespace levitate::kernel::shell {

namespace {
constexpr std::size_t max_line = 120;
// Volatile, so that the compiler does not know what is wrong with it.
constinit const void *volatile null_address = nullptr;
constexpr char read_only_text[] = "never written";

void complain(std::string_view what, utils::Error error) noexcept {
  print("{}: {}\n", what, utils::describe(error));
}

std::string_view first_word(std::string_view &rest) noexcept {
  while (rest.starts_with(' '))
    rest.remove_prefix(1);
  const std::size_t end = rest.find(' ');
  const std::string_view word = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  return word;
}

void list(std::string_view arguments) noexcept {
  class Printer final : public fs::EntryVisitor {
  public:
    void visit(std::string_view name, const fs::Entry &entry) noexcept override {
      if (entry.kind == fs::Kind::Directory)
        print("{:>10}  {}/\n", "", name);
      else
        print("{:10}  {}\n", entry.size, name);
    }
  } printer;
  const std::string_view path = first_word(arguments);
  if (const auto done = files::list(path, printer); !done)
    complain(path, done.error());
}

void show_file(std::string_view arguments) noexcept {
  const std::string_view path = first_word(arguments);
  const auto file = files::open(path);
  if (!file)
    return complain(path, file.error());
  alignas(16) std::array<std::byte, 1024> buffer;
  for (std::uint64_t offset = 0;;) {
    const auto count = files::read(*file, offset, buffer);
    if (!count)
      return complain(path, count.error());
    if (*count == 0)
      return;
    console().write({reinterpret_cast<const char *>(buffer.data()), *count});
    offset += *count;
  }
}

void show_memory(std::string_view) noexcept {
  const hal::MemoryStatistics memory = hal::memory_statistics();
  constexpr std::size_t page_kib = hal::page_size / 1024;
  const hal::DmaStatistics dma = hal::dma_statistics();
  print("{} KiB of {} KiB free; heap: {} objects in {} pages; devices: {} pages, at most {}\n",
        memory.free_pages * page_kib, memory.total_pages * page_kib, memory.heap_objects,
        memory.heap_pages, dma.pages, dma.peak);
}

void show_block(std::string_view) noexcept {
  if (!block::present()) {
    print("no disk\n");
    return;
  }
  const block::Statistics statistics = block::statistics();
  print("{} sectors of {} bytes{}; {} reads, {} writes, {} errors\n", block::capacity(),
        block::sector_size, block::read_only() ? ", read-only" : "", statistics.reads,
        statistics.writes, statistics.errors);
}

void show_network(std::string_view) noexcept {
  if (!network::present()) {
    print("no network device\n");
    return;
  }
  const net::Configuration own = network::configuration();
  const net::Counters counters = network::counters();
  print("{}.{}.{}.{} link {}; received {}, answered ARP {} ICMP {} UDP {}, malformed {}, ignored "
        "{}\n",
        own.address[0], own.address[1], own.address[2], own.address[3],
        network::link_up() ? "up" : "down", counters.received, counters.arp_answered,
        counters.icmp_answered, counters.udp_answered, counters.malformed, counters.ignored);
}

void ping(std::string_view arguments) noexcept {
  const std::string_view text = first_word(arguments);
  const auto address =
      text.empty() ? std::optional(network::configuration().gateway) : net::parse_address(text);
  if (!address) {
    print("ping: not an address: {}\n", text);
    return;
  }
  constexpr std::uint64_t timeout_milliseconds = 1000;
  const auto time = network::ping(*address, timeout_milliseconds);
  if (!time)
    return complain("ping", time.error());
  print("reply after {} us\n", *time);
}

void show_random(std::string_view) noexcept {
  alignas(16) std::array<std::byte, 16> bytes{};
  if (const auto done = rng::fill(bytes); !done)
    return complain("rng", done.error());
  for (const std::byte byte : bytes)
    print("{:02x}", static_cast<unsigned>(byte));
  print("\n");
}

void show_threads(std::string_view) noexcept {
  class Printer final : public scheduler::ThreadVisitor {
  public:
    void visit(std::string_view name, std::string_view state,
               std::uint64_t ticks) noexcept override {
      print("{:8} {:8} {:6} ticks\n", name, state, ticks);
    }
  } printer;
  scheduler::each_thread(printer);
}

void show_uptime(std::string_view) noexcept {
  print("{} ms, {} ticks, {} interrupts, {} thread switches\n", hal::nanoseconds() / 1'000'000,
        hal::tick_count(), hal::interrupt_statistics().handled, scheduler::statistics().switches);
}

void show_input(std::string_view) noexcept {
  const input::Statistics statistics = input::statistics();
  const input::Pointer pointer = input::pointer();
  print("{} devices, {} key events, {} pointer events; pointer at {}, {}{}\n", statistics.devices,
        statistics.key_events, statistics.pointer_events, pointer.x, pointer.y,
        pointer.pressed ? ", pressed" : "");
}

void show_log(std::string_view) noexcept { replay_log(console()); }
void echo(std::string_view arguments) noexcept { print("{}\n", arguments); }

// Uses up the stack; the volatile array keeps the compiler from making a loop of it.
// NOLINTNEXTLINE(misc-no-recursion)
unsigned overflow(unsigned depth) noexcept {
  volatile unsigned space[64]{};
  space[depth % 64] = depth;
  return depth == ~0U ? depth : overflow(depth + 1) + space[depth % 64];
}

void stop_by_panic(std::string_view arguments) noexcept {
  const std::string_view kind = first_word(arguments);
  if (kind == "read")
    print("{}\n", *static_cast<const unsigned *>(null_address));
  else if (kind == "write")
    *const_cast<volatile char *>(read_only_text) = 0;
  else if (kind == "overflow")
    print("{}\n", overflow(1));
  panic("asked for by the shell");
}

void shut_down(std::string_view) noexcept {
  log("BOOT", "shutting down{}", nonce_text().view());
  hal::exit(0, options().semihosting);
}

void help(std::string_view) noexcept;

struct Command {
  std::string_view name;
  std::string_view description;
  void (*run)(std::string_view arguments) noexcept;
};
constexpr Command commands[] = {
    {"help", "this list", help},
    {"ls", "what is in a directory: ls [PATH]", list},
    {"cat", "the contents of a file: cat PATH", show_file},
    {"mem", "memory in use", show_memory},
    {"ps", "threads", show_threads},
    {"uptime", "time, ticks, interrupts", show_uptime},
    {"blk", "the disk", show_block},
    {"net", "the network", show_network},
    {"ping", "asks a neighbour, or the gateway, for an answer: ping [ADDRESS]", ping},
    {"rng", "sixteen random bytes", show_random},
    {"input", "keyboard and pointer", show_input},
    {"dmesg", "what the kernel has said", show_log},
    {"echo", "its arguments", echo},
    {"panic", "stops the kernel, by an exception if asked: panic [read|write|overflow]",
     stop_by_panic},
    {"shutdown", "powers off", shut_down},
};

void help(std::string_view) noexcept {
  for (const Command &command : commands)
    print("{:10}{}\n", command.name, command.description);
}

// Reads one line with echo; an abandoned one is empty.
std::string_view read_line(std::array<char, max_line> &buffer) noexcept {
  constexpr char backspace = '\b', rubout = 0x7F, control_c = 3, control_u = 21;
  std::size_t length = 0;
  for (;;) {
    const auto character = input::read(~std::uint64_t{0});
    if (!character)
      continue;
    switch (*character) {
    case '\n':
      print("\n");
      return {buffer.data(), length};
    case control_c:
      print("^C\n");
      return {};
    case backspace:
    case rubout:
      if (length != 0) {
        --length;
        print("\b \b");
      }
      break;
    case control_u:
      for (; length != 0; --length)
        print("\b \b");
      break;
    default:
      if (*character >= ' ' && *character <= '~' && length < buffer.size()) {
        buffer[length++] = *character;
        print("{}", *character);
      }
    }
  }
}
} // namespace

bool execute(std::string_view line) noexcept {
  const std::string_view name = first_word(line);
  if (name.empty())
    return true;
  for (const Command &command : commands)
    if (command.name == name) {
      command.run(line);
      return true;
    }
  return false;
}

void run(bool maintenance) noexcept {
  std::array<char, max_line> buffer;
  for (;;) {
    print("{}", maintenance ? "maintenance# " : "levitate> ");
    const std::string_view line = read_line(buffer);
    if (!execute(line))
      print("unknown command: {} (try help)\n", line);
  }
}

} // namespace levitate::kernel::shell
