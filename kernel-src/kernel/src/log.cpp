// The log. The writers take a lock for each piece of text, so that lines of several threads do not
// mix inside of a line.
#include "levitate/kernel/log.hpp"

#include "levitate/hal/uart.hpp"
#include "levitate/utils/ring_buffer.hpp"
#include "levitate/utils/spinlock.hpp"

namespace levitate::kernel {

namespace {
using History = utils::RingBuffer<char, 16384>;
constinit utils::Spinlock<History> history;

constexpr std::size_t max_outputs = 2;
struct Outputs {
  std::array<utils::Writer *, max_outputs> writers{};
  std::size_t count = 0;
};
constinit utils::Spinlock<Outputs> outputs;

class Console final : public utils::Writer {
public:
  void write(std::string_view text) noexcept override {
    auto current = outputs.lock(); // orders the serial line as well
    hal::uart_write(text);
    for (std::size_t i = 0; i < current->count; ++i)
      current->writers[i]->write(text);
  }
};

class Log final : public utils::Writer {
public:
  void write(std::string_view text) noexcept override {
    {
      auto kept = history.lock();
      for (const char c : text)
        kept->push_over(c);
    }
    console().write(text);
  }
};

constinit Console console_writer;
constinit Log log_writer_object;
} // namespace

utils::Writer &console() noexcept { return console_writer; }
utils::Writer &log_writer() noexcept { return log_writer_object; }

bool add_output(utils::Writer &output) noexcept {
  auto current = outputs.lock();
  if (current->count == max_outputs)
    return false;
  current->writers[current->count++] = &output;
  return true;
}

void replay_log(utils::Writer &to) noexcept {
  // Copied piece by piece, so that the log is not locked while it is written out.
  std::size_t at = 0;
  for (;;) {
    char piece[128];
    std::size_t length = 0;
    {
      auto kept = history.lock();
      while (length < sizeof(piece) && at < kept->size())
        piece[length++] = (*kept)[at++];
    }
    if (length == 0)
      return;
    to.write({piece, length});
  }
}

} // namespace levitate::kernel
