// GIC version 2 (Arm IHI 0048B): distributor and memory-mapped CPU interface.
#include "gic.hpp"

namespace levitate::hal::gic {

namespace {
namespace interface {
constexpr std::size_t control = 0x00;
constexpr std::size_t priority_mask = 0x04;
constexpr std::size_t acknowledge = 0x0C;
constexpr std::size_t end = 0x10;
} // namespace interface

class Version2 final : public Controller {
  RegisterBlock distributor_;
  RegisterBlock interface_;

public:
  void initialise(PhysicalAddress distributor, PhysicalAddress interface) noexcept override {
    distributor_ = RegisterBlock(distributor);
    interface_ = RegisterBlock(interface);
    distributor_.write(distributor::control, 0);
    const std::uint32_t lines = ((distributor_.read(distributor::type) & 0x1F) + 1) * 32;
    reset_bank(distributor_, 0, lines);
    for (std::uint32_t number = 32; number < lines; number += 4)
      distributor_.write(distributor::target + number, 0x01010101); // to the first processor
    distributor_.write(distributor::control, 1);
    interface_.write(interface::priority_mask, 0xFF);
    interface_.write(interface::control, 1);
  }
  void enable(std::uint32_t number, bool edge) noexcept override {
    enable_in_bank(distributor_, number, edge);
  }
  void disable(std::uint32_t number) noexcept override {
    distributor_.write(distributor::disable + number / 32 * 4, 1U << (number % 32));
  }
  std::uint32_t acknowledge() noexcept override {
    return interface_.read(interface::acknowledge) & 0x3FF;
  }
  void end(std::uint32_t number) noexcept override { interface_.write(interface::end, number); }
};
constinit Version2 controller;
} // namespace

Controller &version2() noexcept { return controller; }

} // namespace levitate::hal::gic
