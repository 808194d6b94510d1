// interrupts.hpp: the handlers, and what both GIC versions have in common.
#include "gic.hpp"

#include "levitate/hal/interrupts.hpp"
#include "levitate/hal/platform.hpp"
#include "levitate/utils/spinlock.hpp"

#include <array>

namespace levitate::hal {

namespace gic {

void enable_in_bank(RegisterBlock bank, std::uint32_t number, bool edge) noexcept {
  const std::size_t configuration = distributor::configuration + number / 16 * 4;
  const std::uint32_t edge_bit = 2U << (number % 16 * 2);
  const std::uint32_t before = bank.read(configuration);
  bank.write(configuration, edge ? before | edge_bit : before & ~edge_bit);
  bank.write(distributor::enable + number / 32 * 4, 1U << (number % 32));
}

void reset_bank(RegisterBlock bank, std::uint32_t first, std::uint32_t last) noexcept {
  for (std::uint32_t number = first; number < last; number += 32) {
    bank.write(distributor::disable + number / 8, ~0U);
    bank.write(distributor::clear_pending + number / 8, ~0U);
  }
  for (std::uint32_t number = first; number < last; number += 4)
    bank.write(distributor::priority + number, 0xA0A0A0A0);
}

} // namespace gic

namespace {
constexpr std::uint32_t max_interrupts = 256;

struct Connection {
  InterruptHandler handler = nullptr;
  void *argument = nullptr;
};
struct State {
  gic::Controller *controller = nullptr;
  std::array<Connection, max_interrupts> connections{};
  InterruptStatistics statistics{};
};
constinit utils::Spinlock<State> state;
} // namespace

void initialise_interrupts(const Platform &platform) noexcept {
  auto current = state.lock();
  current->controller = platform.gic == GicVersion::V3 ? &gic::version3() : &gic::version2();
  current->controller->initialise(platform.gic_distributor, platform.gic_interface);
}

bool connect_interrupt(std::uint32_t number, InterruptHandler handler, void *argument,
                       bool edge) noexcept {
  auto current = state.lock();
  if (number < 16 || number >= max_interrupts || current->connections[number].handler != nullptr ||
      current->controller == nullptr)
    return false;
  current->connections[number] = {handler, argument};
  current->controller->enable(number, edge);
  return true;
}

void disconnect_interrupt(std::uint32_t number) noexcept {
  auto current = state.lock();
  if (number >= max_interrupts || current->connections[number].handler == nullptr)
    return;
  current->controller->disable(number);
  current->connections[number] = {};
}

void dispatch_interrupts() noexcept {
  for (;;) {
    Connection connection;
    std::uint32_t number;
    {
      auto current = state.lock();
      number = current->controller->acknowledge();
      if (number >= gic::spurious)
        return;
      if (number < max_interrupts)
        connection = current->connections[number];
      ++(connection.handler != nullptr ? current->statistics.handled
                                       : current->statistics.unexpected);
    }
    if (connection.handler != nullptr)
      connection.handler(connection.argument);
    auto current = state.lock();
    if (connection.handler == nullptr)
      current->controller->disable(number);
    current->controller->end(number);
  }
}

InterruptStatistics interrupt_statistics() noexcept { return state.lock()->statistics; }

} // namespace levitate::hal
